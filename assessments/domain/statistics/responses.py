"""The matrix that every figure is made of: people by questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Responses:
    """n people by k questions.

    `points`: what each question is worth, k. `scores`: n x k points; NaN where a question wasn't put to a person, 0
    where it was left unanswered. `answered`: n x k. `chosen`: by key, pairs of (row, number of a choice), a pair a
    choice that was made. `seconds`: n x k since the save before, NaN where unknown. `groups`: by name («language»,
    «sex»), what each person belongs to, an empty text where that is unknown. `slots`: where questions were drawn at
    random, n x places, the points of whatever stood there; else None.
    """

    keys: tuple[str, ...]
    points: Floats
    scores: Floats
    answered: Bools
    seconds: Floats
    chosen: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    slots: Floats | None = None

    @property
    def n(self) -> int:
        """How many people."""
        return int(self.scores.shape[0])

    @property
    def put(self) -> Bools:
        """Which question was put to whom, n x k."""
        return ~np.isnan(self.scores)

    @property
    def whole(self) -> bool:
        """Whether everybody had every question: no random draw."""
        return bool(self.put.all())

    @property
    def marks(self) -> Floats | None:
        """What reliability is made of: n x k, everybody's points of the same questions, or, after a random draw, of the
        same places, as Moodle does. None where not everybody has as many."""
        return self.scores if self.whole else self.slots

    @property
    def totals(self) -> Floats:
        """Points of each person, n."""
        return np.asarray(np.nansum(self.scores, axis=1), dtype=np.float64)

    @property
    def right(self) -> Floats:
        """n x k of 1 (all points), 0 (anything less), NaN (not put): what DIF and response models are made of."""
        full = np.where(self.scores >= self.points - 1e-9, 1.0, 0.0)
        return np.where(self.put, full, np.nan)

    @property
    def reached(self) -> Bools:
        """n x k: answered, or some later question was; whatever stands after a person's last answer wasn't reached."""
        later = np.flip(np.logical_or.accumulate(np.flip(self.answered, axis=1), axis=1), axis=1)
        return np.asarray(later, dtype=np.bool_)


def responses(keys: Sequence[str], points: Sequence[float], scores: object, **more: object) -> Responses:
    """A matrix from plain lists (None or NaN: not put); `answered` and `seconds` may be left out."""
    matrix = np.array(scores, dtype=np.float64).reshape(-1, len(keys))
    given = {"answered": ~np.isnan(matrix), "seconds": np.full_like(matrix, np.nan)} | more
    return Responses(tuple(keys), np.array(points, dtype=np.float64), matrix, **given)  # type: ignore[arg-type]
