"""A longer text that a person marks, by criteria if the author sets some."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from assessments.domain import rubric
from assessments.kinds.base import NOTHING, Document, Form, Given, Kind

if TYPE_CHECKING:
    from assessments.models import Question

LONGEST = 12_000


def rubric_fields() -> dict[str, forms.Field]:
    """What every kind has that a person marks."""
    return {
        "criteria": forms.CharField(
            label=gettext_lazy("Criteria"),
            widget=forms.Textarea(attrs={"rows": 4}),
            required=False,
            max_length=4000,
            help_text=gettext_lazy(
                "One a line, the most points first: 3 Names the law. The points of the criteria together stand for "
                "all points of the question. Empty: the marker gives points as a whole."
            ),
        ),
        "second": forms.IntegerField(
            label=gettext_lazy("Percent that a second person marks too"),
            min_value=0,
            max_value=100,
            required=False,
            help_text=gettext_lazy("A sample by chance; neither sees what the other gave. Empty: none."),
        ),
    }


class Essay(Kind):
    code = "essay"
    name = gettext_lazy("a longer text")
    template = "assessments/kinds/essay.html"
    shape = "text"
    has_choices = False
    by_hand = True

    def fields(self) -> dict[str, forms.Field]:
        return {
            "words": forms.IntegerField(
                label=gettext_lazy("Words at most"),
                min_value=1,
                max_value=1500,
                required=False,
                help_text=gettext_lazy("Is said to those who write; longer texts are kept and marked as well."),
            ),
            **rubric_fields(),
        }

    def check(self, question: Question) -> list[str]:
        return rubric.problems(str(question.details.get("criteria") or ""))

    def show(self, question: Question) -> Document:
        return {"words": int(question.details.get("words") or 0) or None}

    def key(self, question: Question) -> Document:
        return rubric.key(question.details)

    def parse(self, form: Form) -> Document:
        return {"text": form.one().replace("\r\n", "\n").strip()[:LONGEST]}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        said = value.get("text")
        text = said.strip()[:LONGEST] if isinstance(said, str) else ""
        return Given(text=text) if text else NOTHING

    def score(self, given: Given, key: Document) -> Decimal:
        """Nothing until a person has marked it."""
        return Decimal(0)

    def drawn(self, part: Document, given: Given, names: Mapping[str, int], language: str) -> Document:
        return {"words": part["words"], "longest": LONGEST}


KIND = Essay()
