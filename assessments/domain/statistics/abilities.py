"""What groups of ability chose: the lowest, the middle and the best third by total points. Counts, and time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.domain.statistics.classical import LEAST
from assessments.domain.statistics.responses import Responses

THIRDS = 3
Counts = tuple[int, int, int]


@dataclass(frozen=True)
class Option:
    """How many of the lowest, middle and best third made one choice; `number` 0: none of them."""

    number: int
    counts: Counts

    @property
    def altogether(self) -> int:
        """Of all people."""
        return sum(self.counts)


@dataclass(frozen=True)
class Picture:
    """One question by groups of ability.

    `sizes`: people of each third to whom it was put. `facility`: of each third, 0-1, None for an empty one.
    `options`: every choice that was made, by number, with those who made none at the end (number 0).
    `left_out`: unanswered, though something later was answered; `not_reached`: nothing later was either.
    `seconds`: the median time since the save before, None where fewer than LEAST are known.
    """

    key: str
    sizes: Counts
    facility: tuple[float | None, float | None, float | None]
    options: tuple[Option, ...]
    left_out: int
    not_reached: int
    seconds: float | None
    timed: int


def thirds(data: Responses) -> NDArray[np.int_]:
    """The third of each person: 0 lowest, 1 middle, 2 best; who has the same points is in the same third.

    By share of the points that could be had, since a random draw may put different questions to different people.
    """
    possible = np.where(data.put, data.points, 0.0).sum(axis=1)
    share = np.round(data.totals / np.where(possible > 0, possible, 1), 9)
    ordered = np.sort(share)
    first, last = np.searchsorted(ordered, share, "left"), np.searchsorted(ordered, share, "right")
    middle = (first + last) / 2 / max(1, data.n)
    return np.minimum(THIRDS - 1, np.floor(middle * THIRDS)).astype(int)


def pictures(data: Responses) -> list[Picture]:
    """The picture of each question, in order."""
    groups = thirds(data)
    return [_picture(data, column, groups) for column in range(len(data.keys))]


def _picture(data: Responses, column: int, groups: NDArray[np.int_]) -> Picture:
    put, key = data.put[:, column], data.keys[column]
    share = data.scores[:, column] / data.points[column]
    within = [put & (groups == third) for third in range(THIRDS)]
    facility = [float(share[rows].mean()) if rows.any() else None for rows in within]
    silent = put & ~data.answered[:, column]
    seconds = data.seconds[put, column]
    seconds = seconds[~np.isnan(seconds)]
    return Picture(
        key=key,
        sizes=_by_third(np.flatnonzero(put), groups),
        facility=(facility[0], facility[1], facility[2]),
        options=_options(data, key, groups, silent),
        left_out=int((silent & data.reached[:, column]).sum()),
        not_reached=int((silent & ~data.reached[:, column]).sum()),
        seconds=float(np.median(seconds)) if len(seconds) >= LEAST else None,
        timed=len(seconds),
    )


def _options(data: Responses, key: str, groups: NDArray[np.int_], silent: NDArray[np.bool_]) -> tuple[Option, ...]:
    chosen = data.chosen.get(key, ())
    numbers = sorted({number for _row, number in chosen})
    made = [Option(n, _by_third(np.array([r for r, number in chosen if number == n], int), groups)) for n in numbers]
    return (*made, Option(0, _by_third(np.flatnonzero(silent), groups))) if made else ()


def _by_third(rows: NDArray[np.int_], groups: NDArray[np.int_]) -> Counts:
    counts = np.bincount(groups[rows], minlength=THIRDS)
    return int(counts[0]), int(counts[1]), int(counts[2])
