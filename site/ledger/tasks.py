"""Celery's side of the outbox and of the audit trail."""

from celery import shared_task

from ledger import digest
from ledger.outbox import drain


@shared_task
def drain_outbox() -> int:
    """Handles what is due; rung by every promise, and by beat for what a lost bell left."""
    return drain()


@shared_task
def write_digests() -> int:
    """Writes the digests that are due; beat calls it in the small hours, when yesterday is surely over."""
    return len(digest.catch_up())
