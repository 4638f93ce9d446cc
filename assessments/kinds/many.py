"""Several choices may be right; all or nothing, or in part, as the author chose."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain import scoring
from assessments.kinds.base import MAX_CHOICES, Document, Form, Given, Kind, names_in

if TYPE_CHECKING:
    from assessments.models import Question

RULES = [
    ("all", gettext_lazy("All or nothing")),
    ("part", gettext_lazy("In part: wrong choices take away what right ones give")),
    ("sum", gettext_lazy("By each choice's own score: wrong ones may take away, but nothing goes below zero")),
]


class Many(Kind):
    code = "many"
    name = gettext_lazy("several answers")
    template = "assessments/kinds/many.html"
    shape = "choices"

    def fields(self) -> dict[str, forms.Field]:
        return {"rule": forms.ChoiceField(label=gettext_lazy("How points are given"), choices=RULES, required=False)}

    def check(self, question: Question) -> list[str]:
        choices = list(question.choices.all())
        found = []
        if not 2 <= len(choices) <= MAX_CHOICES:
            found.append(_("There must be between 2 and %(most)s choices.") % {"most": MAX_CHOICES})
        if not any(choice.score > 0 for choice in choices):
            found.append(_("At least one choice must be marked as right."))
        if question.details.get("rule") == "sum" and sum(c.score for c in choices if c.score > 0) < 1:
            found.append(_("The scores of the right choices must come to 1 together, or nobody can earn all points."))
        return found

    def key(self, question: Question) -> Document:
        numbered = list(enumerate(self.ordered(question), 1))
        key = {
            "rule": question.details.get("rule") or "all",
            "right": [n for n, choice in numbered if choice.score > 0],
            "wrong": [n for n, choice in numbered if choice.score <= 0],
        }
        if key["rule"] == "sum":
            key["scores"] = {str(n): str(choice.score) for n, choice in numbered}
        return key

    def parse(self, form: Form) -> Document:
        return {"choices": [name for name in form.all() if name]}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        return Given(choices=tuple(sorted(names_in(value, numbers))))

    def right(self, key: Document) -> Given:
        return Given(choices=tuple(key["right"]))

    def score(self, given: Given, key: Document) -> Decimal:
        if key["rule"] == "part":
            return scoring.many_part(given.choices, key["right"], key["wrong"])
        if key["rule"] == "sum":
            return scoring.many_sum(given.choices, {int(n): Decimal(share) for n, share in key["scores"].items()})
        return scoring.many_all(given.choices, key["right"])


KIND = Many()
