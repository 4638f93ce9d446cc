"""How tightly can somebody who knows some counts bound those that are hidden? And what else must be hidden?

Pure: no Django, no database. Counts are named by keys (tuples of words). What everybody knows of them is linear:
this is the sum of those, this is not above that, this is at least one. A hidden count is protected when, from all
of it and everything published, it can't be bounded to an interval narrower than the floor. That is proved by
exhibiting two tables that agree with everything published and lie `floor` apart in that count; linear programming
(HiGHS) finds them or shows that there are none. Method: Fischetti & Salazar 2001, Kelly et al. 1992.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, identity, vstack

Key = tuple[str, ...]
Vector = NDArray[np.float64]
SLACK = 1e-6
ROUNDS = 4


@dataclass(frozen=True)
class Facts:
    """True counts, and what anybody knows of how they hang together.

    `sums`: (whole, parts). `below`: (small, large), small <= large. `least`: known lower bounds, else 0.
    `latent` counts are in no table, neither published nor protected; they only tie the others together, and
    their values are never looked at.
    """

    values: Mapping[Key, int]
    sums: Sequence[tuple[Key, Sequence[Key]]]
    below: Sequence[tuple[Key, Key]] = ()
    least: Mapping[Key, int] = field(default_factory=dict)
    latent: frozenset[Key] = frozenset()

    def primary(self, floor: int) -> frozenset[Key]:
        """What is too small to be shown for its own sake."""
        return frozenset(k for k, n in self.values.items() if n < floor and k not in self.latent)


class Prover:
    """Facts as matrices. `hidden` always means: of the table counts, those not published; latent ones never are."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.keys = sorted(facts.values)
        self.at = {key: place for place, key in enumerate(self.keys)}
        self.true = np.array([facts.values[key] for key in self.keys], float)
        self.least = np.array([facts.least.get(key, 0) for key in self.keys], float)
        self.most = 2 * float(self.true.max(initial=0)) + 1000.0  # stands for "no upper bound"
        self.equal = self._rows([(whole, parts) for whole, parts in facts.sums])
        self.under = self._rows([(large, [small]) for small, large in facts.below])
        self.tables: list[Vector] = []

    def _rows(self, rows: Sequence[tuple[Key, Sequence[Key]]]) -> csr_array:
        """A row per (whole, parts): parts - whole, which is 0 for sums and <= 0 for `below`."""
        entries = [(line, self.at[whole], -1.0) for line, (whole, _) in enumerate(rows)]
        entries += [(line, self.at[part], 1.0) for line, (_, parts) in enumerate(rows) for part in parts]
        lines, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_array((values, (lines, columns)), shape=(len(rows), len(self.keys)))

    def box(self, hidden: Collection[Key]) -> NDArray[np.float64]:
        """For every count its (lowest, highest) value before any arithmetic: published ones are known."""
        box = np.stack([self.true, self.true], axis=1)
        free = [self.at[key] for key in (*hidden, *self.facts.latent)]
        box[free, 0], box[free, 1] = self.least[free], self.most
        return box

    def extreme(self, direction: Vector, box: NDArray[np.float64]) -> Vector:
        """The possible table that goes furthest in a direction."""
        under = {"A_ub": self.under, "b_ub": np.zeros(self.under.shape[0])} if self.under.shape[0] else {}
        zeros = np.zeros(self.equal.shape[0])
        found = linprog(-direction, A_eq=self.equal, b_eq=zeros, bounds=box, method="highs-ds", **under)
        if found.status != 0:  # the true table always satisfies every constraint
            raise ArithmeticError(f"bounds: {found.message}")
        return np.asarray(found.x, float)

    def ends(self, key: Key, box: NDArray[np.float64]) -> Iterator[Vector]:
        """Two possible tables: `key` as high, then as low, as everything known allows."""
        direction = np.zeros(len(self.keys))
        for direction[self.at[key]] in (1.0, -1.0):
            yield self.extreme(direction, box)

    def bounds(self, hidden: Collection[Key]) -> dict[Key, tuple[int, int]]:
        """What an attacker can say of each hidden count; a highest value of `most` or so means: no limit."""
        box = self.box(hidden)
        found = {}
        for key in sorted(hidden):
            high, low = (table[self.at[key]] for table in self.ends(key, box))
            found[key] = (int(np.ceil(low - SLACK)), int(np.floor(high + SLACK)))
        return found

    def exposed(self, hidden: Collection[Key], floor: int, audited: Collection[Key] | None = None) -> Key | None:
        """The first of the `audited` (by default all) hidden counts bounded more narrowly than the floor, or None.

        Every table met on the way proves something for many counts at once and is kept, so few programmes are
        solved: a kept table counts where it agrees with all that is published now.
        """
        box = self.box(hidden)
        low, high = self._reached(box)
        for key in sorted(hidden if audited is None else audited):
            place = self.at[key]
            if high[place] - low[place] >= floor - SLACK:
                continue
            for table in self.ends(key, box):
                self.tables.append(table)
                np.minimum(low, table, out=low)
                np.maximum(high, table, out=high)
                if high[place] - low[place] >= floor - SLACK:
                    break
            if np.floor(high[place] + SLACK) - np.ceil(low[place] - SLACK) < floor:
                return key
        return None

    def _reached(self, box: NDArray[np.float64]) -> tuple[Vector, Vector]:
        """The lowest and highest that kept tables within `box` go in each count."""
        if not self.tables:
            return self.true.copy(), self.true.copy()
        tables = np.array(self.tables)
        fits = ((tables >= box[:, 0] - SLACK) & (tables <= box[:, 1] + SLACK)).all(axis=1)
        fitting = np.vstack([tables[fits], self.true])
        return fitting.min(axis=0), fitting.max(axis=0)

    def cheapest(self, target: Key, hidden: Collection[Key], floor: int, cost: Mapping[Key, float]) -> set[Key] | None:
        """The published counts whose hiding, at little cost, frees `target`; None where nothing can.

        Two possible tables a floor apart in `target` are sought that leave the truth, in published counts, as
        cheaply as can be; where they leave it, the count is hidden. Only counts with a cost may be. The cost of
        moving a count at all is approached by solving again with the cost divided by how far it moved.
        """
        switches = sorted(key for key in cost if key not in hidden)
        if not switches:
            return None
        pair = _Pair(self, target, switches, self.box([*hidden, *switches]), floor)
        price = np.array([cost[key] for key in switches])
        best, weights = None, price / floor
        for _ in range(ROUNDS):
            moved = pair.moved(weights)
            if moved is None:
                return None
            chosen = moved > SLACK
            loss = float(price[chosen].sum())
            if best is None or loss < best[0] - SLACK:
                best = (loss, {key for key, on in zip(switches, chosen, strict=True) if on})
            weights = price / (moved + 0.5)
        return best[1] if best else None


