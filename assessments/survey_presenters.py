"""What the screens of surveys and needs show, in the words and shapes that templates need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain import needs
from assessments.domain.disclosure import UNKNOWN
from assessments.domain.instrument import BACKGROUND, Instrument, Item, Step, Value
from assessments.domain.report import Report, Row
from assessments.models import Wave
from assessments.survey_forms import Posted
from people.models import User

BREAKDOWNS = {
    "region": gettext_lazy("By region"),
    "rank_group": gettext_lazy("By rank group"),
    "service": gettext_lazy("By service"),
}
GREATEST = 3


def owner(user: User, wave: Wave) -> str:
    """The name under which a phone keeps one person's unsent reply: another's on a shared phone is never shown."""
    return salted_hmac("surveys.draft", f"{user.pk}:{wave.pk}").hexdigest()[:16]


@dataclass(frozen=True)
class Card:
    """An open survey in the list."""

    title: str
    code: str
    answered: bool
    demo: bool
    wave: Wave


def cards(waves: Iterable[Wave], answered: set[int], language: str) -> list[Card]:
    """Open surveys, the unanswered first."""
    found = [
        Card(
            Instrument.say_in(wave.edition.rules.get("title"), language),
            wave.code,
            wave.pk in answered,
            wave.demo,
            wave,
        )
        for wave in waves
    ]
    return sorted(found, key=lambda card: card.answered)


@dataclass(frozen=True)
class Asked:
    """An item on the page, with what has been said to it."""

    number: int
    item: Item
    importance: Value | None
    level: Value | None

    @property
    def silence(self) -> str:
        return self.importance if isinstance(self.importance, str) else ""


@dataclass(frozen=True)
class Question:
    """A background question, with what has been said to it."""

    name: str
    text: str
    options: list[Step]
    chosen: str


class Sheet:
    """The page of questions: background, then the items by domain."""

    def __init__(self, instrument: Instrument, posted: Posted) -> None:
        self.code = posted.code
        self.fresh = not posted.ratings and not any(posted.background.values())
        self.background = [
            Question(name, instrument.question(name), instrument.options(name), posted.background.get(name, ""))
            for name in BACKGROUND
        ]
        asked = [
            Asked(number, item, posted.ratings.get(item.importance), posted.ratings.get(item.level))
            for number, item in enumerate(instrument.items, 1)
        ]
        self.groups = [(domain, list(items)) for domain, items in groupby(asked, key=lambda a: a.item.domain)]
        self.total = len(asked)
        self.importance, self.level = instrument.scale("scale_importance"), instrument.scale("scale_level")
        self.importance_label, self.level_label = instrument.text("importance_label"), instrument.text("level_label")
        self.not_my_work, self.declined = instrument.text("not_my_work"), instrument.text("declined")


@dataclass(frozen=True)
class Bar:
    """A row of the chart: where, in percent of its width, the need and the ends of its interval lie."""

    row: Row
    dot: str
    low: str
    length: str
    zero: str


class Needs:
    """The whole wave, or one group of it: rows from the greatest need down, and the chart of them."""

    def __init__(self, rows: list[Row]) -> None:
        by_code = {row.item.code: row for row in rows}
        self.rows = [by_code[code] for code in needs.in_order({code: row.need for code, row in by_code.items()})]
        shown = [row for row in self.rows if row.need and row.need.mwds_interval]
        ends = [end for row in shown if row.need for end in row.need.mwds_interval or ()]
        self.least, self.most = min([0.0, *ends]), max([1.0, *ends])
        self.bars = [self._bar(row) for row in shown]
        self.ticks = [(self._place(tick), tick) for tick in self._ticks()]

    def _ticks(self) -> list[int]:
        step = max(1, round((self.most - self.least) / 5))
        return [tick for tick in range(-30, 31, step) if self.least <= tick <= self.most]

    def _place(self, value: float) -> str:
        """In percent of the width; two percent on each side stay free for the dot."""
        return f"{2 + 96 * (value - self.least) / (self.most - self.least):.1f}"

    def _bar(self, row: Row) -> Bar:
        low, high = row.need.mwds_interval or (0.0, 0.0) if row.need else (0.0, 0.0)
        left, right = float(self._place(low)), float(self._place(high))
        dot = self._place(float(row.need.mwds) if row.need else 0.0)
        return Bar(row, dot, f"{left:.1f}", f"{right - left:.1f}", self._place(0))


@dataclass(frozen=True)
class Column:
    """A group of a breakdown: its name, how many replied (None where that is hidden), where its own table is."""

    label: str
    n: int | None
    url: str


class Breakdown:
    """Needs by the groups of one breakdown: a line an item, a column a group."""

    def __init__(self, report: Report, breakdown: str, order: list[str]) -> None:
        found = report.by(breakdown)
        groups = labels(report, breakdown)
        address = reverse("surveys:needs", args=[report.wave.code])
        self.columns = [
            Column(label, report.n((breakdown, code)), f"{address}?{urlencode({'by': breakdown, 'group': code})}")
            for code, label in groups.items()
        ]
        by_item = {code: {row.item.code: row for row in rows} for code, rows in found.items()}
        first = next(iter(by_item.values()), {})
        self.lines = [(first[item].item, [by_item[code][item] for code in groups]) for item in order if item in first]


class Crossed:
    """How many replied by region and rank group, with margins; None where hidden."""

    def __init__(self, report: Report) -> None:
        rank_groups = labels(report, "rank_group")
        self.columns = list(rank_groups.values())
        self.lines = [
            (label, [report.n(("cross", region, group)) for group in rank_groups], report.n(("region", region)))
            for region, label in labels(report, "region").items()
        ]
        self.totals = [report.n(("rank_group", group)) for group in rank_groups]


def labels(report: Report, breakdown: str) -> dict[str, str]:
    """The groups of a breakdown that occur, in the order of the questionnaire, and what they are called."""
    named = {step.code: step.label for step in report.instrument.options(breakdown)} | {UNKNOWN: _("Not stated")}
    listed = report.family.listed(breakdown)
    return {code: label for code, label in named.items() if code in listed}


def tabs(wave: Wave, chosen: str) -> list[tuple[str, str, bool]]:
    """Links to the breakdowns: label, address, whether it is shown now."""
    address = reverse("surveys:needs", args=[wave.code])
    return [(str(label), f"{address}?by={code}#groups", code == chosen) for code, label in BREAKDOWNS.items()]
