"""What is done with surveys every night, for installations without Celery's beat."""

from typing import Any

from assessments.domain import waves
from ui.command import JsonCommand


class Command(JsonCommand):
    help = "Closes waves past their end and rewrites the replies of open ones. To be run every night."
    atomic = False

    def act(self, **options: Any) -> dict[str, Any]:
        return {"closed": waves.close_overdue(), "rewritten": waves.reshuffle()}
