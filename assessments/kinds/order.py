"""Steps are put in their right order: by numbers in select boxes, or by buttons and taps where there is JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain import scoring
from assessments.kinds.base import MAX_CHOICES, NOTHING, Document, Form, Given, Kind

if TYPE_CHECKING:
    from assessments.models import Choice, Question

RULES = [("all", gettext_lazy("All or nothing")), ("part", gettext_lazy("In part: by how close the order is"))]


class Order(Kind):
    code = "order"
    name = gettext_lazy("put in order")
    template = "assessments/kinds/order.html"
    shape = "places"
    in_order = True
    always_shuffled = True

    def fields(self) -> dict[str, forms.Field]:
        return {"rule": forms.ChoiceField(label=gettext_lazy("How points are given"), choices=RULES, required=False)}

    def check(self, question: Question) -> list[str]:
        if not 3 <= len(question.choices.all()) <= MAX_CHOICES:
            return [_("There must be between 3 and %(most)s steps to put in order.") % {"most": MAX_CHOICES}]
        return []

    def ordered(self, question: Question) -> list[Choice]:
        """By a digest of their ids: the bank holds them in the right order, and the paper must not tell it."""
        return sorted(question.choices.all(), key=lambda c: sha256(f"{question.key}/{c.pk}".encode()).digest())

    def key(self, question: Question) -> Document:
        number = {choice.pk: n for n, choice in enumerate(self.ordered(question), 1)}
        return {
            "rule": question.details.get("rule") or "all",
            "right": [number[choice.pk] for choice in sorted(question.choices.all(), key=lambda c: (c.order, c.pk))],
        }

    def parse(self, form: Form) -> Document:
        return {"places": {name: form.one(name) for name in form.values if name and form.one(name)}}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        """Nothing unless every step has a place of its own."""
        places = value.get("places")
        if not isinstance(places, dict) or set(places) != set(numbers):
            return NOTHING
        wanted = {str(place): name for name, place in places.items()}
        try:
            return Given(choices=tuple(numbers[wanted[str(place)]] for place in range(1, len(numbers) + 1)))
        except KeyError:
            return NOTHING

    def right(self, key: Document) -> Given:
        return Given(choices=tuple(key["right"]))

    def score(self, given: Given, key: Document) -> Decimal:
        rule = scoring.order_part if key["rule"] == "part" else scoring.order_all
        return rule(given.choices, key["right"])


KIND = Order()
