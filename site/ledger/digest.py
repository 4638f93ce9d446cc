"""The daily digest of the audit trail: one row a day, that another copy can be held against.

A chain from event to event would make every act wait for the one before; a row a day, chained to the day before
and printed in the operations log, shows as well that a line was changed, added or taken away afterwards.
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from ledger.models import AuditDigest, AuditEvent

log = logging.getLogger("dastur.audit")


def digest_of(day: date, previous: str) -> tuple[int, str]:
    """How many events there are on `day` (the server's own calendar), and the digest over them and `previous`.

    SHA-256 in hex, over the previous day's digest and one JSON line an event, in the order of their ids.
    """
    begin = timezone.make_aware(datetime.combine(day, time.min))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    digest, count = hashlib.sha256(previous.encode()), 0
    for event in AuditEvent.objects.filter(at__gte=begin, at__lt=end).order_by("id").iterator():
        digest.update(_line(event).encode())
        count += 1
    return count, digest.hexdigest()


def _line(event: AuditEvent) -> str:
    kept = [event.pk, event.at.timestamp(), event.actor_id, event.actor_label, event.action]
    kept += [event.subject_type, event.subject_id, event.data]
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"


def catch_up(*, today: date | None = None) -> list[AuditDigest]:
    """Writes the digest of every full day that has none yet, in order; days without an event too."""
    today = today or timezone.localdate()
    with transaction.atomic():
        written = [_write(day) for day in _missing(today)]
    for row in written:
        log.info(json.dumps({"digest_of": row.day.isoformat(), "events": row.events, "digest": row.digest}))
    return written


def _missing(today: date) -> Iterator[date]:
    last = latest()
    if last is not None:
        day = last.day + timedelta(days=1)
    else:
        first = AuditEvent.objects.order_by("at").first()
        if first is None:
            return
        day = timezone.localdate(first.at)
    while day < today:
        yield day
        day += timedelta(days=1)


def _write(day: date) -> AuditDigest:
    last = latest()
    events, digest = digest_of(day, last.digest if last else "")
    return AuditDigest.objects.create(day=day, events=events, digest=digest)


def latest() -> AuditDigest | None:
    """The digest of the latest day that has one."""
    return AuditDigest.objects.order_by("-day").first()


def check() -> list[date]:
    """Days whose events are no longer those that were digested; reads the whole trail."""
    changed, previous = [], ""
    for row in AuditDigest.objects.order_by("day"):
        if digest_of(row.day, previous) != (row.events, row.digest):
            changed.append(row.day)
        previous = row.digest
    return changed


def overdue(*, today: date | None = None) -> bool:
    """Whether a full day with events has been without a digest for more than a day."""
    today = today or timezone.localdate()
    return any(day < today - timedelta(days=1) for day in _missing(today))
