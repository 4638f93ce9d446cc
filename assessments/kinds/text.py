"""A few words are written: compared as Tajik is searched, without regard to capitals, special letters and spaces."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain import scoring
from assessments.kinds.base import NOTHING, Document, Form, Given, Kind
from ui import languages
from ui.folding import fold

if TYPE_CHECKING:
    from assessments.models import Question

LONGEST = 300
TYPOS = [
    ("0", gettext_lazy("None")),
    ("1", gettext_lazy("One letter")),
    ("2", gettext_lazy("Two letters")),
]


def alternatives(text: object) -> list[str]:
    """The answers that a field holds, one a line."""
    lines = text.splitlines() if isinstance(text, str) else []
    return [line.strip() for line in lines if line.strip()]


class Text(Kind):
    code = "text"
    name = gettext_lazy("a few words")
    template = "assessments/kinds/text.html"
    shape = "text"
    has_choices = False

    def fields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {
            f"answers_{code}": forms.CharField(
                label=format_lazy("{} ({})", gettext_lazy("Right answers"), languages.own_name(code)),
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
                required=False,
                max_length=4000,
                help_text=gettext_lazy("One a line; the first is shown as the right one. Any language counts."),
            )
            for code in languages.codes()
        }
        found["typos"] = forms.ChoiceField(
            label=gettext_lazy("Letters that may be wrong"), choices=TYPOS, required=False
        )
        return found

    def check(self, question: Question) -> list[str]:
        answers = [line for lines in self._answers(question).values() for line in lines]
        found = []
        if not answers:
            found.append(_("A right answer is missing."))
        if any(len(line) > LONGEST for line in answers):
            found.append(_("A right answer may have %(most)s letters at most.") % {"most": LONGEST})
        return found

    def key(self, question: Question) -> Document:
        return {"answers": self._answers(question), "typos": question.details.get("typos") or "0"}

    def parse(self, form: Form) -> Document:
        return {"text": form.one().strip()[:LONGEST]}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        said = value.get("text")
        text = " ".join(said.split())[:LONGEST] if isinstance(said, str) else ""
        return Given(text=text) if text else NOTHING

    def right(self, key: Document) -> Given:
        return Given(text=" / ".join(dict.fromkeys(lines[0] for lines in key["answers"].values() if lines)))

    def score(self, given: Given, key: Document) -> Decimal:
        right = [fold(line) for lines in key["answers"].values() for line in lines]
        return scoring.text(fold(given.text), right, int(key["typos"]))

    def _answers(self, question: Question) -> dict[str, list[str]]:
        return {code: alternatives(question.details.get(f"answers_{code}")) for code in languages.codes()}


KIND = Text()
