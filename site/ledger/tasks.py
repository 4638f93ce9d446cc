"""Celery's side of the outbox."""

from celery import shared_task

from ledger.outbox import drain


@shared_task
def drain_outbox() -> int:
    """Handles what is due; rung by every promise, and by beat for what a lost bell left."""
    return drain()
