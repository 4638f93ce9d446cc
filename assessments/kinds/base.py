"""What a kind of question is: how its draft is checked, shown, keyed, read from an answer, and scored.

A kind knows the bank's question and plain documents, never a sitting or a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.forms import Field
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ui import languages

if TYPE_CHECKING:
    from assessments.models import Choice, Question

Document = dict[str, Any]
MAX_CHOICES = 40
# What choices are matched with is numbered from here on, so that one numbering names both.
MATCHES_FROM = 100


@dataclass(frozen=True)
class Given:
    """What somebody answered: numbers of choices on the paper (in the candidate's order), a number, or text.

    `places`: for each of the choices where it was put (a place in an order, a gap, a step, what it goes with);
    empty: 1, 2, 3 and on, as they stand.
    """

    choices: tuple[int, ...] = ()
    number: Decimal | None = None
    text: str = ""
    places: tuple[int, ...] = ()

    def placed(self) -> list[tuple[int, int]]:
        """Each choice with its place."""
        return list(zip(self.choices, self.places or range(1, len(self.choices) + 1), strict=True))

    def __bool__(self) -> bool:
        return bool(self.choices or self.number is not None or self.text)


NOTHING = Given()


@dataclass(frozen=True)
class Form:
    """What a browser posted for one question, as a kind reads it: every field of that question by its suffix."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def all(self, suffix: str = "") -> list[str]:
        """Every value of one field."""
        return list(self.values.get(suffix, ()))

    def one(self, suffix: str = "") -> str:
        """The last value of one field, or an empty text."""
        return (self.all(suffix) or [""])[-1]


class Kind:
    """The base of all kinds; one instance of each subclass is that module's `KIND`.

    `shape` is the one entry that a logged value has (`domain.save.SHAPES`), and how the page's script reads the widget.
    `in_order`: the order of the choices is the answer. `always_shuffled`: whatever the question says.
    `by_hand`: a person gives the points. `stem_inside`: the template draws the question's text itself.
    `styled`: the template needs `css/kinds.css`.
    `columns`: what an author fills in of each choice. `texts`: of those the texts, one of which it must have.
    """

    code: str
    name: str | Promise
    template: str
    shape: str
    scored = True
    has_choices = True
    in_order = False
    always_shuffled = False
    by_hand = False
    stem_inside = False
    styled = False
    columns: tuple[str, ...] = ("text", "score")
    texts: tuple[str, ...] = ("text",)

    def fields(self) -> dict[str, Field]:
        """Form fields for what only this kind knows; their values are kept in `Question.details` as text."""
        return {}

    def check(self, question: Question) -> list[str]:
        """What is wrong with a draft, in whole sentences of the reader's language; languages are checked elsewhere."""
        return []

    def problems(self, question: Question) -> list[str]:
        """`check`, and what holds for every kind with choices."""
        blank = [choice for choice in question.choices.all() if not self._has_text(choice)] if self.has_choices else []
        return [*self.check(question), *([_("A choice has no text.")] if blank else [])]

    def _has_text(self, choice: Choice) -> bool:
        return any(
            (getattr(choice, f"{name}_{code}") or "").strip() for name in self.texts for code in languages.codes()
        )

    def ordered(self, question: Question) -> list[Choice]:
        """The choices in the order in which the paper numbers them."""
        return list(question.choices.all()) if self.has_choices else []

    def show(self, question: Question) -> Document:
        """What the paper holds beside stem and choices; never anything that tells what is right."""
        return {}

    def key(self, question: Question) -> Document:
        """What is right, for `score`; choices by their number on the paper."""
        return {}

    def parse(self, form: Form) -> Document:
        """The value of an answer, as the log keeps it, from a posted form."""
        raise NotImplementedError

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        """What a logged value says; `numbers` maps a sitting's own names of choices to their numbers on the paper.

        Values come from outside: whatever makes no sense is read as no answer, and never raises.
        """
        raise NotImplementedError

    def right(self, key: Document) -> Given:
        """The right answer, as somebody would have given it."""
        return NOTHING

    def score(self, given: Given, key: Document) -> Decimal:
        """The share of the points that an answer earns, 0 to 1."""
        raise NotImplementedError

    def is_whole(self, given: Given, part: Document) -> bool:
        """Whether nothing is left to answer; `part` is the question on the paper."""
        return bool(given)

    def stem(self, part: Document, language: str) -> str:
        """The question's text as it reads by itself, outside a sitting."""
        text: str = part["stem"][language]
        return text

    def said(self, given: Given, part: Document, language: str) -> tuple[str, ...]:
        """An answer in words, a line each; a number says itself."""
        texts = {choice["n"]: choice["text"][language] for choice in part["choices"]}
        return (given.text,) if given.text else tuple(texts[number] for number in given.choices)

    def drawn(self, part: Document, given: Given, names: Mapping[str, int], language: str) -> Document:
        """What the template needs beside stem and choices."""
        return {}

    def value(self, given: Given, names: Mapping[int, str]) -> Document:
        """The opposite of `read`: an answer as a page would send it; `names` are a sitting's own, by number."""
        if self.shape == "number":
            return {"number": "" if given.number is None else str(given.number)}
        if self.shape == "text":
            return {"text": given.text}
        if self.in_order:
            return {"places": {names[number]: str(place) for number, place in given.placed()}}
        return {"choices": [names[number] for number in given.choices]}


def names_in(value: Document, numbers: Mapping[str, int]) -> tuple[int, ...]:
    """The numbers of the choices that a value names, each once, unknown names left out."""
    named = value.get("choices")
    if not isinstance(named, list):
        return ()
    known = (numbers[name] for name in named if isinstance(name, str) and name in numbers)
    return tuple(dict.fromkeys(known))


def places_in(value: Document) -> dict[str, str]:
    """What a value says goes where; empty when it says nothing of that shape."""
    places = value.get("places")
    return {k: v for k, v in places.items() if isinstance(v, str)} if isinstance(places, dict) else {}
