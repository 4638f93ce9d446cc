"""The board of an examination that goes on: who has started, when they saved last, who needs help. Never an answer.

Nothing here reads what anybody answered but to see that there is something, and nothing reads a result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from assessments import access
from assessments.domain import start_line
from assessments.domain.save import seconds_left
from assessments.enums import Trouble
from assessments.models import AnswerEvent, Assessment, Rehearsal, Sitting
from people.models import User
from people.scope import people_with_results

# What began or ended longer ago is no part of the day.
THE_DAY = timedelta(hours=12)
SILENCE = timedelta(minutes=5)
# A page that is opened anew sends at first what the page before had kept: that is one place, not two.
SAME_PLACE = timedelta(seconds=15)
EMPTY: tuple[dict[str, Any], ...] = ({}, {"choices": []}, {"places": {}}, {"number": ""}, {"text": ""})


@dataclass(frozen=True)
class Seat:
    """One person: their newest sitting of the day, or None. `answered` counts questions that hold an answer.

    `saved_at`: the last save, late ones too. `left` is in seconds, None without a limit. `waiting`: in the line.
    """

    person: User
    sitting: Sitting | None = None
    answered: int = 0
    saved_at: datetime | None = None
    left: int | None = None
    waiting: bool = False
    troubles: tuple[Trouble, ...] = ()
    silent_minutes: int = 0

    @property
    def is_open(self) -> bool:
        """Whether they are writing now."""
        return self.sitting is not None and self.sitting.closed_at is None

    @property
    def is_closed(self) -> bool:
        """Whether they have finished, or their time has."""
        return self.sitting is not None and self.sitting.closed_at is not None


@dataclass
class _Saves:
    """What the log tells of one sitting: the first and last save of each epoch, and how many came late."""

    spans: list[tuple[int, datetime, datetime]] = field(default_factory=list)
    late: int = 0

    @property
    def last(self) -> datetime | None:
        return max((last for _epoch, _first, last in self.spans), default=None)

    @property
    def twice(self) -> bool:
        """Whether an earlier page of it saved on after a later one had begun to.

        How often the page was opened tells nothing: without a script it is opened anew at every save.
        """
        spans = sorted(self.spans)
        return any(
            last > first + SAME_PLACE
            for place, (_epoch, _first, last) in enumerate(spans)
            for _later, first, _last in spans[place + 1 :]
        )


def seats(*, assessment: Assessment, viewer: User, now: datetime | None = None) -> list[Seat]:
    """Everybody whom `viewer` may see: with a sitting of today, waiting in the line, or expected and not there yet.

    Trouble comes first, then who is writing, waits, hasn't started, has finished; each by name. Five queries and
    those of the port, however many people.
    """
    now = now or timezone.now()
    scope = people_with_results(viewer).exclude(pk=viewer.pk)
    waiting = start_line.waiting(assessment=assessment, now=now)
    sittings = _sittings(assessment, scope, now)
    saves, answered = _saves(sittings), _answered(sittings)
    found = [_seat(sitting, saves[sitting.pk], answered.get(sitting.pk, 0), now) for sitting in sittings]
    found = [replace(seat, waiting=seat.person.pk in waiting and not seat.is_open) for seat in found]
    seated = {seat.person.pk for seat in found}
    absent = [person for person in _expected(assessment, scope, waiting) if person.pk not in seated]
    found += [Seat(person=person, waiting=person.pk in waiting) for person in absent]
    return sorted(found, key=_order)


def last_rehearsal(assessment: Assessment) -> Rehearsal | None:
    """What the newest rehearsal of it came to."""
    return Rehearsal.objects.filter(assessment=assessment).defer("report").first()


def _sittings(assessment: Assessment, scope: QuerySet[User], now: datetime) -> list[Sitting]:
    """The newest sitting of the day of each person in `scope`."""
    recent = Q(started_at__gt=now - THE_DAY) | Q(closed_at__gt=now - THE_DAY)
    rows = Sitting.objects.filter(recent, assessment=assessment, candidate__in=scope.values("pk"))
    rows = rows.select_related("candidate", "candidate__unit").order_by("candidate_id", "number")
    return list({sitting.candidate_id: sitting for sitting in rows}.values())


def _saves(sittings: Iterable[Sitting]) -> defaultdict[int, _Saves]:
    rows = AnswerEvent.objects.filter(sitting__in=[sitting.pk for sitting in sittings]).order_by()
    spans = rows.values_list("sitting", "epoch").annotate(
        first=Min("received_at"), last=Max("received_at"), came_late=Count("pk", filter=Q(late=True))
    )
    found: defaultdict[int, _Saves] = defaultdict(_Saves)
    for sitting, epoch, first, last, late in spans:
        found[sitting].spans.append((epoch, first, last))
        found[sitting].late += late
    return found


def _answered(sittings: Iterable[Sitting]) -> dict[int, int]:
    """How many questions hold something, by sitting: the newest save of each that counts, if it isn't empty."""
    counts = AnswerEvent.objects.filter(late=False)
    newer = counts.filter(sitting=OuterRef("sitting"), position=OuterRef("position")).filter(
        Q(epoch__gt=OuterRef("epoch")) | Q(epoch=OuterRef("epoch"), counter__gt=OuterRef("counter"))
    )
    held = counts.filter(~Exists(newer), sitting__in=[sitting.pk for sitting in sittings])
    for nothing in EMPTY:
        held = held.exclude(value=nothing)
    return dict(held.order_by().values_list("sitting").annotate(n=Count("pk")))


def _expected(assessment: Assessment, scope: QuerySet[User], waiting: set[int]) -> Iterable[User]:
    """Those who wait, and those who may sit it and never have: who took it before isn't awaited every day."""
    before = Sitting.objects.filter(assessment=assessment, candidate=OuterRef("pk"))
    awaited = access.expected(assessment) & Q(is_active=True) & ~Exists(before)
    return scope.filter(Q(pk__in=waiting) | awaited).select_related("unit")


def _seat(sitting: Sitting, saves: _Saves, answered: int, now: datetime) -> Seat:
    is_open = sitting.closed_at is None
    quiet = now - max(saves.last or sitting.started_at, sitting.started_at)
    return Seat(
        person=sitting.candidate,
        sitting=sitting,
        answered=answered,
        saved_at=saves.last,
        left=seconds_left(sitting.deadline_at, now) if is_open else None,
        troubles=tuple(_troubles(sitting, saves, answered, now)),
        silent_minutes=int(quiet.total_seconds() // 60),
    )


def _troubles(sitting: Sitting, saves: _Saves, answered: int, now: datetime) -> Iterator[Trouble]:
    """Late answers are trouble after the end too: somebody has to decide whether they count."""
    if sitting.closed_at is None:
        over = sitting.deadline_at is not None and sitting.deadline_at <= now
        if over:
            yield Trouble.OVER
        elif answered < sitting.length and now - (saves.last or sitting.started_at) >= SILENCE:
            yield Trouble.SILENT
        if saves.twice:
            yield Trouble.TWICE
    if saves.late:
        yield Trouble.LATE


def _order(seat: Seat) -> tuple[bool, int, str, int]:
    place = 0 if seat.is_open else 1 if seat.waiting else 3 if seat.is_closed else 2
    return not seat.troubles, place, seat.person.sort_key, seat.person.pk
