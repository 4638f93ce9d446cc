"""What is hidden, attacked: nobody who sees everything printed may bound a hidden count more tightly than the floor.

The attacker here is written apart from the code under test: own variables, own constraints, own enumeration.
"""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from assessments.domain import disclosure
from assessments.domain.bounds import Prover
from assessments.domain.disclosure import BREAKDOWNS, TOTAL, Family, Item, hide, hide_items, margins

REGIONS = ["TJ-DU", "TJ-SU", "TJ-KT", "TJ-RA", "TJ-GB", ""]
GROUPS = ["rank and file", "sergeants", "warrant officers", "junior officers", "senior officers", "generals", ""]
SERVICES = ["inspector", "patrol", "juvenile", "duty-desk", "other", ""]
size = st.one_of(st.just(0), st.integers(0, 4), st.integers(3, 16), st.integers(10, 300))


@st.composite
def waves(draw, most=5):
    """Sparse, skewed and tiny waves, rows and columns of zeros included."""
    regions = REGIONS[: draw(st.integers(1, most))]
    groups = GROUPS[: draw(st.integers(1, most))]
    services = SERVICES[: draw(st.integers(1, most))]
    counts: Counter = Counter()
    for region, group in product(regions, groups):
        left = draw(size)
        for service in services[:-1]:
            some = draw(st.integers(0, left)) if draw(st.booleans()) else 0
            counts[region, group, service] += some
            left -= some
        counts[region, group, services[-1]] += left
    assume(counts.total())  # of nobody there is nothing to protect
    return Family.of(counts)


class Attacker:
    """Knows every published count, how counts add up, that listed categories occur, and nothing else."""

    def __init__(self, family, hidden, items=None, hidden_items=None):
        self.names = list(family.counts)
        self.rows, self.below = [], []
        self.limits = {}
        self._add(family, family.counts, hidden, ())
        for code, item in (items or {}).items():
            unseen = hidden_items[code] | {key for key in family.counts if key[0] == "cross"}
            self._add(family, item.counts, unseen, (code,))
        self.at = {name: place for place, name in enumerate(self.names)}
        listed = {key for key in family.counts if key[0] != "cross" and family.counts[key]}
        self.box = [self.limits.get(n, (1 if n in listed else 0, None)) for n in self.names]

    def _add(self, family, counts, hidden, prefix):
        if prefix:
            self.names += [prefix + key for key in family.counts]
            self.below += [(prefix + key, key) for key in family.counts]
        for key in family.counts:
            if key not in hidden:
                self.limits[prefix + key] = (counts.get(key, 0),) * 2
        for what in BREAKDOWNS:
            self.rows.append((prefix + TOTAL, [prefix + k for k in family.counts if k[0] == what]))
        for place, what in enumerate(BREAKDOWNS[:2], 1):
            for whole in [k for k in family.counts if k[0] == what]:
                parts = [k for k in family.counts if k[0] == "cross" and k[place] == whole[1]]
                self.rows.append((prefix + whole, [prefix + k for k in parts]))

    def interval(self, key):
        def row(plus, minus):
            line = np.zeros(len(self.names))
            for name in plus:
                line[self.at[name]] += 1
            line[self.at[minus]] -= 1
            return line

        equal = np.array([row(parts, whole) for whole, parts in self.rows])
        under = np.array([row([small], large) for small, large in self.below]) if self.below else None
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(self.names))
            aim[self.at[key]] = sign
            found = linprog(
                aim, A_eq=equal, b_eq=np.zeros(len(equal)), A_ub=under,
                b_ub=None if under is None else np.zeros(len(under)), bounds=self.box, method="highs",
            )  # fmt: skip
            ends.append(np.inf if found.status in (3, 4) else abs(found.fun))
        return ends[0], ends[1]

    def narrow(self, keys, floor):
        for key in keys:
            low, high = self.interval(key)
            if high - low < floor - 1e-6:
                return key, low, high
        return None


@settings(max_examples=60, deadline=None)
@given(waves(), st.integers(5, 12))
def test_attack_13_no_hidden_count_is_known_within_the_floor(family, floor):
    hidden = hide(family, floor=floor)
    assert all(n >= floor for key, n in family.counts.items() if key not in hidden)
    assert Attacker(family, hidden).narrow(sorted(hidden), floor) is None


@settings(max_examples=30, deadline=None)
@given(waves(), st.integers(5, 11))
def test_attack_13_floors_are_nested(family, floor):
    """Two reports at different floors, put together, show no more than the lower floor's alone."""
    assert hide(family, floor=floor) <= hide(family, floor=floor + 1)


@settings(max_examples=60, deadline=None)
@given(waves(), st.integers(5, 12))
def test_never_more_than_needed(family, floor):
    """Any single count that is hidden and isn't small is needed: shown again, something is exposed."""
    hidden = hide(family, floor=floor)
    if all(n >= floor for n in family.counts.values()):
        assert not hidden
    if floor == disclosure.LOWEST_FLOOR and hidden != frozenset(family.counts):
        for key in hidden - family.facts.primary(floor):
            assert Attacker(family, hidden - {key}).narrow(sorted(hidden - {key}), floor)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=4, max_size=4), st.integers(5, 8))
