"""Differential functioning: is a question harder for one group than for another of the same ability?

Mantel-Haenszel (Holland & Thayer 1988) over people matched by how many questions they had right. In stratum m with
A, B right and wrong of the reference and C, D of the focal group, T together: alpha = sum(A D / T) / sum(B C / T);
delta = -2.35 ln alpha (below zero: harder for the focal group); its standard error is 2.35 times that of ln alpha by
Robins, Breslow & Greenland 1986; chi-squared with the continuity correction. Classes of ETS (Zieky 1993; Dorans &
Holland 1993): A when delta doesn't differ from zero at 5 %, or is below 1 in size; C when it is at least 1.5 in size
and exceeds 1 by more than 1.645 standard errors; B between. Purification: what comes out as B or C leaves the matching
score (its own question always stays in it), until nothing changes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from assessments.domain.statistics.responses import Bools, Floats, Responses

# Of each group. With fewer even a delta of 2 can't be told from chance.
LEAST = 50
ROUNDS = 10
# A matching score of fewer questions tells too little of ability: purification stops.
LEAST_ANCHORS = 4
CRITICAL = float(chi2.ppf(0.95, 1))
ONE_SIDED = 1.645
# The language and the sex to which the others are compared, where there are enough people of it.
REFERENCES = {"language": "tg", "sex": "m"}


@dataclass(frozen=True)
class Dif:
    """One question between two groups. `n`: people of both; `interval`: of delta; None: unknown."""

    key: str
    by: str
    reference: str
    focal: str
    n: int
    alpha_mh: float | None = None
    delta: float | None = None
    category: str | None = None
    interval: tuple[float, float] | None = None

    @property
    def flagged(self) -> bool | None:
        """Class C: somebody has to look at the question. None where there are too few people to tell."""
        return None if self.category is None else self.category == "C"


def between_all(data: Responses) -> list[Dif]:
    """Every question between the reference group and each other group, for every way of grouping."""
    found: list[Dif] = []
    for by, members in data.groups.items():
        found += between(data, by, members)
    return found


def between(data: Responses, by: str, members: Sequence[str]) -> list[Dif]:
    """One way of grouping. Where a group is too small its figures are None."""
    group = np.array(members, dtype=str)
    names = [name for name in sorted(set(members)) if name]
    if len(names) < 2:
        return []
    sizes = {name: int((group == name).sum()) for name in names}
    wanted = REFERENCES.get(by, "")
    reference = wanted if sizes.get(wanted, 0) >= LEAST else max(names, key=lambda name: sizes[name])
    found: list[Dif] = []
    for focal in (name for name in names if name != reference):
        n = sizes[reference] + sizes[focal]
        if min(sizes[reference], sizes[focal]) < LEAST:
            found += [Dif(key, by, reference, focal, n) for key in data.keys]
        else:
            found += _pair(data, by, group, reference, focal)
    return found


def _pair(data: Responses, by: str, group: object, reference: str, focal: str) -> list[Dif]:
    names = np.asarray(group)
    rows = (names == reference) | (names == focal)
    right, is_focal = data.right[rows], names[rows] == focal
    anchors = np.ones(len(data.keys), dtype=np.bool_)
    found: list[Dif] = []
    for _round in range(ROUNDS):
        found = [
            _judged(Dif(key, by, reference, focal, 0), right, is_focal, column, anchors)
            for column, key in enumerate(data.keys)
        ]
        clean = np.array([one.category not in {"B", "C"} for one in found], dtype=np.bool_)
        if (clean == anchors).all() or clean.sum() < LEAST_ANCHORS:
            break
        anchors = clean
    return found


def _judged(blank: Dif, right: Floats, focal: Bools, column: int, anchors: Bools) -> Dif:
    """A question's figures, people matched by the anchors and the question itself."""
    matching = anchors.copy()
    matching[column] = True
    put = ~np.isnan(right[:, column])
    people, of_focal = right[put], focal[put]
    sizes = int((~of_focal).sum()), int(of_focal.sum())
    named = Dif(blank.key, blank.by, blank.reference, blank.focal, sum(sizes))
    if min(sizes) < LEAST:
        return named
    # By share of what was put, in whole counts: with a random draw people match who had the same share right.
    asked = ~np.isnan(people[:, matching])
    score = np.rint(np.nansum(people[:, matching], axis=1) / asked.sum(axis=1) * matching.sum()).astype(int)
    return _measured(named, _tables(score, people[:, column] == 1, of_focal))


def _tables(score: object, right: Bools, focal: Bools) -> Floats:
    """A row (A, B, C, D) a score."""
    at = np.asarray(score)
    size = int(at.max(initial=0)) + 1
    cells = [~focal & right, ~focal & ~right, focal & right, focal & ~right]
    return np.array([np.bincount(at[cell], minlength=size) for cell in cells], dtype=np.float64).T


def _measured(blank: Dif, tables: Floats) -> Dif:
    a, b, c, d = tables[tables.sum(axis=1) > 1].T
    total = a + b + c + d
    r, s = a * d / total, b * c / total
    if not r.sum() or not s.sum():
        return blank
    alpha = float(r.sum() / s.sum())
    p, q = (a + d) / total, (b + c) / total
    variance = float(
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    delta, error = -2.35 * math.log(alpha), 2.35 * math.sqrt(variance)
    return Dif(
        blank.key, blank.by, blank.reference, blank.focal, blank.n,
        alpha_mh=alpha,
        delta=delta,
        category=category(delta, error, chi_squared(tables)),
        interval=(delta - 1.96 * error, delta + 1.96 * error),
    )  # fmt: skip


def chi_squared(tables: Floats) -> float:
    """Mantel & Haenszel's test that alpha is 1, one degree of freedom, with the continuity correction of a half."""
    a, b, c, d = tables[tables.sum(axis=1) > 1].T
    total = a + b + c + d
    expected = (a + b) * (a + c) / total
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (total**2 * (total - 1))
    below = float(variance.sum())
    return max(0.0, abs(float((a - expected).sum())) - 0.5) ** 2 / below if below > 0 else 0.0


def category(delta: float, error: float, tested: float) -> str:
    """The class of ETS: A, B or C."""
    size = abs(delta)
    if size < 1 or tested < CRITICAL:
        return "A"
    return "C" if size >= 1.5 and size - 1 > ONE_SIDED * error else "B"
