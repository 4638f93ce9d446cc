"""Celery's side of files that are being looked at."""

from celery import shared_task

from ui import looked_at


@shared_task
def clear_looked_at() -> int:
    """Deletes files that nobody has decided on for a day; run by beat."""
    return looked_at.delete_old()
