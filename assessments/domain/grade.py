"""Settling a sitting: its log folded into answers, the answers scored by the edition's key, the score made a result."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments import kinds
from assessments.domain import corrections, dealing, scoring
from assessments.domain.fold import newest
from assessments.enums import Cause, MarkPart
from assessments.kinds.base import NOTHING, Given
from assessments.models import Answer, AnswerChoice, AnswerEvent, EditionChoice, Mark, Result, Sitting
from ledger import outbox
from people.models import User

FOLDED = ["epoch", "counter", "number", "text", "points", "answered_at"]


def settle(
    sitting: Sitting,
    *,
    late_too: bool = False,
    by: User | None = None,
    reason: str = "",
    cause: Cause = Cause.DECISION,
) -> Result:
    """Folds, scores and adds the result; the caller holds the sitting's row locked, and a transaction open.

    `late_too` counts saves that came late, once a person has admitted them. Score and `out_of` are in points. While
    answers wait for a person to mark them, their points are None, and nobody has passed yet.
    """
    before = sitting.results.order_by("-number").first()
    answers = list(sitting.answers.select_related("item").order_by("position"))
    held = newest(sitting.events.all() if late_too else sitting.events.filter(late=False))
    given = {answer.pk: _read(sitting, answer, held.get(answer.position)) for answer in answers}
    marks = _marks(sitting) if before else {}
    keys = corrections.keys(sitting.edition)
    for answer in answers:
        _fill(answer, given[answer.pk], held.get(answer.position), keys[str(answer.item.position)])
        answer.points = marks.get(answer.pk, _unmarked(answer, keys[str(answer.item.position)]))
    Answer.objects.bulk_update(answers, FOLDED)
    if before:
        AnswerChoice.objects.filter(answer__sitting=sitting).delete()
    _choose(answers, given)
    result = _result(sitting, answers)
    result.number = before.number + 1 if before else 1
    result.late_admitted, result.marked_by, result.reason, result.cause = late_too, by, reason, cause
    result.save(force_insert=True)
    _promise(sitting, result)
    return result


def _marks(sitting: Sitting) -> dict[int, Decimal]:
    """Points given by hand, the newest of each answer; they hold whatever the key says. Second marks only compare."""
    counted = Mark.objects.filter(answer__sitting=sitting).exclude(part=MarkPart.SECOND)
    return dict(counted.order_by("pk").values_list("answer_id", "points"))


def _unmarked(answer: Answer, key: dict[str, Any]) -> Decimal | None:
    """What an answer without a mark has: what the key gave, or nothing yet where a person is to give it."""
    waits = answer.text and kinds.get(answer.item.answering).by_hand and not key.get(corrections.DROPPED)
    return None if waits else answer.points


def _read(sitting: Sitting, answer: Answer, event: AnswerEvent | None) -> Given:
    if event is None:
        return NOTHING
    part = sitting.edition.paper[answer.item.position - 1]
    return kinds.get(answer.item.answering).read(event.value, dealing.names(sitting.seed, part))


def _fill(answer: Answer, given: Given, event: AnswerEvent | None, key: dict[str, Any]) -> None:
    """Writes onto the answer what was given last, and what it earns; an unanswered question earns nothing."""
    kind = kinds.get(answer.item.answering)
    answer.number, answer.text = given.number, given.text
    answer.epoch, answer.counter = (event.epoch, event.counter) if event else (0, 0)
    answer.answered_at = event.received_at if event and given else None
    answer.points = scoring.points(corrections.share(kind, given, key), answer.item.points)


def _choose(answers: list[Answer], given: Mapping[int, Given]) -> None:
    rows = EditionChoice.objects.filter(item__in=[answer.item_id for answer in answers])
    choices = {(choice.item_id, choice.position): choice for choice in rows}
    AnswerChoice.objects.bulk_create(
        AnswerChoice(answer=answer, choice=choices[answer.item_id, number], place=place)
        for answer in answers
        for number, place in given[answer.pk].placed()
    )


def _result(sitting: Sitting, answers: list[Answer]) -> Result:
    score = sum((answer.points or Decimal(0) for answer in answers), Decimal(0))
    out_of = sum((answer.item.points for answer in answers), Decimal(0))
    waiting = sum(answer.points is None for answer in answers)
    passed = not waiting and scoring.passes(score, out_of, sitting.edition.rules["pass_percent"])
    return Result(sitting=sitting, score=score, out_of=out_of, passed=passed, waiting=waiting)


def _promise(sitting: Sitting, result: Result) -> None:
    if result.waiting:
        return
    outbox.promise(
        "result.exists",
        f"{result.pk}",
        result_id=result.pk,
        candidate_id=sitting.candidate_id,
        # Courses ask for the examination, never for a re-sit of it.
        assessment_id=sitting.assessment.resit_of_id or sitting.assessment_id,
        passed=result.passed,
    )
