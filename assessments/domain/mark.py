"""What a person decides about a closed sitting: points for an answer, and saves that came late. Each adds a result."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from assessments.domain.grade import settle
from assessments.domain.lock import locked
from assessments.enums import Cause
from assessments.models import Answer, Mark, Result, Sitting
from ledger import audit
from people.models import User


class NotMarkable(Exception):
    """The sitting is still open, or nothing came late."""


class OwnSitting(Exception):
    """Nobody decides about their own sitting."""


@transaction.atomic
def give(*, answer: Answer, points: Decimal, by: User, reason: str) -> Result:
    """Gives an answer points by hand, 0 to what the question is worth, and returns the sitting's new result.

    Raises NotMarkable, OwnSitting; ValueError for points out of range or a missing reason.
    """
    return give_many(sitting_id=answer.sitting_id, points={answer.pk: points}, by=by, reason=reason)


@transaction.atomic
def give_many(
    *, sitting_id: int, points: Mapping[int, Decimal], by: User, reason: str, cause: Cause = Cause.DECISION
) -> Result:
    """Gives several answers of a sitting points by hand, by their id, and returns the one new result. Raises as `give`;
    ValueError also for an answer of another sitting.
    """
    sitting = _closed(sitting_id, by, reason)
    answers = {answer.pk: answer for answer in sitting.answers.select_related("item").filter(pk__in=points)}
    if answers.keys() != points.keys():
        raise ValueError("an answer of another sitting")
    if not all(0 <= points[pk] <= answer.item.points for pk, answer in answers.items()):
        raise ValueError("points are between 0 and what the question is worth")
    marks = [Mark.objects.create(answer_id=pk, points=told, marker=by, reason=reason) for pk, told in points.items()]
    before = sitting.results.current().get()
    result = settle(sitting, late_too=before.late_admitted, by=by, reason=reason, cause=cause)
    for mark in marks:
        audit.record(actor=by, action="mark.give", subject=mark, sitting=sitting.pk, result=result.pk, reason=reason)
    return result


@transaction.atomic
def admit_late(*, sitting: Sitting, by: User, reason: str) -> Result:
    """Counts the saves that came late too, and returns the sitting's new result.

    Raises NotMarkable when the sitting is open or nothing came late, OwnSitting; ValueError for a missing reason.
    """
    locked_sitting = _closed(sitting.pk, by, reason)
    late = locked_sitting.events.filter(late=True).count()
    if not late:
        raise NotMarkable
    result = settle(locked_sitting, late_too=True, by=by, reason=reason)
    audit.record(
        actor=by, action="sitting.admit_late", subject=locked_sitting, saves=late, result=result.pk, reason=reason
    )
    return result


def _closed(sitting_id: int, by: User, reason: str) -> Sitting:
    """The sitting, locked. Two markers at once: the second waits, and adds to what the first has decided."""
    if not reason.strip():
        raise ValueError("a decision needs a reason")
    sitting = locked(Sitting.objects.select_related("edition", "assessment", "candidate")).get(pk=sitting_id)
    if sitting.closed_at is None:
        raise NotMarkable
    if sitting.candidate_id == by.pk:
        raise OwnSitting
    return sitting
