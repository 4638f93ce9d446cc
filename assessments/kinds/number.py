"""A number is written; a comma or a point parts the decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain import scoring
from assessments.kinds.base import NOTHING, Document, Form, Given, Kind
from ui import languages

if TYPE_CHECKING:
    from assessments.models import Question

NUMBER = re.compile(r"[+-]?\d{1,12}([.,]\d{1,6})?")
SPACES = dict.fromkeys(map(ord, " \u00a0\u2009\u202f"))


def decimal(text: object) -> Decimal | None:
    """The number that a person wrote, spaces between thousands allowed; None when it is none."""
    if not isinstance(text, str):
        return None
    plain = text.strip().translate(SPACES).replace("\u2212", "-")
    if len(plain) > 20 or not plain.isascii() or not NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", "."))


def clean(text: str) -> None:
    """A form's validator of such a number."""
    if decimal(text) is None:
        raise forms.ValidationError(_("Write a number, for example 12 or 2,5."))


class Number(Kind):
    code = "number"
    name = gettext_lazy("a number")
    template = "assessments/kinds/number.html"
    shape = "number"
    has_choices = False

    def fields(self) -> dict[str, forms.Field]:
        return {
            "answer": forms.CharField(label=gettext_lazy("Right number"), validators=[clean]),
            "tolerance": forms.CharField(
                label=gettext_lazy("Tolerance"),
                validators=[clean],
                required=False,
                help_text=gettext_lazy("How far off an answer may be and still count. Empty: not at all."),
            ),
        }

    def check(self, question: Question) -> list[str]:
        found = []
        if decimal(question.details.get("answer")) is None:
            found.append(_("The right number is missing."))
        tolerance = question.details.get("tolerance") or "0"
        if (decimal(tolerance) or Decimal(0)) < 0 or decimal(tolerance) is None:
            found.append(_("The tolerance must be a number that is not below zero."))
        return found

    def show(self, question: Question) -> Document:
        return {"unit": {code: getattr(question, f"unit_{code}") or "" for code in languages.codes()}}

    def key(self, question: Question) -> Document:
        answer, tolerance = decimal(question.details.get("answer")), decimal(question.details.get("tolerance") or "0")
        return {"answer": str(answer), "tolerance": str(tolerance)}

    def parse(self, form: Form) -> Document:
        return {"number": form.one().strip()[:40]}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        found = decimal(value.get("number"))
        return NOTHING if found is None else Given(number=found)

    def right(self, key: Document) -> Given:
        return Given(number=Decimal(key["answer"]))

    def score(self, given: Given, key: Document) -> Decimal:
        return scoring.number(given.number, Decimal(key["answer"]), Decimal(key["tolerance"]))


KIND = Number()
