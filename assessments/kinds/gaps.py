"""A text with gaps: a gap with right answers only is filled by typing, one with wrong ones too by choosing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import markers
from assessments.domain import scoring
from assessments.kinds.base import MAX_CHOICES, Document, Form, Given, Kind, places_in
from assessments.kinds.text import LONGEST, TYPOS
from ui import languages
from ui.folding import fold

if TYPE_CHECKING:
    from assessments.models import Choice, Question

RULES = [("part", gettext_lazy("In part: each gap counts")), ("all", gettext_lazy("All or nothing"))]
MOST = 20


class Gaps(Kind):
    code = "gaps"
    name = gettext_lazy("gaps in a text")
    template = "assessments/kinds/gaps.html"
    shape = "places"
    stem_inside = True
    styled = True
    columns = ("text", "part", "score")

    def fields(self) -> dict[str, forms.Field]:
        return {
            "rule": forms.ChoiceField(label=gettext_lazy("How points are given"), choices=RULES, required=False),
            "typos": forms.ChoiceField(
                label=gettext_lazy("Letters that may be wrong"),
                choices=TYPOS,
                required=False,
                help_text=gettext_lazy(
                    "In gaps that are typed. Write [[1]], [[2]] where the gaps are. A gap with right answers only is "
                    "typed, one with wrong ones too is chosen from a list."
                ),
            ),
        }

    def check(self, question: Question) -> list[str]:
        found, gaps = [], self._gaps(question)
        if not 1 <= len(gaps) <= MOST:
            found.append(_("There must be between 1 and %(most)s gaps.") % {"most": MOST})
        for number, choices in gaps.items():
            if not any(choice.score > 0 for choice in choices):
                found.append(_("Gap %(number)s has no right answer.") % {"number": number})
            if len(choices) > MAX_CHOICES:
                found.append(_("A gap may have %(most)s answers at most.") % {"most": MAX_CHOICES})
        return found + markers.problems(question, list(gaps))

    def ordered(self, question: Question) -> list[Choice]:
        """Only those that are chosen from: what is to be typed must not stand on the paper."""
        return [choice for choices in self._gaps(question).values() if not _typed(choices) for choice in choices]

    def show(self, question: Question) -> Document:
        numbers = {choice.pk: n for n, choice in enumerate(self.ordered(question), 1)}
        gaps = self._gaps(question).items()
        return {"gaps": [{"gap": gap, "choices": [numbers[c.pk] for c in cs if not _typed(cs)]} for gap, cs in gaps]}

    def key(self, question: Question) -> Document:
        numbers = {choice.pk: n for n, choice in enumerate(self.ordered(question), 1)}
        gaps = {str(gap): self._gap_key(choices, numbers) for gap, choices in self._gaps(question).items()}
        return {
            "rule": question.details.get("rule") or "part",
            "typos": question.details.get("typos") or "0",
            "gaps": gaps,
        }

    def parse(self, form: Form) -> Document:
        said = {name: form.one(name).strip()[:LONGEST] for name in form.values if name}
        return {"places": {name: text for name, text in said.items() if text}}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        said = {int(gap): text for gap, text in places_in(value).items() if gap.isascii() and gap.isdigit()}
        chosen = sorted((numbers[text], gap) for gap, text in said.items() if text in numbers)
        typed = {str(gap): " ".join(said[gap].split())[:LONGEST] for gap in sorted(said) if said[gap] not in numbers}
        return Given(
            choices=tuple(number for number, _gap in chosen),
            places=tuple(gap for _number, gap in chosen),
            text=json.dumps(typed, ensure_ascii=False) if any(typed.values()) else "",
        )

    def right(self, key: Document) -> Given:
        """In each gap the first of the best answers, of every language where they are typed."""
        chosen, typed = [], {}
        for gap, told in key["gaps"].items():
            if "typed" in told:
                best = max(told["typed"], key=lambda one: Decimal(one[0]))
                typed[gap] = " / ".join(dict.fromkeys(text for text in best[1].values() if text))
            else:
                number = max(told["chosen"], key=lambda n: Decimal(told["chosen"][n]))
                chosen.append((int(number), int(gap)))
        text = json.dumps(typed, ensure_ascii=False) if typed else ""
        return Given(choices=tuple(n for n, _gap in chosen), places=tuple(gap for _n, gap in chosen), text=text)

    def score(self, given: Given, key: Document) -> Decimal:
        chosen, typed = {gap: number for number, gap in given.placed()}, _in_gaps(given)
        shares = []
        for gap, told in key["gaps"].items():
            if "typed" in told:
                said, typos = fold(typed.get(gap, "")), int(key["typos"])
                right = [(Decimal(share), [fold(text) for text in texts.values()]) for share, texts in told["typed"]]
                shares.append(max(share * scoring.text(said, texts, typos) for share, texts in right))
            else:
                shares.append(Decimal(told["chosen"].get(str(chosen.get(int(gap))), 0)))
        return scoring.mean(shares, whole=key["rule"] == "all")

    def is_whole(self, given: Given, part: Document) -> bool:
        return len(given.choices) + len(_in_gaps(given)) >= len(part["gaps"])

    def stem(self, part: Document, language: str) -> str:
        return markers.blanks(part["stem"][language])

    def said(self, given: Given, part: Document, language: str) -> tuple[str, ...]:
        texts = {choice["n"]: choice["text"][language] for choice in part["choices"]}
        filled = {gap: texts[number] for number, gap in given.placed()}
        filled |= {int(gap): text for gap, text in _in_gaps(given).items()}
        return tuple(f"({gap}) {filled[gap]}" for gap in sorted(filled))

    def drawn(self, part: Document, given: Given, names: Mapping[str, int], language: str) -> Document:
        texts = {choice["n"]: choice["text"][language] for choice in part["choices"]}
        chosen, typed = {gap: number for number, gap in given.placed()}, _in_gaps(given)
        gaps = {}
        for told in part["gaps"]:
            gap, mine = told["gap"], set(told["choices"])
            options = [(name, texts[n], chosen.get(gap) == n) for name, n in names.items() if n in mine]
            gaps[gap] = {"gap": gap, "options": options, "text": typed.get(str(gap), "")}
        return {"gaps": gaps}

    def value(self, given: Given, names: Mapping[int, str]) -> Document:
        return {"places": {str(gap): names[number] for number, gap in given.placed()} | _in_gaps(given)}

    def _gaps(self, question: Question) -> dict[int, list[Choice]]:
        """Choices by the gap that they belong to, in the order of the gaps."""
        found: dict[int, list[Choice]] = {}
        for choice in sorted(question.choices.all(), key=lambda c: (c.part, c.order, c.pk or 0)):
            found.setdefault(choice.part, []).append(choice)
        return found

    def _gap_key(self, choices: list[Choice], numbers: dict[int, int]) -> Document:
        if not _typed(choices):
            return {"chosen": {str(numbers[choice.pk]): str(choice.score) for choice in choices}}
        codes = languages.codes()
        return {"typed": [[str(c.score), {code: getattr(c, f"text_{code}") or "" for code in codes}] for c in choices]}


def _typed(choices: list[Choice]) -> bool:
    return all(choice.score > 0 for choice in choices)


def _in_gaps(given: Given) -> dict[str, str]:
    """What was typed, by gap."""
    return {gap: text for gap, text in json.loads(given.text).items() if text} if given.text else {}


KIND = Gaps()
