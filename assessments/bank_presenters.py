"""What the screens of the question bank show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet

from assessments import kinds
from assessments.domain import duplicates, gather, item_report, review, translate
from assessments.domain.publish import Problem, question_problems
from assessments.enums import QuestionState
from assessments.models import Assessment, BlueprintRow, Choice, Edition, Question
from people.models import User
from ui.languages import codes, own_name

Document = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A question in one language: its texts, and its choices with their share of the points."""

    language: str
    name: str
    stem: str
    explanation: str
    choices: list[tuple[str, str, Decimal]]
    state: str


@dataclass(frozen=True)
class Use:
    """An assessment that asks the question: in its draft, in which editions, and its newest figures there, if any."""

    assessment: Assessment
    in_draft: bool
    editions: list[int]
    answered: int
    facility: float | None
    discrimination: float | None


def whole() -> QuerySet[Question]:
    """Questions with everything that their page shows."""
    found: QuerySet[Question] = Question.objects.select_related(
        "bank", "competency", "changed_by", "reviewed_by", "picture", "replaces"
    )
    return found.prefetch_related("choices", "replaced_by")


def looked_at(question: Question, viewer: User) -> Document:
    """The page of one question."""
    problems: list[Problem] = question_problems(question)
    state = review.state(question)
    return {
        "question": question,
        "state": state,
        "columns": [_column(question, code) for code in codes()],
        "problems": problems,
        "kind": kinds.get(question.answering).name,
        "seen": review.substance(question),
        "mine": question.changed_by_id == viewer.pk,
        "may_review": state == QuestionState.DRAFT and question.changed_by_id != viewer.pk,
        "retired": state == QuestionState.RETIRED,
        "uses": uses(question),
        "rows": _rows(question),
    }


def uses(question: Question) -> list[Use]:
    """Every assessment that asks it, by code, with its newest figures, which are counted once while nothing changes."""
    asking = Assessment.objects.filter(Q(items__question=question) | Q(editions__items__question=question)).distinct()
    drafts = set(Assessment.objects.filter(items__question=question).values_list("pk", flat=True))
    return [_use(question, assessment, assessment.pk in drafts) for assessment in asking.order_by("code")]


def pairs(page: Page[duplicates.Pair]) -> Document:
    """A page of pairs with their questions."""
    found = duplicates.looked_at({pk for pair in page for pk in (pair.first, pair.second)})
    rows = [(pair, a := found[pair.first], b := found[pair.second], (a, b)) for pair in page]
    return {"page_obj": page, "rows": rows}


def _use(question: Question, assessment: Assessment, in_draft: bool) -> Use:
    asked = Edition.objects.filter(assessment=assessment, items__question=question)
    counted = asked.annotate(n=Count("items__answers", filter=Q(items__question=question), distinct=True))
    numbers = sorted(counted.values_list("number", "n"))
    facility = discrimination = None
    try:
        report = item_report.kept(assessment)
    except gather.NothingToCount:
        report = None
    for row in report.rows if report else ():
        if row.column.question_id == question.pk:
            facility, discrimination = row.figures.facility, row.figures.discrimination_index
    answered = sum(n for _number, n in numbers)
    return Use(assessment, in_draft, [number for number, _n in numbers], answered, facility, discrimination)


def _rows(question: Question) -> list[BlueprintRow]:
    """Rows of blueprints that could draw it."""
    fits = Q(competency=None) | Q(competency=question.competency_id)
    fits &= Q(topic="") | Q(topic=question.topic)
    fits &= Q(difficulty="") | Q(difficulty=question.difficulty)
    return list(BlueprintRow.objects.filter(fits).select_related("assessment").order_by("assessment__code", "order"))


def _column(question: Question, code: str) -> Column:
    return Column(
        code,
        own_name(code),
        getattr(question, f"stem_{code}") or "",
        getattr(question, f"explanation_{code}") or "",
        [_choice(choice, code) for choice in question.choices.all()],
        "stale" if translate.is_stale(question, code) else "",
    )


def _choice(choice: Choice, code: str) -> tuple[str, str, Decimal]:
    return getattr(choice, f"text_{code}") or "", getattr(choice, f"match_{code}") or "", choice.score
