"""Answers to ui.citations: which questions, drafts and published editions rest on a change of the handbook or a law."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import AssessmentItem, Edition, Question
from ui.citations import Rest, Wanted

Cited = dict[int, tuple[str, ...]]


def found(wanted: Wanted) -> Iterator[Rest]:
    """Questions, then assessments that ask them, then editions that learners meet and whose key cites it."""
    questions = _questions(wanted)
    for question, refs in questions:
        url = reverse("wagtailsnippets_assessments_question:edit", args=[question.pk])
        yield Rest("question", f"question:{question.pk}", str(question), url, refs)
    asking = _asking({question.pk: refs for question, refs in questions})
    for (pk, title), refs in asking.items():
        yield Rest("assessment", f"assessment:{pk}", title, reverse("assessments_publish", args=[pk]), refs)
    for edition, refs in _editions(wanted, current=True):
        title = _("%(title)s, edition %(number)s") % {"title": edition.assessment.title, "number": edition.number}
        url = reverse("assessments_publish", args=[edition.assessment_id])
        yield Rest("edition", f"edition:{edition.pk}", title, url, refs)


def assessments(wanted: Wanted) -> Cited:
    """What each assessment cites of it, by its id: in its draft, or in any edition that was ever published."""
    cited = {pk: list(refs) for (pk, _title), refs in _asking(_by_question(wanted)).items()}
    for edition, refs in _editions(wanted, current=False):
        cited.setdefault(edition.assessment_id, []).extend(refs)
    return {pk: tuple(dict.fromkeys(refs)) for pk, refs in cited.items()}


def _by_question(wanted: Wanted) -> Cited:
    return {question.pk: refs for question, refs in _questions(wanted)}


def _questions(wanted: Wanted) -> list[tuple[Question, tuple[str, ...]]]:
    """Questions in use that cite something asked about."""
    rows = Question.objects.filter(retired_at=None).annotate(cited=Cast("cites", TextField()))
    pairs = [(row, wanted.among(row.cites)) for row in rows.filter(_named("cited", wanted)).order_by("key")]
    return [(row, refs) for row, refs in pairs if refs]


def _asking(questions: Cited) -> dict[tuple[int, str], tuple[str, ...]]:
    """Assessments whose drafts ask these questions."""
    items = AssessmentItem.objects.filter(question__in=questions).select_related("assessment")
    asking: dict[tuple[int, str], list[str]] = {}
    for item in items.order_by("assessment__code", "order") if questions else ():
        asking.setdefault((item.assessment_id, item.assessment.title), []).extend(questions[item.question_id])
    return {key: tuple(dict.fromkeys(refs)) for key, refs in asking.items()}


def _editions(wanted: Wanted, *, current: bool) -> list[tuple[Edition, tuple[str, ...]]]:
    rows = (
        Edition.objects.filter(assessment__rehearses=None)
        .annotate(cited=Cast("key", TextField()))
        .filter(_named("cited", wanted))
    )
    if current:
        rows = rows.filter(assessment__current=F("pk"))
    rows = rows.select_related("assessment").defer("paper", "rules").order_by("assessment__code", "-number")
    pairs = [(row, wanted.among(ref for key in row.key.values() for ref in key.get("cites", ()))) for row in rows]
    return [(row, refs) for row, refs in pairs if refs]


def _named(column: str, wanted: Wanted) -> Q:
    """Rows whose JSON names one of the sections or laws: a first sieve, the same on SQLite and PostgreSQL."""
    return reduce(or_, [Q(**{f"{column}__contains": f'"{ref}'}) for ref in wanted.bases])
