"""Celery's side of sittings and surveys: tidying. Nobody waits for it."""

from celery import shared_task

from assessments.domain import start_line, waves
from assessments.domain.sit import close_overdue


@shared_task
def close_overdue_sittings() -> int:
    """Closes sittings whose time is over and that nobody has looked at, and clears the line; run by beat."""
    start_line.forget_old()
    return close_overdue()


@shared_task
def night_of_surveys() -> int:
    """Closes waves past their end and rewrites the replies of open ones; run by beat every night."""
    waves.close_overdue()
    return waves.reshuffle()
