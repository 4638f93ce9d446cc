"""Blueprints: the questions of the bank that a row could draw, and what is wrong with too small a pool.

A question belongs to one row only, the one that asks most of it (competency, topic, difficulty), the upper one of
equals; so no sitting is asked anything twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessments.enums import Difficulty
from assessments.models import Assessment, AssessmentItem, BlueprintRow, Question

Document = dict[str, Any]
Fit = Callable[[Question], bool]


@dataclass(frozen=True)
class Stratum:
    """A row with the questions that it draws from, and how many of the bank fit but are not complete."""

    row: BlueprintRow
    pool: list[Question]
    unfit: int


def rows_of(assessment: Assessment) -> list[BlueprintRow]:
    """The rows as stored, in their order; one query."""
    rows = BlueprintRow.objects.filter(assessment_id=assessment.pk).select_related("competency")
    return list(rows.order_by("order", "id"))


def candidates(rows: Iterable[BlueprintRow]) -> Q:
    """Questions that any of the rows could ask: not retired, and as it says."""
    found = Q(pk__in=[])
    for row in rows:
        found |= _conditions(row)
    return found & Q(retired_at=None)


def asked(assessment_id: int) -> QuerySet[Question]:
    """Every question that an edition made now could hold: the fixed ones and those of the rows."""
    rows = list(BlueprintRow.objects.filter(assessment_id=assessment_id)) if assessment_id else []
    placed = AssessmentItem.objects.filter(assessment_id=assessment_id).values("question")
    wanted = Q(pk__in=placed) | candidates(rows) if rows else Q(pk__in=placed)
    found: QuerySet[Question] = Question.objects.filter(wanted)
    return found


def strata(rows: list[BlueprintRow], fixed: Iterable[AssessmentItem], fit: Fit) -> list[Stratum]:
    """The rows with their questions, in order of key. Fixed questions are not drawn again; `fit` says which are whole.

    Two queries and one a row, however many questions there are.
    """
    left = {item.question_id for item in fixed}
    bank = {q.pk: q for q in Question.objects.filter(candidates(rows)).order_by("key").prefetch_related("choices")}
    taken: dict[int, list[Question]] = {}
    for row in sorted(rows, key=lambda row: -_asks(row)):  # stable: the upper one of equals first
        ids = Question.objects.filter(_conditions(row), retired_at=None).order_by("key").values_list("pk", flat=True)
        own = [bank[pk] for pk in ids if pk in bank and pk not in left]
        left.update(question.pk for question in own)
        taken[row.pk] = own
    whole = {pk for own in taken.values() for pk in (question.pk for question in own if fit(question))}
    found = []
    for row in rows:
        pool = [question for question in taken[row.pk] if question.pk in whole]
        found.append(Stratum(row, pool, len(taken[row.pk]) - len(pool)))
    return found


def items(assessment: Assessment, found: list[Stratum]) -> list[AssessmentItem]:
    """The pools as questions of an edition, each worth what its row says; none of them is stored as a draft's."""
    return [
        AssessmentItem(assessment=assessment, question=question, points=stratum.row.points)
        for stratum in found
        for question in stratum.pool
    ]


def rules(found: list[Stratum], fixed: int) -> Document:
    """What an edition keeps of a blueprint: where each stratum lies on the paper, and how many are drawn from it."""
    first, strata_rules = fixed + 1, []
    for stratum in found:
        row = stratum.row
        strata_rules.append(
            {
                "first": first,
                "pool": len(stratum.pool),
                "count": row.count,
                "competency": row.competency.code if row.competency else "",
                "topic": row.topic,
                "difficulty": row.difficulty,
            }
        )
        first += len(stratum.pool)
    return {"fixed": fixed, "strata": strata_rules}


def too_small(found: list[Stratum]) -> list[tuple[str, str]]:
    """(Where, what) of each row whose pool is too small."""
    problems = []
    for number, stratum in enumerate(found, 1):
        if len(stratum.pool) < stratum.row.count:
            where = _("Blueprint, row %(number)s (%(what)s)") % {"number": number, "what": described(stratum.row)}
            problems.append((where, _short(stratum)))
    return problems


def described(row: BlueprintRow) -> str:
    """A row in words: competency, topic, difficulty."""
    hard = str(Difficulty(row.difficulty).label) if row.difficulty in Difficulty else row.difficulty
    told = [str(row.competency) if row.competency else "", row.topic, hard]
    return " · ".join(part for part in told if part) or _("any question")


def _short(stratum: Stratum) -> str:
    told = {"count": stratum.row.count, "pool": len(stratum.pool), "unfit": stratum.unfit}
    if stratum.unfit:
        return (
            _(
                "%(count)s questions are to be drawn, but the bank has only %(pool)s that no other row asks; %(unfit)s "
                "more fit, but are not complete in every language of the assessment."
            )
            % told
        )
    return _("%(count)s questions are to be drawn, but the bank has only %(pool)s that no other row asks.") % told


def _conditions(row: BlueprintRow) -> Q:
    wanted = Q()
    if row.competency_id:
        wanted &= Q(competency=row.competency_id)
    if row.topic:
        wanted &= Q(topic=row.topic)
    if row.difficulty:
        wanted &= Q(difficulty=row.difficulty)
    return wanted or Q(pk__isnull=False)


def _asks(row: BlueprintRow) -> int:
    return bool(row.competency_id) + bool(row.topic) + bool(row.difficulty)
