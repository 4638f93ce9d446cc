"""The sheet of results of an assessment: a line for each attempt of the people whom a viewer may see by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count

from assessments.domain import results, scoring
from assessments.domain.sheet import shown_language
from assessments.models import Answer, AnswerEvent, Assessment, Edition, Result
from ledger import audit
from people.models import Cohort, User

MOST_IN_PDF = 600
MOST = 20_000


class TooMany(Exception):
    """More lines than a sheet of this kind holds; choosing a cohort makes it shorter."""


@dataclass(frozen=True)
class Question:
    """A column of points: the question's number on the sheet, its key in the bank, its text."""

    pk: int
    number: int
    key: str
    stem: str


@dataclass(frozen=True)
class Line:
    """An attempt and what came of it. `late` is how many saves came late; points are by the question's id."""

    result: Result
    late: int
    points: dict[int, Decimal | None] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        return scoring.percent(self.result.score, self.result.out_of)


@dataclass(frozen=True)
class ResultSheet:
    """Everything on the sheet; `questions` is empty unless points by question were asked for."""

    assessment: Assessment
    cohort: Cohort | None
    lines: list[Line]
    questions: list[Question]

    @property
    def people(self) -> list[User]:
        return [line.result.sitting.candidate for line in self.lines]

    @property
    def passed(self) -> int:
        return sum(line.result.passed for line in self.lines)


def drawn_up(
    *, assessment: Assessment, viewer: User, cohort: Cohort | None = None, by_question: bool = False, most: int = MOST
) -> ResultSheet:
    """The sheet; two queries and, with points by question, as many again. Raises TooMany.

    That somebody drew it up is written in the audit trail; the looks at each person are the caller's to record.
    """
    found = list(results.named(assessment=assessment, viewer=viewer, cohort=cohort)[: most + 1])
    if len(found) > most:
        raise TooMany
    sittings = [result.sitting_id for result in found]
    late = dict(
        AnswerEvent.objects.filter(sitting__in=sittings, late=True)
        .values("sitting")
        .annotate(n=Count("pk"))
        .values_list("sitting", "n")
    )
    questions = _questions(assessment) if by_question else []
    points = _points(sittings) if by_question else {}
    lines = [Line(result, late.get(result.sitting_id, 0), points.get(result.sitting_id, {})) for result in found]
    told = {"assessment": assessment.code, "cohort": cohort.code if cohort else "", "number": len(lines)}
    audit.record(actor=viewer, action="results.export", subject=assessment, **told)
    return ResultSheet(assessment, cohort, lines, questions)


def _questions(assessment: Assessment) -> list[Question]:
    """Every question of every edition, in the order of the newest that asks it."""
    found: dict[int, Question] = {}
    editions = Edition.objects.filter(assessment=assessment).defer("key").order_by("-number")
    for edition in editions.prefetch_related("items__question"):
        language = shown_language(edition.rules["languages"])
        for item in edition.items.all():
            stem = edition.paper[item.position - 1]["stem"][language]
            found.setdefault(item.question_id, Question(item.question_id, len(found) + 1, item.question.key, stem))
    return list(found.values())


def _points(sittings: Iterable[int]) -> dict[int, dict[int, Decimal | None]]:
    """Points by sitting and question; a question that a draw didn't put to somebody isn't in it."""
    found: dict[int, dict[int, Decimal | None]] = {}
    rows = Answer.objects.filter(sitting__in=list(sittings)).values_list("sitting_id", "item__question_id", "points")
    for sitting, question, points in rows:
        found.setdefault(sitting, {})[question] = points
    return found
