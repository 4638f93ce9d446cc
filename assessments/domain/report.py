"""What a closed wave says, with everything hidden that must be. The only way from replies to numbers on a screen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.utils.translation import gettext as _

from assessments.domain import disclosure, needs
from assessments.domain.bounds import Key
from assessments.domain.disclosure import LOWEST_FLOOR, TOTAL, Family
from assessments.domain.instrument import Instrument
from assessments.domain.instrument import Item as Asked
from assessments.domain.needs import Need
from assessments.models import RatingCount, Reply, Suppression, Wave

CROSSED = ("region", "rank_group")


class NoReport(Exception):
    """There is nothing to show, and the message says why."""


@dataclass(frozen=True)
class Row:
    """An item among one group: its need and rank, or None for both where they are hidden."""

    item: Asked
    need: Need | None
    rank: int | None


@dataclass(frozen=True)
class Cell:
    """A count of replies: `group` names the categories that it is counted for; `n` is None where it is hidden."""

    group: Mapping[str, str]
    n: int | None


class Report:
    """A closed wave at a floor. Raises NoReport for a wave that isn't closed and a floor below the lowest."""

    def __init__(self, wave: Wave, *, floor: int | None = None, language: str = "tg") -> None:
        self.wave = wave
        self.floor = wave.floor if floor is None else floor
        if wave.closed_at is None:
            raise NoReport(_("The wave “%(code)s” is not closed yet: nothing is shown before.") % {"code": wave.code})
        if self.floor < LOWEST_FLOOR:
            raise NoReport(_("The floor is never below %(floor)s.") % {"floor": LOWEST_FLOOR})
        self.instrument = Instrument(wave.edition, language)

    @cached_property
    def family(self) -> Family:
        """True counts of replies; never shown but through `n`."""
        rows = Reply.objects.filter(wave=self.wave, finished=True).values_list("region", "rank_group", "service")
        return Family.of({tuple(row[:3]): row[3] for row in rows.annotate(n=Count("pk")).order_by()})

    @cached_property
    def hidden(self) -> frozenset[Key]:
        """The counts of replies that are not shown."""
        return self._kept("replies", lambda: {"": disclosure.hide(self.family, floor=self.floor)})[""]

    @cached_property
    def hidden_items(self) -> dict[str, frozenset[Key]]:
        """For each item the groups for which it is not shown."""
        return self._kept("items", lambda: disclosure.hide_items(self.family, self._items(), floor=self.floor))

    @property
    def replies(self) -> int | None:
        return self.n(TOTAL)

    def n(self, key: Key) -> int | None:
        """A count of replies, or None where it is hidden."""
        return None if key in self.hidden else self.family.counts[key]

    @cached_property
    def items(self) -> list[Row]:
        """The whole wave, in the order of the items. Ranks are among those shown."""
        shown = {} if TOTAL in self.hidden else self._needs("total")
        return self._rows({item.code: self._enough(shown.get((item.code, ""))) for item in self.instrument.items})

    def by(self, breakdown: str) -> dict[str, list[Row]]:
        """The same for each group of a breakdown."""
        found = self._needs(breakdown)

        def shown(code: str, group: str) -> Need | None:
            return None if (breakdown, group) in self.hidden_items[code] else self._enough(found.get((code, group)))

        codes = [item.code for item in self.instrument.items]
        return {
            group: self._rows({code: shown(code, group) for code in codes}) for group in self.family.listed(breakdown)
        }

    def cross(self, by: list[str]) -> tuple[list[Cell], list[Cell]]:
        """Cells and margins of the counts of replies by one breakdown, or by region and rank group.

        Raises NoReport for any other cross: the family of tables of a wave is fixed.
        """
        if len(by) == 1 and by[0] in disclosure.BREAKDOWNS:
            cells = [Cell({by[0]: key[1]}, self.n(key)) for key in self.family.keys(by[0])]
            return cells, [Cell({}, self.replies)]
        if set(by) == set(CROSSED) and len(by) == len(CROSSED):
            crossed = sorted(key for key in self.family.counts if key[0] == "cross")
            cells = [Cell({"region": key[1], "rank_group": key[2]}, self.n(key)) for key in crossed]
            margins = [Cell({what: key[1]}, self.n(key)) for what in CROSSED for key in self.family.keys(what)]
            return cells, [*margins, Cell({}, self.replies)]
        raise NoReport(
            _("Replies are counted by region, by rank group, by service, or by region and rank group, not otherwise.")
        )

    def _enough(self, need: Need | None) -> Need | None:
        return need if need and need.n >= self.floor else None

    def _rows(self, found: Mapping[str, Need | None]) -> list[Row]:
        ranks = needs.ranks(found)
        return [Row(item, found[item.code], ranks.get(item.code)) for item in self.instrument.items]

    def _needs(self, breakdown: str) -> dict[tuple[str, str], Need | None]:
        rows = RatingCount.objects.filter(wave=self.wave, breakdown=breakdown)
        pairs: dict[tuple[str, str], Counter[needs.Pair]] = defaultdict(Counter)
        for item, group, importance, level, n in rows.values_list("item", "group", "importance", "level", "n"):
            pairs[item, group][importance, level] += n
        return {key: needs.need(counts) for key, counts in pairs.items()}

    def _items(self) -> dict[str, disclosure.Item]:
        counts: dict[str, Counter[Key]] = defaultdict(Counter)
        rows = RatingCount.objects.filter(wave=self.wave).values_list("item", "breakdown", "group", "n")
        for item, breakdown, group, n in rows:
            counts[item][TOTAL if breakdown == "total" else (breakdown, group)] += n
        asked = self.instrument.items
        return {item.code: disclosure.Item(counts[item.code], sensitive=item.sensitive) for item in asked}

    def _kept(self, part: str, compute: Callable[[], dict[str, frozenset[Key]]]) -> dict[str, frozenset[Key]]:
        """What is hidden, computed once and kept for good: the same cells whatever is asked, and whenever."""
        kept = Suppression.objects.filter(wave=self.wave, floor=self.floor, part=part).first()
        if kept is None:
            hidden = {code: sorted(keys) for code, keys in compute().items()}
            kept, _made = Suppression.objects.get_or_create(
                wave=self.wave, floor=self.floor, part=part, defaults={"hidden": hidden}
            )
        return {code: frozenset(tuple(key) for key in keys) for code, keys in kept.hidden.items()}
