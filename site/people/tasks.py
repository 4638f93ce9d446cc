"""Celery's side of lists of people."""

from celery import shared_task

from people.domain import roster_load


@shared_task
def forget_old_rosters() -> int:
    """Forgets what lists changed that are too old to be undone; run by beat."""
    return roster_load.forget_old()
