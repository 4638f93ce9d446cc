"""The questions that an assessment has asked, each with its key as it counts and as the bank has it now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from assessments import kinds
from assessments.domain import corrections
from assessments.domain.corrections import DROPPED, NoKey
from assessments.domain.feedback import Said, said
from assessments.domain.sheet import shown_language
from assessments.enums import AssessmentKind
from assessments.models import Assessment, Edition, EditionItem, KeyCorrection, Question, Sitting


@dataclass
class State:
    """A question as the newest edition that asks it has it. `editions` are all their numbers, newest first.

    `right` is what counts, `in_bank` what the bank says where that is something else in any edition.
    """

    question: Question
    edition: Edition
    item: EditionItem
    editions: list[int]
    right: Said
    in_bank: Said | None = None
    problem: str = ""
    dropped: bool = False
    corrected: bool = False

    @property
    def language(self) -> str:
        return shown_language(self.edition.rules["languages"])

    @property
    def stem(self) -> str:
        return kinds.get(self.item.answering).stem(self.edition.paper[self.item.position - 1], self.language)


def scored() -> QuerySet[Assessment]:
    """Assessments that have right answers and an edition."""
    found: QuerySet[Assessment] = Assessment.objects.exclude(current=None).exclude(kind=AssessmentKind.SURVEY)
    return found


def states(assessment: Assessment) -> list[State]:
    """Every question with a key that any edition asked, in the order of the newest; a fixed number of queries."""
    found: dict[int, State] = {}
    for edition in assessment.editions.order_by("-number").prefetch_related(
        "corrections", "items__question__choices", "items__choices"
    ):
        keys = corrections.keys(edition)
        for item in edition.items.all():
            if kinds.get(item.answering).scored:
                _take(found, edition, item, keys[str(item.position)])
    return list(found.values())


def _take(found: dict[int, State], edition: Edition, item: EditionItem, now: dict[str, object]) -> None:
    right = _right(edition, item, now)
    state = found.setdefault(item.question_id, State(item.question, edition, item, [], right))
    state.editions.append(edition.number)
    state.dropped |= bool(now.get(DROPPED))
    state.corrected |= corrections.proper(now) != corrections.proper(edition.key[str(item.position)])
    try:
        bank = corrections.from_bank(edition, item, edition.key[str(item.position)])
    except NoKey as refusal:
        state.problem = state.problem or str(refusal)
        return
    if corrections.proper(bank) != corrections.proper(now):
        state.in_bank = state.in_bank or _right(edition, item, bank)


def _right(edition: Edition, item: EditionItem, key: dict[str, object]) -> Said:
    kind, part = kinds.get(item.answering), edition.paper[item.position - 1]
    return said(kind.right(key), part, shown_language(edition.rules["languages"]), kind)


def question_of(assessment: Assessment, pk: int) -> Question:
    """A question that an edition of the assessment asks. Raises Question.DoesNotExist."""
    found: Question = Question.objects.filter(published__edition__assessment=assessment).distinct().get(pk=pk)
    return found


def elsewhere(question: Question, assessment: Assessment) -> QuerySet[Assessment]:
    """Other assessments that have asked the question: they are put right each by itself."""
    return scored().filter(editions__items__question=question).exclude(pk=assessment.pk).distinct().order_by("code")


def history(assessment: Assessment) -> QuerySet[KeyCorrection]:
    """What was put right in any edition, newest first."""
    return (
        KeyCorrection.objects.filter(edition__assessment=assessment)
        .select_related("edition", "by")
        .defer("edition__paper", "edition__key")
        .order_by("-at", "-pk")
    )


def open_sittings(assessment: Assessment, question: Question) -> int:
    """How many are sitting an edition that asks the question now."""
    return Sitting.objects.open().filter(assessment=assessment, answers__item__question=question).count()
