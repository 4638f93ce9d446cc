"""A survey's item: a step from 1 to 5, or «not part of my work», or no answer given on purpose. Never scored."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.enums import Stance
from assessments.kinds.base import NOTHING, Document, Form, Given, Kind

if TYPE_CHECKING:
    from assessments.models import Question

STEPS = ("1", "2", "3", "4", "5")
SILENT = {"na": Stance.NOT_MY_WORK, "declined": Stance.DECLINED}


class Rating(Kind):
    """`Given.number` is the step, `Given.text` the stance of whoever gave none."""

    code = "rating"
    name = gettext_lazy("rating")
    template = "assessments/survey/scale.html"
    shape = "rating"
    scored = False
    has_choices = False

    def check(self, question: Question) -> list[str]:
        if question.competency_id is None:
            return [_("A rating must name the competency that it asks about.")]
        return []

    def parse(self, form: Form) -> Document:
        return {"rating": form.one()}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        step = value.get("rating")
        if isinstance(step, str) and step in STEPS:
            return Given(number=Decimal(step))
        if isinstance(step, str) and step in SILENT:
            return Given(text=SILENT[step])
        return NOTHING

    def score(self, given: Given, key: Document) -> Decimal:
        raise TypeError("A rating has no right answer and earns no points.")


KIND = Rating()
