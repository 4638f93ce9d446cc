"""True or false."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.kinds.base import NOTHING, Document, Form, Given, Kind
from ui import languages

if TYPE_CHECKING:
    from assessments.models import Question

WORDS = {"true": gettext_lazy("True"), "false": gettext_lazy("False")}
NUMBERS = {"true": Decimal(1), "false": Decimal(0)}


class Truth(Kind):
    code = "truth"
    name = gettext_lazy("true or false")
    template = "assessments/kinds/truth.html"
    shape = "choices"
    has_choices = False

    def fields(self) -> dict[str, forms.Field]:
        return {"answer": forms.ChoiceField(label=gettext_lazy("What is right"), choices=[("", "—"), *WORDS.items()])}

    def check(self, question: Question) -> list[str]:
        return [] if question.details.get("answer") in WORDS else [_("It isn't said whether it is true or false.")]

    def show(self, question: Question) -> Document:
        """The two words in every language: a paper is read in its own language, whatever that of the page."""
        words: dict[str, dict[str, str]] = {}
        for code in languages.codes():
            with translation.override(code):
                words[code] = {name: str(word) for name, word in WORDS.items()}
        return {"words": words}

    def key(self, question: Question) -> Document:
        return {"answer": question.details.get("answer")}

    def parse(self, form: Form) -> Document:
        return {"choices": [form.one()] if form.one() else []}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        chosen = value.get("choices")
        said = chosen[0] if isinstance(chosen, list) and chosen else None
        return Given(number=NUMBERS[said]) if isinstance(said, str) and said in NUMBERS else NOTHING

    def right(self, key: Document) -> Given:
        return Given(number=NUMBERS[key["answer"]])

    def score(self, given: Given, key: Document) -> Decimal:
        return Decimal(given.number == NUMBERS[key["answer"]])

    def said(self, given: Given, part: Document, language: str) -> tuple[str, ...]:
        return () if given.number is None else (part["words"][language]["true" if given.number else "false"],)

    def drawn(self, part: Document, given: Given, names: Mapping[str, int], language: str) -> Document:
        words = part["words"][language].items()
        return {"options": [(name, word, given.number == NUMBERS[name]) for name, word in words]}

    def value(self, given: Given, names: Mapping[int, str]) -> Document:
        return {"choices": [] if given.number is None else ["true" if given.number else "false"]}


KIND = Truth()
