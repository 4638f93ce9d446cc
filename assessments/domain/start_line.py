"""Admission: so many starts in ten seconds, first come first served; who isn't admitted yet waits in a line.

The line is a table, not the cache: a cache in local memory is one process's own, and two workers would count apart.
Every decision is made in `ask`, in one short transaction that nobody else's overlaps:

- PostgreSQL: each takes the same advisory lock first, held to the end of the transaction. So two workers never count
  the same free place twice. Starting itself (dealing questions) comes after, outside of the lock.
- SQLite: a transaction here begins IMMEDIATE, which is that same lock over the whole database.

The place in the line is the ticket's `id`: whoever asks again has their ticket already and keeps their place. A ticket
whose page hasn't asked for AWAY seconds is passed over, so that who went away blocks nobody, and is back at its place
when its page asks again; after KEPT it is gone. A turn that has come is held for HELD, for whoever must tap first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from assessments.domain import sit
from assessments.models import Assessment, Sitting, StartTicket
from assessments.models.sittings import GRACE
from people.models import User

WINDOW = timedelta(seconds=10)
AWAY = timedelta(seconds=30)
KEPT = timedelta(minutes=10)
HELD = timedelta(minutes=5)
SOONEST, LATEST = 3, 10  # seconds until a waiting page asks again; well below AWAY
LOCK = 7_310_520_261_127  # of this line alone, among all advisory locks of the database


@dataclass(frozen=True)
class Place:
    """A place in the line. 0: it is their turn. `seconds`: about how long it will take; `again`: when to ask again."""

    number: int
    seconds: int
    again: int

    @property
    def is_turn(self) -> bool:
        """Whether they may start now."""
        return self.number == 0


def start(
    *, assessment: Assessment, candidate: User, extra_minutes: int = 0, now: datetime | None = None
) -> Sitting | Place:
    """The open sitting of this person, or a new one if it is their turn, or else their place in the line.

    Their clock starts with the sitting: however long they waited. Raises what `sit.start` raises.
    """
    now = now or timezone.now()
    if not _needs_a_turn(assessment, candidate, now):
        return sit.start(assessment=assessment, candidate=candidate, extra_minutes=extra_minutes, now=now)
    place = ask(assessment=assessment, candidate=candidate, now=now)
    if not place.is_turn:
        return place
    return sit.start(assessment=assessment, candidate=candidate, extra_minutes=extra_minutes, now=now)


def ask(*, assessment: Assessment, candidate: User, now: datetime | None = None) -> Place:
    """This person's place in the line, at the end of which they are put if they aren't in it. One transaction."""
    now = now or timezone.now()
    if not settings.SITTING_STARTS_PER_10S:
        return _place(0)
    with transaction.atomic():
        # Two people, or two workers, asking for the last free place of these ten seconds: one after the other.
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return _decided(assessment, candidate, now)


def is_waiting(*, assessment: Assessment, candidate: User) -> bool:
    """Whether this person is in the line, or their turn has come and they haven't started.

    A page of the line that is opened again after the start, from the history perhaps, must begin nothing.
    """
    mine = StartTicket.objects.filter(assessment=assessment, candidate=candidate).first()
    if mine is None or _is_used(mine):
        return False
    return _needs_a_turn(assessment, candidate, timezone.now())


def waiting(*, assessment: Assessment, now: datetime) -> set[int]:
    """Ids of the people who wait to start this assessment; one query."""
    tickets = StartTicket.objects.filter(assessment=assessment, admitted_at=None, seen_at__gt=now - AWAY)
    return set(tickets.values_list("candidate", flat=True))


def forget_old(*, now: datetime | None = None) -> int:
    """Deletes tickets of which nothing is to be expected any more; returns how many."""
    now = now or timezone.now()
    return StartTicket.objects.filter(Q(seen_at__lt=now - KEPT) | Q(admitted_at__lt=now - HELD)).delete()[0]


def _needs_a_turn(assessment: Assessment, candidate: User, now: datetime) -> bool:
    """Not without a limit, nor where nothing new would start: a sitting is open, or no attempt is left."""
    if not settings.SITTING_STARTS_PER_10S or assessment.current is None:
        return False
    going_on = Sitting.objects.open().of(candidate).filter(assessment=assessment)
    if going_on.exclude(deadline_at__lt=now - GRACE).exists():
        return False
    return sit.sittings_left(assessment=assessment, candidate=candidate) != 0


def _decided(assessment: Assessment, candidate: User, now: datetime) -> Place:
    """The caller holds the lock. A handful of statements, however long the line."""
    forget_old(now=now)
    mine = _ticket(assessment, candidate, now)
    if mine.admitted_at is not None:
        return _place(0)
    before = Q(admitted_at=None, pk__lt=mine.pk, seen_at__gt=now - AWAY)
    counts = StartTicket.objects.aggregate(
        ahead=Count("pk", filter=before), taken=Count("pk", filter=Q(admitted_at__gt=now - WINDOW))
    )
    number = counts["ahead"] + 1 - max(0, settings.SITTING_STARTS_PER_10S - counts["taken"])
    mine.seen_at, mine.admitted_at = now, now if number <= 0 else None
    mine.save(update_fields=["seen_at", "admitted_at"])
    return _place(max(0, number))


def _ticket(assessment: Assessment, candidate: User, now: datetime) -> StartTicket:
    """The person's own; a new one where there is none, or where theirs has been used for a sitting already."""
    mine = StartTicket.objects.filter(assessment=assessment, candidate=candidate).first()
    if mine is not None and _is_used(mine):
        mine.delete()
        mine = None
    return mine or StartTicket.objects.create(assessment=assessment, candidate=candidate, asked_at=now, seen_at=now)


def _is_used(ticket: StartTicket) -> bool:
    """Whether its turn came and a sitting was begun with it."""
    if ticket.admitted_at is None:
        return False
    begun = Sitting.objects.filter(assessment_id=ticket.assessment_id, candidate_id=ticket.candidate_id)
    return begun.filter(started_at__gte=ticket.admitted_at).exists()


def _place(number: int) -> Place:
    windows = ceil(number / settings.SITTING_STARTS_PER_10S) if number else 0
    seconds = windows * int(WINDOW.total_seconds())
    return Place(number=number, seconds=seconds, again=min(LATEST, max(SOONEST, seconds // 2)))
