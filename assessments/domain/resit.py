"""A re-sit: a new assessment made from another one, for those who have not passed it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext, override

from assessments.models import Assessment, AssessmentItem, BlueprintRow
from ledger import audit
from people.models import User
from ui.languages import codes

COPIED = (
    "kind", "minutes", "pass_percent", "max_sittings", "draw", "languages", "instrument", "shows", "shows_when",
    "turning", "networks", "needs_ticket", "appeal_days",
)  # fmt: skip
LONGEST_CODE, LONGEST_TITLE = 60, 200


class NotRepeatable(Exception):
    """It has never been published, or is a survey: there is nothing to sit again."""


@transaction.atomic
def make(*, assessment: Assessment, by: User) -> Assessment:
    """A draft with the same questions, blueprint and rules, open to the same cohorts, without times of its own yet.

    A re-sit of a re-sit repeats the first examination: who passed any of them is done. Raises NotRepeatable.
    """
    if assessment.current_id is None or assessment.kind == "survey":
        raise NotRepeatable
    first: Assessment = assessment.resit_of or assessment
    # Two trainers at once: the second waits, and takes the next number.
    Assessment.objects.select_for_update().get(pk=first.pk)
    number = first.resits.count() + 1
    made = Assessment(code=_free_code(first.code, number), resit_of=first, made_from=assessment.made_from)
    for name in (*COPIED, *_columns("intro")):
        setattr(made, name, getattr(assessment, name))
    for code in codes():
        setattr(made, f"title_{code}", _titled(getattr(first, f"title_{code}"), code, number))
    made.save()
    _copy_rows(assessment, made)
    made.cohorts.set(list(assessment.cohorts.all()))
    made.save()
    audit.record(actor=by, action="assessment.resit", subject=made, assessment=first.code, number=number)
    return made


def _copy_rows(source: Assessment, made: Assessment) -> None:
    AssessmentItem.objects.bulk_create(
        AssessmentItem(
            assessment=made, question_id=item.question_id, order=item.order, points=item.points, facet=item.facet
        )
        for item in AssessmentItem.objects.filter(assessment=source)
    )
    BlueprintRow.objects.bulk_create(
        BlueprintRow(
            assessment=made,
            order=row.order,
            competency_id=row.competency_id,
            topic=row.topic,
            difficulty=row.difficulty,
            count=row.count,
            points=row.points,
        )
        for row in BlueprintRow.objects.filter(assessment=source)
    )


def _columns(name: str) -> Iterable[str]:
    return (f"{name}_{code}" for code in codes())


def _titled(title: str | None, language: str, number: int) -> str:
    """«Title (re-sit 2)» in that language; an empty title stays empty, so that publishing asks for it."""
    if not title:
        return ""
    with override(language):
        word = gettext("re-sit") if number == 1 else gettext("re-sit %(number)s") % {"number": number}
    ending = f" ({word})"
    return title[: LONGEST_TITLE - len(ending)] + ending


def _free_code(code: str, number: int) -> str:
    taken = set(Assessment.objects.values_list("code", flat=True))
    while True:
        ending = f"-resit-{number}"
        found = code[: LONGEST_CODE - len(ending)] + ending
        if found not in taken:
            return found
        number += 1
