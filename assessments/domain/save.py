"""Saving answers: one statement appends a batch to the log, and says what the sitting's state was as it did so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from math import ceil
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from assessments.models import AnswerEvent, Sitting
from assessments.models.sittings import GRACE
from people.models import User

Document = dict[str, Any]
MOST_AT_ONCE = 200
# In letters: a longer text needs room that no other answer does.
LONGEST_VALUE = {"text": 15_000}
LONGEST_OTHER = 4_000
LARGEST = 2**31 - 1
SHAPES = {"choices": list, "places": dict, "number": str, "text": str}


class Saved(NamedTuple):
    """One save: the question's position in the sitting, the page's epoch, the page's own count, and the answer."""

    position: int
    epoch: int
    counter: int
    value: Document


@dataclass(frozen=True)
class Receipt:
    """What became of a batch: how many saves are stored now, if too late to count, seconds left (None: no limit)."""

    saved: int
    late: bool
    left: int | None
    epoch: int


class BadValue(Exception):
    """Something that no page of ours sends."""


class WrongQuestion(Exception):
    """A position that was not dealt or was left behind, or an epoch that was never given out. Nothing was stored."""


class Conflict(Exception):
    """A save with this (position, epoch, counter) is stored with another answer; the rest of the batch is stored."""

    def __init__(self, conflicts: list[tuple[int, int, int]]) -> None:
        super().__init__(str(conflicts))
        self.conflicts = conflicts


# Whoever closes the sitting holds its row FOR UPDATE. FOR KEY SHARE makes a save wait for that, and then read the row
# as it is after the close; the close in turn waits for every save that holds the row. So an answer is either in the
# log before the fold, or marked late: never stored as counted and then not counted. SQLite has one writer at a time,
# and needs no lock. ORDER BY lets two sends of overlapping batches meet in one order, so that they never wait for each
# other in a ring.
INSERT = """
INSERT INTO assessments_answerevent (sitting_id, position, epoch, counter, value, received_at, late)
SELECT s.id, v.column1, v.column2, v.column3, CAST(v.column4 AS {json}), %s,
       s.closed_at IS NOT NULL OR COALESCE(s.deadline_at < %s, FALSE)
FROM assessments_sitting s CROSS JOIN (VALUES {rows}) v
WHERE s.public_id = %s AND s.candidate_id = %s AND s.length >= %s AND s.epoch >= %s AND s.reached <= %s
ORDER BY v.column1, v.column2, v.column3 {lock}
ON CONFLICT (sitting_id, position, epoch, counter) DO NOTHING
RETURNING late,
  (SELECT deadline_at FROM assessments_sitting WHERE id = sitting_id),
  (SELECT epoch FROM assessments_sitting WHERE id = sitting_id)
"""


def save(*, public_id: UUID, candidate: User, batch: Sequence[Saved], now: datetime | None = None) -> Receipt:
    """Appends a batch to the log. Safe to repeat, in any order, on any connection; committed when it returns.

    A save that comes after the deadline and its grace, or after the close, is stored as late and not counted.
    Raises BadValue, WrongQuestion, Conflict, or Sitting.DoesNotExist (another person's doesn't exist either).
    """
    now = now or timezone.now()
    if not 1 <= len(batch) <= MOST_AT_ONCE:
        raise BadValue(f"between 1 and {MOST_AT_ONCE} answers at once")
    rows = [(*entry[:3], _checked(entry)) for entry in batch]
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(rows)), _parameters(rows, public_id, candidate.pk, now))
        stored = cursor.fetchall()
    if len(stored) < len(rows):
        return _second_look(batch, public_id, candidate, now)
    late, deadline, epoch = stored[0]
    return Receipt(saved=len(rows), late=bool(late), left=seconds_left(_moment(deadline), now), epoch=epoch)


def seconds_left(deadline: datetime | None, now: datetime) -> int | None:
    """Whole seconds until the deadline, rounded up and never below 0, so that 0 means over; None: there is none."""
    return None if deadline is None else max(0, ceil((deadline - now).total_seconds()))


@cache
def _statement(rows: int) -> str:
    postgres = connection.vendor == "postgresql"
    return INSERT.format(
        json="jsonb" if postgres else "text",
        lock="FOR KEY SHARE OF s" if postgres else "",
        rows=", ".join(["(%s, %s, %s, %s)"] * rows),
    )


def _parameters(rows: Sequence[Sequence[Any]], public_id: UUID, candidate_id: int, now: datetime) -> list[Any]:
    moment = connection.ops.adapt_datetimefield_value
    return [
        moment(now),
        moment(now - GRACE),
        *(value for row in rows for value in row),
        Sitting._meta.get_field("public_id").get_db_prep_value(public_id, connection),
        candidate_id,
        max(row[0] for row in rows),
        max(row[1] for row in rows),
        min(row[0] for row in rows),
    ]


def _moment(value: datetime | str | None) -> datetime | None:
    """A time as either database gives it: SQLite knows no zones, and holds UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _second_look(batch: Sequence[Saved], public_id: UUID, candidate: User, now: datetime) -> Receipt:
    """Not every save was stored: there is no such sitting, or no such question, or they were stored before."""
    sitting = Sitting.objects.of(candidate).get(public_id=public_id)
    if max(entry.position for entry in batch) > sitting.length or max(entry.epoch for entry in batch) > sitting.epoch:
        raise WrongQuestion
    stored = {
        (event.position, event.epoch, event.counter): event
        for event in AnswerEvent.objects.filter(
            sitting=sitting,
            position__in={entry.position for entry in batch},
            epoch__in={entry.epoch for entry in batch},
            counter__in={entry.counter for entry in batch},
        )
    }
    if any(entry[:3] not in stored for entry in batch):  # left behind, where one goes forward only
        raise WrongQuestion
    found = [(entry, stored[entry.position, entry.epoch, entry.counter]) for entry in batch]
    conflicts = [(e.position, e.epoch, e.counter) for e, event in found if event.value != e.value]
    if conflicts:
        raise Conflict(conflicts)
    late = any(event.late for _entry, event in found)
    left = 0 if sitting.closed_at else seconds_left(sitting.deadline_at, now)
    return Receipt(saved=len(batch), late=late, left=left, epoch=sitting.epoch)


def _checked(entry: Saved) -> str:
    """The answer as canonical JSON. Raises BadValue for what no page of ours sends, however it is shaped."""
    numbers = entry[:3]
    if not all(type(number) is int and 0 <= number <= LARGEST for number in numbers) or entry.position < 1:
        raise BadValue("position, epoch and counter are whole numbers")
    if not isinstance(entry.value, dict) or len(entry.value) > 1:
        raise BadValue("an answer is an object with one entry")
    for name, value in entry.value.items():
        if type(value) is not SHAPES.get(name) or not all(_is_text(part) for part in _parts(value)):
            raise BadValue(f"no answer is shaped like this {name!r}")
    text = json.dumps(entry.value, ensure_ascii=False, sort_keys=True)
    if len(text) > LONGEST_VALUE.get(next(iter(entry.value), ""), LONGEST_OTHER):
        raise BadValue("the answer is too long")
    return text


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else [value]


def _is_text(part: Any) -> bool:
    """Text that every database can hold: no null character, no half of a surrogate pair."""
    return isinstance(part, str) and "\x00" not in part and not any("\ud800" <= c <= "\udfff" for c in part)
