"""Putting a wrong key right: who would change, and doing it, for everybody who sat any edition with that question."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F, Max, Model, QuerySet
from django.utils.translation import gettext as _

from assessments import kinds
from assessments.domain import corrections, dealing, scoring
from assessments.domain.corrections import NoKey, Planned
from assessments.domain.fold import newest
from assessments.domain.grade import settle
from assessments.domain.lock import locked
from assessments.enums import KeyFrom
from assessments.kinds.base import NOTHING
from assessments.models import (
    Answer,
    AnswerEvent,
    Assessment,
    Edition,
    EditionItem,
    KeyCorrection,
    Mark,
    Question,
    Result,
    Sitting,
)
from ledger import audit
from people.models import User

Row = TypeVar("Row", bound=Model)


class LookAgain(Exception):
    """What is to be put right isn't what the person has looked at: somebody has changed it meanwhile."""


@dataclass(frozen=True)
class Change:
    """What a closed sitting comes to by the corrected key; `before` is the result that holds now."""

    sitting: Sitting
    before: Result
    score: Decimal
    passed: bool

    @property
    def turned(self) -> bool:
        """Whether a pass becomes a fail, or a fail a pass."""
        return self.passed != self.before.passed


@dataclass(frozen=True)
class Plan:
    """What putting one question right would do. `editions` are those that can be put right; `problems` say in sentences
    for people which can't; `own` is set when the person's own result would change, which somebody else decides.
    """

    how: KeyFrom
    editions: list[Planned] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    own: bool = False

    @property
    def seen(self) -> str:
        """A digest of the keys that are to hold: what is done is what was looked at, or nothing."""
        told = [[one.edition.pk, one.item.position, one.then] for one in self.editions]
        return sha256(json.dumps([self.how, told], sort_keys=True).encode()).hexdigest()[:16]

    @property
    def idle(self) -> bool:
        """Whether there is nothing left to do."""
        return not self.changes and not any(one.differs for one in self.editions)


@dataclass(frozen=True)
class Done:
    """What was done: corrections of editions, and the results that came of them."""

    corrections: list[KeyCorrection]
    results: list[Result]


def plan(*, assessment: Assessment, question: Question, how: KeyFrom, by: User) -> Plan:
    """What putting the question right would change, in every edition of the assessment that asks it; changes nothing.

    A handful of queries an edition, however many sat it.
    """
    editions, problems = _planned(_editions(assessment, question), question, how)
    found = [change for one in editions for change in _changes(one)]
    others = [change for change in found if change.sitting.candidate_id != by.pk]
    return Plan(how, editions, problems, others, own=len(others) < len(found))


@transaction.atomic
def regrade(*, assessment: Assessment, question: Question, how: KeyFrom, by: User, reason: str, seen: str) -> Done:
    """Puts a question's key right, and gives everybody whose points change by it a further result.

    It holds for sittings that are still open too, when they close. Points given by hand stay. Repeating it does
    nothing. The person's own sitting is left for somebody else to put right (by the same act). `seen` is the digest
    of the plan that the person looked at. Raises LookAgain; ValueError for a missing reason.
    """
    if not reason.strip():
        raise ValueError("a decision needs a reason")
    # An editor of the question, and whoever takes its key: the second waits, so that nobody takes half of an edit.
    list(_held(Question.objects.filter(pk=question.pk)))
    # Two who put the same right: the second finds it done. And whoever starts a sitting of this edition waits, so that
    # below every sitting of it is known.
    held = _held(Edition.objects.filter(pk__in=_asking(assessment, question)).order_by("pk"))
    made, _problems = _planned(held, question, how)
    if Plan(how, made).seen != seen:
        raise LookAgain
    stored = [_corrected(one, by, reason) for one in made if one.differs]
    results = [result for one in made for result in _settled(one, by, reason)]
    if results:
        audit.record_each(actor=by, action="mark.regrade", subjects=results, question=question.key, reason=reason)
    return Done(stored, results)


def _asking(assessment: Assessment, question: Question) -> list[int]:
    asking = EditionItem.objects.filter(edition__assessment=assessment, question=question)
    return list(asking.values_list("edition_id", flat=True))


def _editions(assessment: Assessment, question: Question) -> list[Edition]:
    return list(Edition.objects.filter(pk__in=_asking(assessment, question)).order_by("pk"))


