"""Texts as a full-text index keeps them, and what a query wants of them. Knows neither Django nor a database.

A text is the forms of its words in order, a bar, and their stems in order, each after an underscore:
«занону мардон» is `занону мардон | _зан _мард`. So the beginning of a word is looked for among forms alone, a stem
among stems alone, and neither database has anything left to interpret.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ui.stems import Word

BAR = " | "


@dataclass(frozen=True)
class Wanted:
    """One word of a query as an index is asked for it: any of these tokens, or any that begins so."""

    whole: tuple[str, ...]
    beginning: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tokens:
    """The two halves of a stored text, each with a space around every token."""

    forms: str
    stems: str

    @property
    def count(self) -> int:
        """How many words there are."""
        return self.stems.count(" _")


def written(words: Iterable[Word]) -> str:
    """The words as an index keeps them; nothing for no words."""
    kept = list(words)
    if not kept:
        return ""
    return " ".join(word.form for word in kept) + BAR + " ".join(f"_{word.stem}" for word in kept)


def read(text: str) -> Tokens:
    """A stored text in its two halves."""
    forms, _bar, stems = text.partition(BAR)
    return Tokens(f" {forms} ", f" {stems} ")
