"""A sitting's life: start, resume, save, close. The deadline is the server's, and closing happens once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.domain import dealing, tickets
from assessments.domain.door import NotNow, deadline, must_be_open
from assessments.domain.grade import settle
from assessments.domain.lock import locked
from assessments.domain.save import BadValue, Conflict, Receipt, Saved, WrongQuestion, save, seconds_left
from assessments.domain.sheet import Sheet, resume
from assessments.domain.tickets import NoTicket
from assessments.enums import AssessmentKind, Closed
from assessments.models import Answer, Assessment, Edition, Result, Sitting
from ledger import audit
from people.models import User
from ui import languages

__all__ = [
    "BadValue",
    "Conflict",
    "NoSittingsLeft",
    "NoTicket",
    "NotNow",
    "NotOpen",
    "Receipt",
    "Saved",
    "Sheet",
    "WrongQuestion",
    "close",
    "close_overdue",
    "resume",
    "save",
    "seconds_left",
    "sittings_left",
    "start",
]


class NotOpen(Exception):
    """The assessment has no edition yet, or is nothing that can be sat."""


class NoSittingsLeft(Exception):
    """Every attempt that the rules allow has been used."""


def start(
    *,
    assessment: Assessment,
    candidate: User,
    language: str | None = None,
    extra_minutes: int = 0,
    now: datetime | None = None,
) -> Sitting:
    """The open sitting of this person, or a new one with its questions dealt and its deadline set.

    `extra_minutes` is the person's own extra time. Raises NotOpen, NotNow, NoTicket, NoSittingsLeft. Who may sit at all
    is asked before, through `assessments.access`.
    """
    now = now or timezone.now()
    edition = assessment.current
    if edition is None or assessment.kind == AssessmentKind.SURVEY:
        raise NotOpen
    begin = _begin(
        assessment, edition, candidate, language=language or languages.current(), extra=extra_minutes, now=now
    )
    for _attempt in range(3):
        found = _open_one(assessment, candidate, now)
        if found is not None:
            return found
        # Twenty taps on «start» all come here: the unique constraints let one of them in, the others find its row.
        try:
            with transaction.atomic():
                return begin()
        except IntegrityError:
            continue
        except NoSittingsLeft:
            # The last one allowed may be the one that another device has begun this very moment.
            found = _open_one(assessment, candidate, now)
            if found is None:
                raise
            return found
    return Sitting.objects.open().of(candidate).get(assessment=assessment)


def sittings_left(*, assessment: Assessment, candidate: User) -> int | None:
    """How many more attempts may be started; None where there is no limit. An open one has been used already."""
    most: int | None = assessment.current.rules["max_sittings"] if assessment.current else None
    if most is None:
        return None
    return max(0, most - Sitting.objects.of(candidate).filter(assessment=assessment).count())


def close(*, sitting_id: int, how: Closed, now: datetime | None = None) -> Result:
    """Ends a sitting, once, and returns its current result; whoever comes second gets that same result."""
    now = now or timezone.now()
    with transaction.atomic():
        # Submit against submit, against the clock, against a save in flight: the row's lock lets one after the other.
        sitting = locked(Sitting.objects.select_related("edition", "assessment", "candidate")).get(pk=sitting_id)
        return _closed(sitting, how, now)


def close_overdue(*, now: datetime | None = None, limit: int = 200) -> int:
    """Tidies: closes what nobody has looked at since its time was over; returns how many. Oldest first."""
    now = now or timezone.now()
    due = list(Sitting.objects.overdue(now).order_by("deadline_at").values_list("pk", flat=True)[:limit])
    return sum(_close_if_free(pk, now) for pk in due)


def _close_if_free(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        # Two workers, or a worker and the candidate: the second passes over what the first holds.
        free = locked(Sitting.objects.select_related("edition", "assessment", "candidate"), skip=True)
        sitting = free.filter(pk=pk, closed_at=None).first()
        if sitting is not None:
            _closed(sitting, Closed.TIME, now)
        return sitting is not None


def _closed(sitting: Sitting, how: Closed, now: datetime) -> Result:
    """The caller holds the row locked."""
    if sitting.closed_at is not None:
        current: Result = sitting.results.order_by("-number")[0]
        return current
    if sitting.is_overdue(now):
        how = Closed.TIME
    sitting.closed_at, sitting.closed = now, how
    sitting.save(update_fields=["closed_at", "closed"])
    sitting.flags.all().delete()  # what somebody was unsure about is nobody's business afterwards
    result = settle(sitting)
    audit.record(
        actor=sitting.candidate if how == Closed.FINISHED else None,
        action="sitting.close",
        subject=sitting,
        how=how,
        assessment=sitting.assessment.code,
        result=result.pk,
    )
    return result


def _open_one(assessment: Assessment, candidate: User, now: datetime) -> Sitting | None:
    """The person's open sitting; one that is overdue is closed on the way."""
    found = Sitting.objects.open().of(candidate).filter(assessment=assessment).first()
    if found is not None and found.is_overdue(now):
        close(sitting_id=found.pk, how=Closed.TIME, now=now)
        return None
    return found


def _begin(
    assessment: Assessment, edition: Edition, candidate: User, *, language: str, extra: int, now: datetime
) -> Callable[[], Sitting]:
    """What makes a new sitting; run inside a transaction, and again when another device was quicker."""
    rules = edition.rules
    minutes = rules["minutes"] + extra if rules["minutes"] else None

    def begin() -> Sitting:
        must_be_open(assessment, now)
        earlier = Sitting.objects.of(candidate).filter(assessment_id=edition.assessment_id)
        used = earlier.order_by("-number").values_list("number", flat=True).first() or 0
        if rules["max_sittings"] is not None and used >= rules["max_sittings"]:
            raise NoSittingsLeft
        items = list(edition.items.order_by("position"))
        length = dealing.length(rules, len(items))
        sitting = Sitting(
            edition=edition,
            assessment_id=edition.assessment_id,
            candidate=candidate,
            unit_id=candidate.unit_id,
            language=language,
            number=used + 1,
            length=length,
            extra_minutes=extra,
            started_at=now,
            deadline_at=deadline(assessment, minutes, now),
        )
        sitting.save(force_insert=True)
        tickets.spend(assessment=assessment, candidate=candidate, sitting=sitting)
        dealt = dealing.dealt(sitting.seed, rules, len(items))
        Answer.objects.bulk_create(
            Answer(sitting=sitting, item=items[place - 1], position=position) for position, place in enumerate(dealt, 1)
        )
        return sitting

    return begin
