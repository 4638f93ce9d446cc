"""Places on a picture: the areas are numbered on it and chosen by a tap on the picture or in the list below it.

The list is what a keyboard and a screen reader use: an area's text says neutrally what is there.
"""

from __future__ import annotations

import re
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
    ("one", gettext_lazy("One place is to be chosen")),
    ("part", gettext_lazy("Several places, in part: wrong ones take away what right ones give")),
    ("all", gettext_lazy("Several places, all or nothing")),
]
AREA = re.compile(r"\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*")


def area(text: str) -> tuple[int, int, int, int] | None:
    """Left, top, width and height in percent of the picture; None when the text doesn't say that."""
    found = AREA.fullmatch(text)
    if not found:
        return None
    left, top, width, height = (int(number) for number in found.groups())
    inside = width and height and left + width <= 100 and top + height <= 100
    return (left, top, width, height) if inside else None


class Spot(Kind):
    code = "spot"
    name = gettext_lazy("places on a picture")
    template = "assessments/kinds/spot.html"
    shape = "choices"
    styled = True
    columns = ("text", "area", "score")

    def fields(self) -> dict[str, forms.Field]:
        return {"rule": forms.ChoiceField(label=gettext_lazy("How points are given"), choices=RULES, required=False)}

    def check(self, question: Question) -> list[str]:
        choices = list(question.choices.all())
        right = sum(choice.score > 0 for choice in choices)
        found = []
        if question.picture_id is None:
            found.append(_("The picture is missing."))
        if not 2 <= len(choices) <= MAX_CHOICES:
            found.append(_("There must be between 2 and %(most)s places.") % {"most": MAX_CHOICES})
        for number, choice in enumerate(choices, 1):
            if area(choice.area) is None:
                message = _("Place %(number)s needs an area: left, top, width and height in percent, like 10 20 30 15.")
                found.append(message % {"number": number})
        if not right:
            found.append(_("At least one choice must be marked as right."))
        if self._rule(question) == "one" and right > 1:
            found.append(_("Exactly one choice must be marked as right."))
        return found

    def show(self, question: Question) -> Document:
        areas = {str(n): area(choice.area) for n, choice in enumerate(self.ordered(question), 1)}
        return {"areas": areas, "several": self._rule(question) != "one"}

    def key(self, question: Question) -> Document:
        numbered = list(enumerate(self.ordered(question), 1))
        return {
            "rule": self._rule(question),
            "right": [n for n, choice in numbered if choice.score > 0],
            "wrong": [n for n, choice in numbered if choice.score <= 0],
        }

    def parse(self, form: Form) -> Document:
        return {"choices": [name for name in form.all() if name]}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        return Given(choices=tuple(sorted(names_in(value, numbers))))

    def right(self, key: Document) -> Given:
        return Given(choices=tuple(key["right"]))

    def score(self, given: Given, key: Document) -> Decimal:
        if key["rule"] == "part":
            return scoring.many_part(given.choices, key["right"], key["wrong"])
        return scoring.many_all(given.choices, key["right"])

    def drawn(self, part: Document, given: Given, names: Mapping[str, int], language: str) -> Document:
        """The areas in the picture's own pixels, numbered as this sitting orders them."""
        wide, high = part["picture"]["width"], part["picture"]["height"]
        texts = {choice["n"]: choice["text"][language] for choice in part["choices"]}
        places, size = [], max(12, wide // 32)
        for shown, (name, n) in enumerate(names.items(), 1):
            left, top, width, height = part["areas"][str(n)]
            box = {"x": left * wide // 100, "y": top * high // 100}
            box |= {"width": width * wide // 100, "height": height * high // 100}
            # The number stands in the corner, so that it hides little of what is in the area.
            centre = {"cx": max(size, box["x"]), "cy": max(size, box["y"])}
            chosen = n in given.choices
            places.append({"number": shown, "name": name, "text": texts[n], "chosen": chosen, **box, **centre})
        return {"places": places, "several": part["several"], "size": size}

    def _rule(self, question: Question) -> str:
        return question.details.get("rule") or "one"


KIND = Spot()
