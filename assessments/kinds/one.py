"""One choice is right."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain import scoring
from assessments.kinds.base import MAX_CHOICES, Document, Form, Given, Kind, names_in

if TYPE_CHECKING:
    from assessments.models import Question


class One(Kind):
    code = "one"
    name = gettext_lazy("one answer")
    template = "assessments/kinds/one.html"
    shape = "choices"

    def check(self, question: Question) -> list[str]:
        choices = list(question.choices.all())
        found = []
        if not 2 <= len(choices) <= MAX_CHOICES:
            found.append(_("There must be between 2 and %(most)s choices.") % {"most": MAX_CHOICES})
        if sum(choice.score == 1 for choice in choices) != 1:
            found.append(_("Exactly one choice must be marked as right."))
        return found

    def key(self, question: Question) -> Document:
        return {"scores": {str(n): str(c.score) for n, c in enumerate(self.ordered(question), 1)}}

    def parse(self, form: Form) -> Document:
        return {"choices": [form.one()] if form.one() else []}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        return Given(choices=names_in(value, numbers)[:1])

    def right(self, key: Document) -> Given:
        best = max(key["scores"], key=lambda n: Decimal(key["scores"][n]))
        return Given(choices=(int(best),))

    def score(self, given: Given, key: Document) -> Decimal:
        return scoring.one(given.choices, {int(n): Decimal(s) for n, s in key["scores"].items()})


KIND = One()
