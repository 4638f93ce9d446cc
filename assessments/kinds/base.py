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

if TYPE_CHECKING:
    from assessments.models import Choice, Question

Document = dict[str, Any]
MAX_CHOICES = 40


@dataclass(frozen=True)
class Given:
    """What somebody answered: numbers of choices on the paper (in the candidate's order), a number, or text."""

    choices: tuple[int, ...] = ()
    number: Decimal | None = None
    text: str = ""

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
    """

    code: str
    name: str | Promise
    template: str
    shape: str
    scored = True
    has_choices = True
    in_order = False
    always_shuffled = False

    def fields(self) -> dict[str, Field]:
        """Form fields for what only this kind knows; their values are kept in `Question.details` as text."""
        return {}

    def check(self, question: Question) -> list[str]:
        """What is wrong with a draft, in whole sentences of the reader's language; languages are checked elsewhere."""
        return []

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


def names_in(value: Document, numbers: Mapping[str, int]) -> tuple[int, ...]:
    """The numbers of the choices that a value names, each once, unknown names left out."""
    named = value.get("choices")
    if not isinstance(named, list):
        return ()
    known = (numbers[name] for name in named if isinstance(name, str) and name in numbers)
    return tuple(dict.fromkeys(known))
