"""Marking by people: who has what to mark, one answer after the other without names, and how far two markers agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Abs, Round
from django.utils import timezone

from assessments import kinds
from assessments.domain import corrections, rubric
from assessments.domain.grade import settle
from assessments.domain.lock import locked
from assessments.domain.mark import give
from assessments.enums import Cause, MarkPart
from assessments.models import Answer, Assessment, Mark, MarkClaim, Sitting
from ledger import audit
from people.models import User
from people.scope import people_with_results

Document = dict[str, Any]
HELD = timedelta(minutes=30)
NEAR = Decimal("0.1")  # of what a question is worth: two marks no further apart agree


class AlreadyMarked(Exception):
    """Somebody else was quicker, or the answer is not this person's to mark."""


@dataclass(frozen=True)
class Agreement:
    """How far first and second marks agree: so many pairs, so many of them near, their mean distance in points."""

    pairs: int
    near: int
    distance: Decimal


@dataclass(frozen=True)
class Queue:
    """What one assessment has to mark for one marker."""

    assessment: Assessment
    first: int
    second: int
    agreement: Agreement | None


@dataclass(frozen=True)
class Differing:
    """An answer that two people marked too far apart: both marks, in no order that tells whose is whose."""

    task: Task
    marks: tuple[Mark, Mark]


@dataclass(frozen=True)
class Task:
    """An answer to be marked, with all that the marker sees; nothing of whose it is."""

    answer: Answer
    part: MarkPart
    paper: Document
    key: Document
    language: str

    @property
    def criteria(self) -> list[list[str]]:
        told: list[list[str]] = self.key["criteria"]
        return told

    @property
    def stem(self) -> str:
        return kinds.get(self.answer.item.answering).stem(self.paper, self.language)


def queues(marker: User) -> list[Queue]:
    """Every assessment with answers that people mark, of the people whom the marker may see; in order of code."""
    mine = Assessment.objects.filter(pk__in=_within(marker).values("sitting__assessment")).order_by("code")
    found = []
    for assessment in mine:
        answers = _within(marker).filter(sitting__assessment=assessment)
        first = _without(answers, MarkPart.FIRST).count()
        second = sum(1 for _answer in _for_second(answers, marker))
        found.append(Queue(assessment, first, second, _agreement(answers)))
    return found


def waiting(marker: User) -> int:
    """How many answers wait for their mark, of the people whom the marker may see; one query."""
    return _without(_within(marker), MarkPart.FIRST).count()


def next_task(*, assessment: Assessment, marker: User, after: int = 0, now: datetime | None = None) -> Task | None:
    """The next answer for this marker, held for them half an hour; None when nothing is left.

    Question by question, so that one measure holds for all; those after `after` (an answer's id) come first. First
    marks come before second ones.
    """
    now = now or timezone.now()
    answers = _within(marker).filter(sitting__assessment=assessment)
    free = answers.exclude(Q(claim__until__gt=now) & ~Q(claim__marker=marker)).order_by("item__position", "pk")
    first = list(_without(free, MarkPart.FIRST)[:200])
    chosen = [(answer, MarkPart.FIRST) for answer in first] or [
        (answer, MarkPart.SECOND) for answer in _for_second(free, marker)
    ]
    ids = [answer.pk for answer, _part in chosen]
    begin = ids.index(after) + 1 if after in ids else 0
    for answer, part in chosen[begin:] + chosen[:begin]:
        if _claimed(answer, marker, now):
            return _task(answer, part)
    return None


def differing(marker: User) -> QuerySet[Answer]:
    """Answers whose first and second mark lie too far apart, that nobody has decided yet and this person marked neither
    of; one query. What two marks apart by no more than a tenth of the points say is the same.
    """
    marks = Mark.objects.filter(answer=OuterRef("pk"))
    first = marks.filter(part=MarkPart.FIRST).values("points")[:1]
    second = marks.filter(part=MarkPart.SECOND).values("points")[:1]
    found = _within(marker).annotate(first_mark=Subquery(first), second_mark=Subquery(second))
    # In whole hundredths: SQLite reckons in binary fractions, where 0.8 - 0.7 is more than a tenth.
    apart = Round(Abs(F("first_mark") - F("second_mark")) * 100)
    allowed = F("item__points") * NEAR * 100 + Decimal("0.01")
    found = found.filter(second_mark__isnull=False).annotate(apart=apart, allowed=allowed)
    undecided = ~Exists(marks.filter(part=MarkPart.DECISION)) & ~Exists(marks.filter(marker=marker))
    return found.filter(undecided, apart__gt=F("allowed")).order_by("pk")


def next_differing(marker: User) -> Differing | None:
    """The first of `differing`, with both marks; which stands first doesn't tell which was given first."""
    answer = differing(marker).first()
    if answer is None:
        return None
    one, other = answer.marks.exclude(part=MarkPart.DECISION).order_by("points", "pk")[:2]
    return Differing(_task(answer, MarkPart.DECISION), (one, other))


@transaction.atomic
def decide(*, answer_id: int, marker: User, points: Decimal, reason: str) -> None:
    """A third person's mark, which counts. Raises AlreadyMarked when it isn't theirs to give, or isn't any more;
    ValueError for points out of range or a missing reason.
    """
    # Two who decide at once: the second waits here, and then finds nothing left to decide.
    locked(Sitting.objects.filter(answers=answer_id)).first()
    answer = differing(marker).select_related("item").filter(pk=answer_id).first()
    if answer is None:
        raise AlreadyMarked
    give(answer=answer, points=points, by=marker, reason=reason)


