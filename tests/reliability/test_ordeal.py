"""A short ordeal at every change; the long one is run by hand: `python -m tests.reliability --minutes 10`."""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests.reliability import ordeal


def environment(folder: Path) -> dict[str, str]:
    """The server's: the same settings, the tests' own database."""
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "academy.settings.test",
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "DATA_DIR": str(folder),
    }


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_was_acknowledged_is_kept_whatever_dies(tmp_path):
    report = ordeal.run(environment=environment(tmp_path), folder=tmp_path, seconds=0, cadets=9, seed=2026)
    print("\n".join(report.lines()))

    assert report.wrong == []
    assert report.numbers["saves acknowledged"] > 150
    assert report.numbers["  of them as too late"] > 0
    assert {"refused", "before", "after", "half", "slow"} <= set(report.happened)
    assert report.happened["the whole server killed -9"] >= 1