class _Pair:
    """The linear programme over two possible tables: variables (table, table, how far each switch moves)."""

    def __init__(self, prover: Prover, target: Key, switches: list[Key], box: NDArray[np.float64], floor: int) -> None:
        size, many = len(prover.keys), len(switches)
        places = [prover.at[key] for key in switches]
        truth = prover.true[places]
        pick = identity(size, format="csr")[places]
        none, one = csr_array((many, size)), identity(many, format="csr")
        rows = [
            hstack(row) for row in ([pick, none, -one], [-pick, none, -one], [none, pick, -one], [none, -pick, -one])
        ]
        limits = [truth, -truth, truth, -truth]
        apart = np.zeros((1, 2 * size + many))
        apart[0, prover.at[target]], apart[0, size + prover.at[target]] = -1.0, 1.0
        under, equal = self._twice(prover.under, many), self._twice(prover.equal, many)
        self.under = vstack([*rows, csr_array(apart), under])
        self.under_limit = np.concatenate([*limits, [-float(floor)], np.zeros(under.shape[0])])
        self.equal, self.equal_limit = equal, np.zeros(equal.shape[0])
        self.box = np.vstack([box, box, np.stack([np.zeros(many), np.full(many, np.inf)], axis=1)])
        self.many = many

    @staticmethod
    def _twice(rows: csr_array, many: int) -> csr_array:
        empty, tail = csr_array(rows.shape), csr_array((rows.shape[0], many))
        return vstack([hstack([rows, empty, tail]), hstack([empty, rows, tail])])

    def moved(self, weights: Vector) -> Vector | None:
        """How far each switch moves in the cheapest pair of tables; None where there is no such pair."""
        found = linprog(
            np.concatenate([np.zeros(len(self.box) - self.many), weights]),
            A_ub=self.under,
            b_ub=self.under_limit,
            A_eq=self.equal,
            b_eq=self.equal_limit,
            bounds=self.box,
            method="highs-ds",
        )
        return None if found.status else np.asarray(found.x[-self.many :], float)


def protect(
    prover: Prover,
    hidden: Iterable[Key],
    *,
    floor: int,
    cost: Mapping[Key, float],
    spared: frozenset[Key] = frozenset(),
) -> frozenset[Key] | None:
    """`hidden`, and as little more as it takes until no hidden count is exposed; None where nothing helps.

    Counts with a `cost` may be hidden in addition; `spared` are hidden ones that nobody has to be kept from
    bounding. Deterministic: the same facts give the same pattern.
    """
    must = frozenset(hidden)
    now = must
    while (target := prover.exposed(now, floor, now - spared)) is not None:
        more = prover.cheapest(target, now, floor, cost)
        if not more:
            return None
        now |= more
    values = prover.facts.values
    for key in sorted(now - must, key=lambda k: (-values[k], k)):  # what a later choice made needless
        if prover.exposed(now - {key}, floor, now - {key} - spared) is None:
            now -= {key}
    return now