@transaction.atomic
def mark(
    *, answer_id: int, part: MarkPart, marker: User, criteria: Sequence[Decimal], points: Decimal | None, comment: str
) -> Mark:
    """Gives an answer its first or its second mark; when it was the sitting's last first one, the result follows.

    By criteria where the question has them, else `points`. Raises AlreadyMarked; ValueError for points out of range.
    """
    answer = _within(marker).select_related("item").filter(pk=answer_id).first()
    if answer is None:
        raise AlreadyMarked
    # Two markers of one sitting at once: the second waits here, and then sees the mark of the first.
    sitting = locked(Sitting.objects.select_related("edition", "assessment", "candidate")).get(pk=answer.sitting_id)
    key = corrections.keys(sitting.edition)[str(answer.item.position)]
    given = rubric.points(criteria, key["criteria"], answer.item.points) if key["criteria"] else points
    if given is None or not 0 <= given <= answer.item.points:
        raise ValueError("points are between 0 and what the question is worth")
    told = Mark(answer=answer, points=given, marker=marker, part=part, reason=comment)
    told.criteria = [str(one) for one in criteria] if key["criteria"] else []
    _store(told)
    MarkClaim.objects.filter(answer=answer).delete()
    audit.record(actor=marker, action="mark.give", subject=told, sitting=sitting.pk, what=part.value)
    if part == MarkPart.FIRST and not _unmarked(sitting):
        before = sitting.results.order_by("-number")[0]
        settle(sitting, late_too=before.late_admitted, by=marker, cause=Cause.MARKING)
    return told


def may_mark(marker: User, answer_id: int) -> Answer:
    """An answer that this person may mark. Raises Answer.DoesNotExist."""
    return _within(marker).select_related("item").get(pk=answer_id)


def _store(told: Mark) -> None:
    if told.part == MarkPart.SECOND and told.answer.marks.filter(part=MarkPart.FIRST, marker=told.marker).exists():
        raise AlreadyMarked
    try:
        with transaction.atomic():
            told.save(force_insert=True)
    except IntegrityError:
        raise AlreadyMarked from None


def _within(marker: User) -> QuerySet[Answer]:
    """Answers that people mark, of closed sittings of the people whom the marker may see, never their own."""
    codes = [code for code, kind in kinds.registry().items() if kind.by_hand]
    people = people_with_results(marker).exclude(pk=marker.pk)
    found: QuerySet[Answer] = Answer.objects.filter(item__answering__in=codes, sitting__closed_at__isnull=False)
    return found.exclude(text="").filter(sitting__candidate__in=people)


def _without(answers: QuerySet[Answer], part: MarkPart) -> QuerySet[Answer]:
    """Those that have no such mark, nor a decision that overrules."""
    return answers.exclude(Exists(Mark.objects.filter(answer=OuterRef("pk"), part__in=[part, MarkPart.DECISION])))


def _for_second(answers: QuerySet[Answer], marker: User) -> Iterable[Answer]:
    """Those of the sample that somebody else has marked first."""
    others = Mark.objects.filter(answer=OuterRef("pk"), part=MarkPart.FIRST).exclude(marker=marker)
    rows = _without(answers.filter(Exists(others)), MarkPart.SECOND).select_related("sitting__edition", "item")
    for answer in rows.defer("sitting__edition__paper"):
        percent = answer.sitting.edition.key[str(answer.item.position)]["second"]
        if rubric.in_sample(answer.pk, answer.sitting.seed, percent):
            yield answer


def _agreement(answers: QuerySet[Answer]) -> Agreement | None:
    marks = Mark.objects.filter(answer__in=answers, part__in=[MarkPart.FIRST, MarkPart.SECOND])
    by_answer: dict[int, dict[str, Decimal]] = {}
    worth: dict[int, Decimal] = {}
    for pk, part, points, most in marks.values_list("answer_id", "part", "points", "answer__item__points"):
        by_answer.setdefault(pk, {})[part] = points
        worth[pk] = most
    apart = {pk: abs(both["first"] - both["second"]) for pk, both in by_answer.items() if len(both) == 2}
    if not apart:
        return None
    near = sum(distance <= NEAR * worth[pk] for pk, distance in apart.items())
    return Agreement(len(apart), near, sum(apart.values(), Decimal(0)) / len(apart))


def _claimed(answer: Answer, marker: User, now: datetime) -> bool:
    """Whether the answer is this marker's to mark now. Two at once: the unique claim lets one of them have it."""
    mine = MarkClaim.objects.filter(Q(until__lte=now) | Q(marker=marker), answer=answer)
    if mine.update(marker=marker, until=now + HELD):
        return True
    try:
        with transaction.atomic():
            MarkClaim.objects.create(answer=answer, marker=marker, until=now + HELD)
    except IntegrityError:
        return False
    return True


def _unmarked(sitting: Sitting) -> int:
    codes = [code for code, kind in kinds.registry().items() if kind.by_hand]
    answers = Answer.objects.filter(sitting=sitting, item__answering__in=codes).exclude(text="")
    return _without(answers, MarkPart.FIRST).count()


def _task(answer: Answer, part: MarkPart) -> Task:
    sitting = Sitting.objects.select_related("edition").get(pk=answer.sitting_id)
    languages = sitting.edition.rules["languages"]
    return Task(
        answer=answer,
        part=part,
        paper=sitting.edition.paper[answer.item.position - 1],
        key=corrections.keys(sitting.edition)[str(answer.item.position)],
        language=sitting.language if sitting.language in languages else languages[0],
    )
