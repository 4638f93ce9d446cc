"""Celery's side of courses."""

from celery import shared_task
from django.utils import timezone

from courses.domain import plans


@shared_task
def send_reports() -> int:
    """Promises the e-mails of reports that are due; run by beat in the morning."""
    return plans.promise_due(timezone.localdate())