def _planned(editions: list[Edition], question: Question, how: KeyFrom) -> tuple[list[Planned], list[str]]:
    """The corrections that can be, and in sentences why others can't."""
    made, problems = [], []
    for edition in editions:
        try:
            made.append(corrections.planned(edition, _item(edition, question), how))
        except NoKey as refusal:
            told = {"number": edition.number, "problem": refusal}
            problems.append(_("Edition %(number)s: %(problem)s") % told)
    return made, problems


def _held(rows: QuerySet[Row]) -> list[Row]:
    """The rows of a query, locked until the transaction ends."""
    of = ("self",) if connection.features.has_select_for_update_of else ()
    return list(rows.select_for_update(of=of))


def _item(edition: Edition, question: Question) -> EditionItem:
    items = EditionItem.objects.select_related("question").prefetch_related("choices", "question__choices")
    found: EditionItem = items.get(edition=edition, question=question)
    return found


def _corrected(one: Planned, by: User, reason: str) -> KeyCorrection:
    last = one.edition.corrections.aggregate(last=Max("number"))["last"] or 0
    made: KeyCorrection = KeyCorrection.objects.create(
        edition=one.edition, number=last + 1, keys={str(one.item.position): one.then}, by=by, reason=reason
    )
    audit.record(
        actor=by, action="key.correct", subject=made, assessment=one.edition.assessment_id,
        number=one.edition.number, position=one.item.position, reason=reason,
    )  # fmt: skip
    return made


def _settled(one: Planned, by: User, reason: str) -> Iterator[Result]:
    """New results of those whose points change; first those that are closed, then what was open.

    A candidate who hands in at this moment holds their sitting: we wait, and find it closed by the old key. If we hold
    it first they wait, and close it by the new one. What is open is held last, so that its saves wait the least.
    """
    done: set[int] = set()
    every = Sitting.objects.filter(edition=one.edition).order_by("pk")
    for some in (every.filter(closed_at__isnull=False), every):
        held = set(locked(some.exclude(pk__in=done)).values_list("pk", flat=True))
        done |= held
        for change in _changes(one, held):
            if change.sitting.candidate_id != by.pk:
                yield settle(change.sitting, late_too=change.before.late_admitted, by=by, reason=reason)


def _changes(one: Planned, sittings: Collection[int] | None = None) -> Iterator[Change]:
    """The closed sittings whose answer to this question earns something else by its planned key; of some, or all."""
    answers = Answer.objects.filter(item=one.item, sitting__closed_at__isnull=False).exclude(
        pk__in=Mark.objects.filter(answer__item=one.item).values("answer")
    )
    if sittings is not None:
        answers = answers.filter(sitting__in=sittings)
    rows = list(
        answers.select_related("sitting__candidate", "sitting__assessment").order_by(
            "sitting__candidate__sort_key", "pk"
        )
    )
    before = {result.sitting_id: result for result in Result.objects.current().filter(sitting__edition=one.edition)}
    saves = _saves(one.item)
    for answer in rows:
        current, answer.sitting.edition = before[answer.sitting_id], one.edition
        points = _points(one, answer, saves.get(answer.sitting_id, ()), current.late_admitted)
        if points != answer.points:
            score = current.score - (answer.points or Decimal(0)) + points
            passed = scoring.passes(score, current.out_of, one.edition.rules["pass_percent"])
            yield Change(answer.sitting, current, score, passed)


def _saves(item: EditionItem) -> dict[int, list[AnswerEvent]]:
    """Every save of an answer to this question, by sitting; one query."""
    found: dict[int, list[AnswerEvent]] = {}
    for event in AnswerEvent.objects.filter(sitting__answers__item=item, sitting__answers__position=F("position")):
        found.setdefault(event.sitting_id, []).append(event)
    return found


def _points(one: Planned, answer: Answer, saves: Iterable[AnswerEvent], late_too: bool) -> Decimal:
    """What the answer earns by the planned key."""
    kind, part = kinds.get(one.item.answering), one.edition.paper[one.item.position - 1]
    event = newest(save for save in saves if late_too or not save.late).get(answer.position)
    given = kind.read(event.value, dealing.names(answer.sitting.seed, part)) if event else NOTHING
    return scoring.points(corrections.share(kind, given, one.then), one.item.points)
