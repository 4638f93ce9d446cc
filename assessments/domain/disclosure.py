"""What of a wave may be shown. Pure: no Django, no database. Why and against whom: decision record 0005.

The tables of a wave are one fixed family, and they are hidden together, whatever part is asked for: how many
replied in all, by region, by rank group, by service, and by region and rank group; and for every item how many
rated it, in all and by each of the three. Counts below the floor are hidden (zeros of listed categories too), and
then whatever would let a hidden count be bounded to an interval narrower than the floor.

Patterns are built up from the lowest floor, each from the one before, so that what a lower floor hides every
higher floor hides too: reports made with different floors can't be subtracted from each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assessments.domain.bounds import Facts, Key, Prover, protect

LOWEST_FLOOR = 5
UNKNOWN = "unknown"
TOTAL: Key = ("total",)
BREAKDOWNS = ("region", "rank_group", "service")
# What hiding a count loses: its size and a little for itself; a margin tells more than a cell, the total most.
LOSS = {"cross": 1.0, "region": 4.0, "rank_group": 4.0, "service": 4.0, "total": 1000.0}


@dataclass(frozen=True)
class Family:
    """How many replied: `counts` holds the total, the three margins and the cross, zeros included.

    Only categories that occur are listed; a reply with a blank background is counted under "unknown".
    """

    counts: Mapping[Key, int]

    @classmethod
    def of(cls, replies: Mapping[tuple[str, str, str], int]) -> Family:
        """From how many replies there are of each (region, rank group, service)."""
        counts: Counter[Key] = Counter({TOTAL: 0})
        for background, n in replies.items():
            if n:
                region, group, service = (word or UNKNOWN for word in background)
                named = (("region", region), ("rank_group", group), ("service", service))
                counts.update(dict.fromkeys((TOTAL, *named, ("cross", region, group)), n))
        regions, groups = ([k[1] for k in counts if k[0] == what] for what in BREAKDOWNS[:2])
        crossed: dict[Key, int] = {("cross", r, g): 0 for r in regions for g in groups}
        return cls({**crossed, **counts})

    def listed(self, breakdown: str) -> list[str]:
        """The categories of a breakdown that occur, in alphabetical order."""
        return sorted(key[1] for key in self.counts if key[0] == breakdown)

    @cached_property
    def sums(self) -> list[tuple[Key, list[Key]]]:
        """Which counts are sums of which."""
        crossed = [key for key in self.counts if key[0] == "cross"]
        rows = [(("region", r), [k for k in crossed if k[1] == r]) for r in self.listed("region")]
        rows += [(("rank_group", g), [k for k in crossed if k[2] == g]) for g in self.listed("rank_group")]
        return [*rows, *((TOTAL, self.keys(what)) for what in BREAKDOWNS)]

    def keys(self, breakdown: str) -> list[Key]:
        """The counts of one margin."""
        return [(breakdown, word) for word in self.listed(breakdown)]

    @cached_property
    def facts(self) -> Facts:
        """What anybody knows of the counts: how they add up, and that a category is listed only if it occurs."""
        least = {key: 1 for key in self.counts if key[0] != "cross" and self.counts[key]}
        return Facts(self.counts, self.sums, least=least)


def hide(family: Family, *, floor: int) -> frozenset[Key]:
    """The reply counts to hide at a floor (>= 5). Raises ValueError for a lower one."""
    return list(_patterns(family, floor))[-1]


def _patterns(family: Family, floor: int) -> Iterator[frozenset[Key]]:
    """The patterns of floors 5, 6, ... `floor`, each within the next."""
    if floor < LOWEST_FLOOR:
        raise ValueError(f"a floor is at least {LOWEST_FLOOR}, not {floor}")
    everything = frozenset(family.counts)
    prover = Prover(family.facts)
    cost = {key: LOSS[key[0]] * (n + 5) for key, n in family.counts.items()}
    hidden: frozenset[Key] = frozenset()
    for step in range(LOWEST_FLOOR, floor + 1):
        if hidden != everything:
            found = protect(prover, hidden | family.facts.primary(step), floor=step, cost=cost)
            # a total that is hidden is one of very few replies: nothing about them is worth a risk
            hidden = everything if found is None or TOTAL in found else found
        yield hidden


@dataclass(frozen=True)
class Item:
    """How many rated one item with a complete pair: `counts` has the total and the margins of the family.

    A sensitive item is shown for the whole wave and by region only.
    """

    counts: Mapping[Key, int]
    sensitive: bool = False

    @property
    def breakdowns(self) -> tuple[str, ...]:
        return BREAKDOWNS[:1] if self.sensitive else BREAKDOWNS


def margins(family: Family) -> list[Key]:
    """What an item is shown by: the whole, and each group of each breakdown."""
    return [TOTAL, *_groups(family)]


def _groups(family: Family, breakdowns: Iterable[str] = BREAKDOWNS) -> list[Key]:
    return [key for what in breakdowns for key in family.keys(what)]


def hide_items(family: Family, items: Mapping[str, Item], *, floor: int) -> dict[str, frozenset[Key]]:
    """For each item the keys (total and margins) of which nothing may be shown, at a floor (>= 5).

    An item is shown for a group only if the group's own count is shown and enough of it rated the item. What else
    would give a hidden count away is hidden too; where that can't be, the item is broken down by less, or not.
    """
    one_by_one = {code: _Guard(family, {code: item}) for code, item in items.items()}
    all_of_them = _Guard(family, items)
    hidden = {code: frozenset[Key]() for code in items}
    for step, replies in enumerate(_patterns(family, floor), start=LOWEST_FLOOR):
        for code, guard in one_by_one.items():
            hidden[code] = guard.item(code, replies=replies, before=hidden[code], floor=step)
        if TOTAL not in replies:
            all_of_them.withdraw(hidden, replies=replies, floor=step)
    return hidden


class _Guard:
    """The counts of replies and of some items in one system of facts.

    Of every item the cross by region and rank group is latent: nobody sees it, but it lies below the cross of
    replies, and so ties an item's margins to them.
    """

    def __init__(self, family: Family, items: Mapping[str, Item]) -> None:
        self.family, self.items = family, items
        self.keys = margins(family)
        # what is never published at all needs no guard: a sensitive item by rank group and service
        self.never = {
            code: frozenset(_groups(family, [w for w in BREAKDOWNS if w not in item.breakdowns]))
            for code, item in items.items()
        }
        values: dict[Key, int] = dict(family.counts)
        sums: list[tuple[Key, list[Key]]] = list(family.sums)
        latent: set[Key] = set()
        for code, item in items.items():
            values |= {self.named(code, key): item.counts.get(key, 0) for key in family.counts}
            sums += [(self.named(code, whole), [self.named(code, p) for p in parts]) for whole, parts in family.sums]
            crossed = {key for key in family.counts if key[0] == "cross"}
            latent |= {self.named(code, key) for key in crossed | self.never[code]}
        below = [(self.named(code, key), key) for code in items for key in family.counts]
        self.prover = Prover(Facts(values, sums, below, family.facts.least, frozenset(latent)))

    @staticmethod
    def named(code: str, key: Key) -> Key:
        """The name of an item's count among all counts."""
        return ("item", code, *key)

    def item(self, code: str, *, replies: frozenset[Key], before: frozenset[Key], floor: int) -> frozenset[Key]:
        """What to hide of one item: too few, groups that are hidden themselves, and what would give those away."""
        counts, never = self.items[code].counts, self.never[code]
        few = {key for key in self.keys if counts.get(key, 0) < floor}
        if TOTAL in replies | few:
            return frozenset(self.keys)
        must = before | (replies & frozenset(self.keys)) | few | never
        for given_up in ((), ("service",), ("service", "rank_group"), BREAKDOWNS):
            found = self._protected(code, must | frozenset(_groups(self.family, given_up)), replies, floor)
            if found is not None:
                return found | never
        return frozenset(_groups(self.family))

    def _protected(self, code: str, must: frozenset[Key], replies: frozenset[Key], floor: int) -> frozenset[Key] | None:
        """`must` and what protects it; a breakdown hidden throughout says nothing and holds nothing to guard."""
        counts, never = self.items[code].counts, self.never[code]
        silent = {what for what in BREAKDOWNS if must >= set(self.family.keys(what))}
        spared = {self.named(code, key) for key in must - never if key[0] in silent}
        found = protect(
            self.prover,
            replies | {self.named(code, key) for key in must - never},
            floor=floor,
            cost={self.named(code, k): counts[k] + 5.0 for k in self.keys if k not in must and k != TOTAL},
            spared=frozenset(spared),
        )
        return None if found is None else frozenset(key for key in self.keys if self.named(code, key) in found)

    def withdraw(self, hidden: dict[str, frozenset[Key]], *, replies: frozenset[Key], floor: int) -> None:
        """Breaks fewer items down where all of them together would give a count of replies away."""

        def exposed(audited: frozenset[Key]) -> Key | None:
            unseen = {self.named(code, key) for code in self.items for key in hidden[code] - self.never[code]}
            return self.prover.exposed(replies | unseen, floor, audited)

        everything = frozenset(_groups(self.family))
        while (target := exposed(replies)) is not None:
            kept = dict(hidden)
            hidden.update({code: hidden[code] | everything for code in hidden})
            for code, closed in list(hidden.items()):  # each item again, unless it is the one that gives it away
                hidden[code] = kept[code]
                if exposed(frozenset({target})):
                    hidden[code] = closed
