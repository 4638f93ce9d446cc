"""Reminders from the board: once in 24 hours a person and run, and whoever sends learns who got one and who didn't."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from courses.domain import messages
from courses.domain.board import Row
from courses.enums import Concern, MessageKind, Stage
from courses.models import CourseRun, Message
from ledger import audit
from people.models import User

AGAIN_AFTER = timedelta(hours=24)
# Whom one click reminds: who hasn't begun is reminded one by one, or once late or at risk.
PRESSING = {Concern.LATE, Concern.STUCK, Concern.AT_RISK}


@dataclass
class Outcome:
    """Who was reminded; and who wasn't: reminded within 24 hours, completed it, or has a closed account."""

    reminded: list[User] = field(default_factory=list)
    recently: list[User] = field(default_factory=list)
    completed: list[User] = field(default_factory=list)
    closed: list[User] = field(default_factory=list)


def in_need(rows: Collection[Row]) -> list[Row]:
    """Those whom one click reminds."""
    return [row for row in rows if row.concerns & PRESSING]


def last(run: CourseRun) -> dict[int, datetime]:
    """When somebody was last reminded in the last 24 hours, by the person's id; one query."""
    recent = Message.objects.reminders_since(timezone.now() - AGAIN_AFTER).filter(run=run).order_by()
    return dict(recent.values_list("recipient").annotate(Max("created_at")))


def send(*, run: CourseRun, rows: Collection[Row], by: User) -> Outcome:
    """Reminds the learners of these rows of their course; the number of statements doesn't grow with them."""
    outcome = Outcome()
    with transaction.atomic():
        # Two trainers of one cohort press the button at once: the second waits here and finds the first one's rows.
        CourseRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        recent, now = last(run), timezone.now()
        new = []
        for row in rows:
            if _sorted(row, recent, outcome):
                new.append(_reminder(run, row, by, now))
        messages.send(new)
        told = {"cohort": run.cohort.code, "course": run.course.code, "recently": len(outcome.recently)}
        audit.record(actor=by, action="run.remind", subject=run, reminded=len(new), **told)
    return outcome


def _sorted(row: Row, recent: Collection[int], outcome: Outcome) -> bool:
    """Puts a learner where they belong; whether they are to be reminded."""
    if row.standing.stage is Stage.COMPLETED:
        outcome.completed.append(row.learner)
    elif not row.learner.is_active:
        outcome.closed.append(row.learner)
    elif row.learner.pk in recent:
        outcome.recently.append(row.learner)
    else:
        outcome.reminded.append(row.learner)
        return True
    return False


def _reminder(run: CourseRun, row: Row, by: User, now: datetime) -> Message:
    return Message(
        recipient=row.learner,
        kind=MessageKind.REMINDER,
        course=run.course,
        run=run,
        data={"why": [concern.value for concern in Concern if concern in row.concerns]},
        sent_by=by,
        created_at=now,
        reminded_on=timezone.localdate(now),
    )
