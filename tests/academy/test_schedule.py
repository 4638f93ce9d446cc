"""What repeats: every entry of the schedule names a task that exists, and `nightly` does the same without a broker."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from academy.celery import app


def test_beat_names_tasks_that_exist():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


@pytest.mark.django_db
def test_nightly_says_what_it_did():
    out = StringIO()

    call_command("nightly", "--json", stdout=out)

    assert json.loads(out.getvalue()) == {
        "promises_kept": 0,
        "sittings_closed": 0,
        "waves_closed": 0,
        "survey_rows_rewritten": 0,
        "planned_pages": 0,
        "books_made": 0,
        "books_deleted": 0,
        "looked_at_deleted": 0,
        "rosters_forgotten": 0,
        "reports_promised": 0,
        "digests_written": 0,
    }