def test_attack_13_by_enumeration(cells, floor):
    """Two regions by two groups: every table of whole numbers that agrees with what is printed, one by one."""
    names = list(product(["TJ-DU", "TJ-SU"], ["sergeants", "generals"]))
    family = Family.of({(*name, "patrol"): n for name, n in zip(names, cells, strict=True)})
    hidden = hide(family, floor=floor)
    if not hidden or TOTAL in hidden:
        assert TOTAL not in hidden or hidden == frozenset(family.counts)
        return
    possible = []
    total = family.counts[TOTAL]
    for a, b, c in product(range(total + 1), repeat=3):
        if a + b + c <= total:
            other = zip(names, (a, b, c, total - a - b - c), strict=True)
            table = Family.of({(*name, "patrol"): n for name, n in other}).counts
            if all(table.get(key, 0) == n for key, n in family.counts.items() if key not in hidden):
                listed = {key for key in table if key[0] != "cross"}
                if listed == {key for key in family.counts if key[0] != "cross"}:
                    possible.append(table)
    for key in hidden:
        reached = [table.get(key, 0) for table in possible]
        assert max(reached) - min(reached) >= floor, (key, sorted(set(reached)))


@st.composite
def rated_waves(draw):
    family_counts = draw(waves(most=4)).counts
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    people = [(key[1:], rng.integers(3)) for key, n in family_counts.items() if key[0] == "cross" for _ in range(n)]
    family = Family.of(Counter((region, group, SERVICES[service]) for (region, group), service in people))
    items = {}
    for code in ("K01", "K02", "K03"):
        share = draw(st.sampled_from([0.1, 0.6, 0.95, 1.0]))
        only = draw(st.sampled_from([None, 0, 1]))
        counts: Counter = Counter()
        for (region, group), service in people:
            if rng.random() < share and only in (None, service):
                named = [("region", region), ("rank_group", group), ("service", SERVICES[service] or "unknown")]
                counts.update([TOTAL, *named])
        items[code] = Item(counts, sensitive=code == "K03")
    return family, items


@settings(max_examples=30, deadline=None)
@given(rated_waves(), st.integers(5, 10))
def test_attack_13_item_tables_give_nothing_away(wave, floor):
    """With every item's tables in hand too, and all of them together, no count of replies is known better."""
    family, items = wave
    replies, hidden = hide(family, floor=floor), hide_items(family, items, floor=floor)
    attacker = Attacker(family, replies, items, hidden)
    assert attacker.narrow(sorted(replies), floor) is None
    for code, item in items.items():
        for key in set(margins(family)) - hidden[code]:
            assert item.counts[key] >= floor
            assert key not in replies
        alone = Attacker(family, replies, {code: item}, hidden)
        for what in item.breakdowns:
            keys = set(family.keys(what))
            if keys - hidden[code]:  # a breakdown of which something is shown
                assert alone.narrow([(code, *key) for key in sorted(keys & hidden[code])], floor) is None


@settings(max_examples=10, deadline=None)
@given(rated_waves())
def test_sensitive_items_by_region_only(wave):
    family, items = wave
    hidden = hide_items(family, items, floor=5)
    assert {key for what in BREAKDOWNS[1:] for key in family.keys(what)} <= hidden["K03"]


def test_nothing_hidden_where_everything_is_large():
    family = Family.of({(r, g, s): 40 for r in REGIONS[:5] for g in GROUPS[:4] for s in SERVICES[:5]})
    items = {"K01": Item({key: n for key, n in family.counts.items() if key[0] != "cross"})}
    assert hide(family, floor=12) == frozenset()
    assert hide_items(family, items, floor=12) == {"K01": frozenset()}


def test_nobody_and_a_floor_too_low():
    assert hide(Family.of({}), floor=5) == {TOTAL}
    with pytest.raises(ValueError, match="at least 5"):
        hide(Family.of({}), floor=4)


def test_blank_background_is_a_category_when_it_occurs():
    family = Family.of({("", "sergeants", ""): 12, ("TJ-DU", "sergeants", "patrol"): 30})
    assert family.listed("region") == ["TJ-DU", "unknown"]
    assert family.listed("rank_group") == ["sergeants"]


def test_bounds_say_what_an_attacker_could():
    family = Family.of({("TJ-DU", "sergeants", "patrol"): 30, ("TJ-SU", "sergeants", "patrol"): 3})
    bounds = Prover(family.facts).bounds([("region", "TJ-SU"), ("cross", "TJ-SU", "sergeants")])
    assert bounds["region", "TJ-SU"] == (3, 3)  # 33 less 30: hiding the small count alone is no use
    hidden = hide(family, floor=10)
    assert ("region", "TJ-DU") in hidden
    assert Prover(family.facts).bounds(hidden)["region", "TJ-SU"] == (1, 32)
