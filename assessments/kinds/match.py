"""What belongs together is matched: for each line on the left, one of what stands on the right is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain import scoring
from assessments.kinds.base import MATCHES_FROM, MAX_CHOICES, Document, Form, Given, Kind, places_in
from ui import languages

if TYPE_CHECKING:
    from assessments.models import Choice, Question

RULES = [("part", gettext_lazy("In part: each right pair counts")), ("all", gettext_lazy("All or nothing"))]


def _texts(choice: Choice, name: str) -> dict[str, str]:
    return {code: (getattr(choice, f"{name}_{code}") or "").strip() for code in languages.codes()}


class Match(Kind):
    code = "match"
    name = gettext_lazy("match pairs")
    template = "assessments/kinds/match.html"
    shape = "places"
    styled = True
    columns = ("text", "match")
    texts = ("text", "match")

    def fields(self) -> dict[str, forms.Field]:
        return {"rule": forms.ChoiceField(label=gettext_lazy("How points are given"), choices=RULES, required=False)}

    def check(self, question: Question) -> list[str]:
        left, right = self.ordered(question), self._right(question)
        found = []
        if not 2 <= len(left) <= MAX_CHOICES:
            found.append(_("There must be between 2 and %(most)s pairs.") % {"most": MAX_CHOICES})
        if any(not any(_texts(choice, "match").values()) for choice in left):
            found.append(_("A choice has nothing that it goes with."))
        if not 2 <= len(right) <= MAX_CHOICES:
            found.append(_("What the choices go with must be different in at least two of them."))
        return found

    def ordered(self, question: Question) -> list[Choice]:
        """Those with a text on the left; the others only add to what there is to choose from."""
        return [choice for choice in question.choices.all() if any(_texts(choice, "text").values())]

    def show(self, question: Question) -> Document:
        right = self._right(question)
        return {"matches": [{"n": n, "text": dict(texts)} for n, texts in enumerate(right, MATCHES_FROM + 1)]}

    def key(self, question: Question) -> Document:
        numbers = {texts: n for n, texts in enumerate(self._right(question), MATCHES_FROM + 1)}
        left = enumerate(self.ordered(question), 1)
        pairs = {str(n): numbers[tuple(_texts(choice, "match").items())] for n, choice in left}
        return {"rule": question.details.get("rule") or "part", "pairs": pairs}

    def parse(self, form: Form) -> Document:
        return {"places": {name: form.one(name) for name in form.values if name and form.one(name)}}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        found = {numbers.get(one, 0): numbers.get(other, 0) for one, other in places_in(value).items()}
        pairs = sorted((one, other) for one, other in found.items() if 0 < one <= MATCHES_FROM < other)
        return Given(choices=tuple(one for one, _other in pairs), places=tuple(other for _one, other in pairs))

    def right(self, key: Document) -> Given:
        return Given(choices=tuple(int(n) for n in key["pairs"]), places=tuple(key["pairs"].values()))

    def score(self, given: Given, key: Document) -> Decimal:
        pairs = {int(n): other for n, other in key["pairs"].items()}
        return scoring.pairs(dict(given.placed()), pairs, whole=key["rule"] == "all")

    def is_whole(self, given: Given, part: Document) -> bool:
        return len(given.choices) == len(part["choices"])

    def said(self, given: Given, part: Document, language: str) -> tuple[str, ...]:
        texts = {one["n"]: one["text"][language] for one in [*part["choices"], *part["matches"]]}
        return tuple(f"{texts[one]} — {texts[other]}" for one, other in given.placed())

    def drawn(self, part: Document, given: Given, names: Mapping[str, int], language: str) -> Document:
        texts, chosen = {one["n"]: one["text"][language] for one in part["matches"]}, dict(given.placed())
        right = [(name, n, texts[n]) for name, n in names.items() if n > MATCHES_FROM]
        left = {one["n"]: one["text"][language] for one in part["choices"]}
        lines = [
            {"name": name, "text": left[n], "options": [(other, text, chosen.get(n) == m) for other, m, text in right]}
            for name, n in names.items()
            if n <= MATCHES_FROM
        ]
        return {"lines": lines}

    def value(self, given: Given, names: Mapping[int, str]) -> Document:
        return {"places": {names[one]: names[other] for one, other in given.placed()}}

    def _right(self, question: Question) -> list[tuple[tuple[str, str], ...]]:
        """What stands on the right, each text once, by a digest: the bank's own order tells what is right."""
        found = {tuple(_texts(choice, "match").items()) for choice in question.choices.all()}
        filled = [texts for texts in found if any(text for _code, text in texts)]
        return sorted(filled, key=lambda texts: sha256(f"{question.key}/{texts}".encode()).digest())


KIND = Match()
