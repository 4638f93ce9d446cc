"""The report: totals a language, and the rows asked for, in the order asked for, grouped by page."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ui import languages
from ui.staleness import State
from ui.translation_report.filters import BY_AGE, BY_NUMBER, Filters
from ui.translation_report.rows import Row, Sheet


@dataclass(frozen=True)
class Total:
    """How far one language has come over the pages asked for."""

    language: str
    name: str
    texts: int
    missing: int
    stale: int

    @property
    def fresh(self) -> int:
        """How many texts are in step."""
        return self.texts - self.missing - self.stale

    @property
    def percent(self) -> int:
        """Rounded down: 100 says that nothing is left to do."""
        return self.fresh * 100 // self.texts if self.texts else 100


@dataclass(frozen=True)
class Group:
    """The rows of one page that stand together."""

    sheet: Sheet
    rows: list[Row]


@dataclass(frozen=True)
class Report:
    """Everything that was asked for."""

    totals: list[Total]
    rows: list[Row]
    pages: int


def report(sheets: list[Sheet], filters: Filters, today: datetime.date) -> Report:
    """The report on `sheets`. Totals heed the filters of pages, not those of rows."""
    asked = [sheet for sheet in sheets if filters.holds_for(sheet)]
    behind = {sheet.page.pk: list(sheet.rows(today)) for sheet in asked}
    kept = {pk: [row for row in rows if filters.holds_in(row)] for pk, rows in behind.items()}
    texts = sum(len(sheet.leaves) for sheet in asked)
    counts = Counter((row.language, row.state) for rows in behind.values() for row in rows)
    totals = [
        Total(code, languages.own_name(code), texts, counts[code, State.MISSING], counts[code, State.STALE])
        for code in languages.codes()
    ]
    in_order = _ordered([rows for rows in kept.values() if rows], filters.sort)
    return Report(totals, [row for rows in in_order for row in rows], len(in_order))


def _ordered(found: list[list[Row]], sort: str) -> list[list[Row]]:
    """Pages by the order asked for; within a page texts stay as they are read."""
    if sort == BY_NUMBER:
        return sorted(found, key=lambda rows: -len(rows))
    if sort == BY_AGE:
        return sorted(found, key=lambda rows: -max(row.days for row in rows))
    return found


def grouped(rows: Iterable[Row]) -> list[Group]:
    """Rows that stand together, by page."""
    found = [list(part) for _pk, part in groupby(rows, key=lambda row: row.sheet.page.pk)]
    return [Group(rows[0].sheet, rows) for rows in found]
