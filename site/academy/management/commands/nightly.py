"""What Celery's beat repeats, done once: for cron, where no worker runs."""

from typing import Any

from django.utils import timezone

from assessments.domain import start_line, waves
from assessments.domain.sit import close_overdue
from courses.domain import plans
from handbook.domain import planned
from handbook.domain.book import keep, make
from ledger import digest, outbox
from people.domain import roster_load
from ui import looked_at
from ui.command import JsonCommand


class Command(JsonCommand):
    help = (
        "Does once what Celery's beat repeats: promised work, overdue sittings, survey rows, planned pages, books, "
        "files nobody decided on, reports by e-mail, the audit digest."
    )
    atomic = False

    def act(self, **options: Any) -> dict[str, Any]:
        start_line.forget_old()
        reports = plans.promise_due(timezone.localdate())
        return {
            "reports_promised": reports,
            "promises_kept": outbox.drain(),
            "sittings_closed": close_overdue(),
            "waves_closed": waves.close_overdue(),
            "survey_rows_rewritten": waves.reshuffle(),
            "planned_pages": planned.publish_due(),
            "books_made": keep.restart(make.make),
            "books_deleted": keep.delete_old(),
            "looked_at_deleted": looked_at.delete_old(),
            "rosters_forgotten": roster_load.forget_old(),
            "digests_written": len(digest.catch_up()),
        }
