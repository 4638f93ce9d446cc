"""What figures mean for whoever keeps the questions: codes of plain sentences, the worst first."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.statistics.abilities import Picture
from assessments.domain.statistics.classical import LEAST_FOR_WORDS, ItemFigures
from assessments.domain.statistics.dif import ONE_SIDED, Dif

# Ebel & Frisbie 1991: below 0.20 a question tells people apart poorly.
WEAK, EASY, HARD, UNREACHED = 0.20, 0.95, 0.20, 0.10
# ... and it is called so only when its interval leaves little hope of a good one.
HOPE = 0.40
# A wrong choice that so few take does nothing (Haladyna & Downing 1993: five in a hundred).
IDLE = 0.05


class Word(StrEnum):
    """Each stands for a sentence (`statistics_presenters`)."""

    KEY = "key"  # the best get it wrong
    RIVAL = "rival"  # the best choose one wrong choice more often than the right one
    TRANSLATION = "translation"  # as able, but another language: harder
    SEXES = "sexes"  # as able, but the other sex: harder
    WEAK = "weak"
    HARD = "hard"
    EASY = "easy"
    IDLE = "idle"
    UNREACHED = "unreached"


GRAVE = frozenset({Word.KEY, Word.RIVAL, Word.TRANSLATION, Word.SEXES})


@dataclass(frozen=True)
class Verdict:
    """A sentence's code, and what it speaks of: numbers of choices, or the group for which it is harder."""

    word: Word
    about: tuple[int, ...] = ()
    harder_in: str = ""
    easier_in: str = ""

    @property
    def grave(self) -> bool:
        """Whether it can mean that the question is wrong, not only that it is of little use."""
        return self.word in GRAVE


def of(
    figures: ItemFigures, picture: Picture, between: Iterable[Dif], *, right: Collection[int], choices: Collection[int]
) -> list[Verdict]:
    """The verdicts on one question. None while fewer than LEAST_FOR_WORDS people had it."""
    if figures.n < LEAST_FOR_WORDS:
        return []
    found = [*_keyed(figures, picture, right), *_fair(between)]
    facility = figures.facility or 0.0
    if facility >= EASY:
        found.append(Verdict(Word.EASY))
    elif facility <= HARD:
        found.append(Verdict(Word.HARD))
    elif _weak(figures) and not any(verdict.word in {Word.KEY, Word.RIVAL} for verdict in found):
        found.append(Verdict(Word.WEAK))
    if idle := _idle(picture, right, choices):
        found.append(Verdict(Word.IDLE, about=idle))
    if picture.not_reached > UNREACHED * figures.n:
        found.append(Verdict(Word.UNREACHED))
    return found


def _weak(figures: ItemFigures) -> bool:
    telling, interval = figures.point_biserial, figures.point_biserial_interval
    return telling is not None and interval is not None and telling < WEAK and interval[1] < HOPE


def _keyed(figures: ItemFigures, picture: Picture, right: Collection[int]) -> list[Verdict]:
    """Signs of a wrong key: the whole interval of the correlation is below zero, or the best prefer a wrong choice."""
    rivals = _rivals(picture, right)
    if rivals:
        return [Verdict(Word.RIVAL, about=rivals)]
    interval = figures.point_biserial_interval
    return [Verdict(Word.KEY)] if interval is not None and interval[1] < 0 else []


def _rivals(picture: Picture, right: Collection[int]) -> tuple[int, ...]:
    """With one right choice: a wrong one that more of the best third took (beyond chance, one-sided 5 % of a sign
    test), and more than of the lowest."""
    if len(right) != 1:
        return ()
    taken = {option.number: option for option in picture.options if option.number}
    best = max((taken[number].counts[2] for number in right if number in taken), default=0)
    lowest, _middle, highest = picture.sizes
    return tuple(
        number
        for number, option in taken.items()
        if number not in right
        and option.counts[2] - best > ONE_SIDED * math.sqrt(option.counts[2] + best)
        and option.counts[2] * max(1, lowest) > option.counts[0] * max(1, highest)
    )


def _fair(between: Iterable[Dif]) -> list[Verdict]:
    words = {"language": Word.TRANSLATION, "sex": Word.SEXES}
    found = []
    for one in between:
        if one.flagged and one.delta is not None and one.by in words:
            harder, easier = (one.focal, one.reference) if one.delta < 0 else (one.reference, one.focal)
            found.append(Verdict(words[one.by], harder_in=harder, easier_in=easier))
    return found


def _idle(picture: Picture, right: Collection[int], choices: Collection[int]) -> tuple[int, ...]:
    """Wrong choices that hardly anybody takes, where choices are known and answers have them."""
    if not picture.options:
        return ()
    taken = {option.number: option.altogether for option in picture.options}
    people = sum(picture.sizes)
    return tuple(n for n in choices if n not in right and taken.get(n, 0) < IDLE * people)
