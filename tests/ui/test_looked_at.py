"""Files that are being looked at: kept for a day, then gone, unless somebody has decided before."""

import os
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from ui import looked_at


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def age(name: str, hours: float) -> None:
    then = timezone.now().timestamp() - hours * 3600
    os.utime(default_storage.path(name), (then, then))


def test_what_nobody_decided_on_for_a_day_goes_and_the_rest_stays() -> None:
    old, fresh = looked_at.keep(b"old"), looked_at.keep(b"fresh")
    age(old, 24.1)
    age(fresh, 23.9)
    assert looked_at.delete_old() == 1
    assert not default_storage.exists(old)
    assert default_storage.open(fresh).read() == b"fresh"


def test_there_may_be_nothing_to_clear() -> None:
    assert looked_at.delete_old() == 0


def test_names_cannot_be_guessed() -> None:
    assert looked_at.keep(b"x") != looked_at.keep(b"x")
