"""Pure arithmetic of marks: from what was given and what is right to a share of the points, and to a pass.

Nothing here knows Django, the database or a person. Shares are Decimals from 0 to 1; points are kept to 0.01.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

NONE, ALL = Decimal(0), Decimal(1)
CENT = Decimal("0.01")


def one(chosen: Collection[int], scores: Mapping[int, Decimal]) -> Decimal:
    """One choice was to be made: its own share; nothing for none, for several, or for a negative share."""
    if len(chosen) != 1:
        return NONE
    return min(ALL, max(NONE, scores.get(next(iter(chosen)), NONE)))


def many_all(chosen: Collection[int], right: Collection[int]) -> Decimal:
    """All or nothing: exactly the right choices."""
    return ALL if set(chosen) == set(right) else NONE


def many_part(chosen: Collection[int], right: Collection[int], wrong: Collection[int]) -> Decimal:
    """Share of the right choices found, less the share of the wrong ones taken, never below 0.

    Choosing everything, or nothing, earns 0; guessing earns 0 on average or less.
    """
    found = Decimal(len(set(chosen) & set(right))) / len(right) if right else NONE
    taken = Decimal(len(set(chosen) & set(wrong))) / len(wrong) if wrong else NONE
    return max(NONE, found - taken)


def many_sum(chosen: Collection[int], scores: Mapping[int, Decimal]) -> Decimal:
    """The sum of the shares of what was chosen, as their author set it; never below 0 or above 1."""
    return min(ALL, max(NONE, sum((scores.get(number, NONE) for number in set(chosen)), NONE)))


def pairs(given: Mapping[int, int], right: Mapping[int, int], *, whole: bool) -> Decimal:
    """The share of the pairs that are right; with `whole` nothing unless all are."""
    return mean([Decimal(given.get(one) == other) for one, other in right.items()], whole=whole)


def mean(shares: Sequence[Decimal], *, whole: bool) -> Decimal:
    """The mean of the parts' shares (one below 0 counts as 0); with `whole` nothing unless each is all right."""
    if whole:
        return ALL if shares and all(share == ALL for share in shares) else NONE
    return sum((max(NONE, share) for share in shares), NONE) / len(shares) if shares else NONE


def portion(earned: Decimal, most: Decimal) -> Decimal:
    """What was earned of the most that could be: 0 to 1."""
    return min(ALL, max(NONE, earned / most)) if most > 0 else NONE


def order_all(placed: Sequence[int], right: Sequence[int]) -> Decimal:
    """All or nothing: the right order."""
    return ALL if list(placed) == list(right) else NONE


def order_part(placed: Sequence[int], right: Sequence[int]) -> Decimal:
    """Kendall's rank correlation of the two orders, never below 0 (a random order earns 0 on average or little).

    tau = 1 - 2 * (pairs in the wrong order) / (all pairs). Nothing unless everything is placed once.
    """
    if sorted(placed) != sorted(right) or len(right) < 2:
        return NONE
    place = {number: index for index, number in enumerate(placed)}
    pairs = list(combinations(right, 2))
    wrong = sum(place[before] > place[after] for before, after in pairs)
    return max(NONE, 1 - Decimal(2 * wrong) / len(pairs))


def text(given: str, right: Collection[str], typos: int) -> Decimal:
    """Words that are one of those that are right, or as few letters away from one as `typos` says.

    A short word allows none: one letter in three or four makes another word, so every mistake needs four letters.
    """
    return ALL if any(_near(given, one, min(typos, len(one) // 4)) for one in right if given and one) else NONE


def _near(one: str, other: str, most: int) -> bool:
    """Whether at most so many letters are added, left out, changed, or swapped with their neighbour (Damerau 1964)."""
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1] <= most


def number(given: Decimal | None, answer: Decimal, tolerance: Decimal) -> Decimal:
    """Within the tolerance, its ends included."""
    return ALL if given is not None and abs(given - answer) <= tolerance else NONE


def points(share: Decimal, worth: Decimal) -> Decimal:
    """A share of what a question is worth, rounded half up to 0.01."""
    return (share * worth).quantize(CENT, ROUND_HALF_UP)


def passes(score: Decimal, out_of: Decimal, pass_percent: int) -> bool:
    """Whether the score reaches the percentage, exactly: 69.99 % is no 70 %."""
    return score * 100 >= out_of * pass_percent


def percent(score: Decimal, out_of: Decimal) -> int:
    """Whole percent, rounded down, so that nobody who failed reads the percentage that passes."""
    return int(score * 100 / out_of) if out_of else 0
