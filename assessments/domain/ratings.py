"""Taking in ratings gathered on paper or elsewhere: one CSV line a reply and item, all or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain import shuffle
from assessments.domain.instrument import BACKGROUND, Instrument, Item, Value
from assessments.models import Reply, Wave
from ledger import audit
from people.models import User

COLUMNS = ("reply", "item", "importance", "level", "region", "rank_group", "service", "sex", "years", "language")
REQUIRED = COLUMNS[:4]  # a file without some of the background says nothing of it, as blanks do
DELIMITERS = (",", ";", "\t")
MOST_PROBLEMS = 200
POINTS: dict[str, Value] = {str(point): point for point in range(1, 6)}
VALUES: dict[str, Value] = {**POINTS, "na": "na", "declined": "declined"}


@dataclass(frozen=True)
class Problem:
    """What is wrong on a line of the file; the header is line 1."""

    line: int
    problem: str


class NotImported(Exception):
    """Nothing was taken in; `problems` says where the file is wrong."""

    def __init__(self, reason: str, problems: list[Problem] | None = None) -> None:
        super().__init__(reason)
        self.problems = problems or []


@dataclass
class Gathered:
    """One reply of the file: its background, and its ratings by position of the edition."""

    background: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Value] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Imported:
    """What a file holds: replies, lines, and ratings (values given, «na» and «declined» included)."""

    replies: int
    lines: int
    ratings: int


@transaction.atomic
def import_ratings(*, wave: Wave, content: bytes, by: User | None, dry_run: bool = False) -> Imported:
    """Takes a file into an open wave. Raises NotImported, having written nothing, unless all of it is right.

    The `reply` column only tells the file's replies apart; it isn't kept.
    """
    if not shuffle.hold_open(wave):
        raise NotImported(_("The wave “%(code)s” is not open: ratings can't be added.") % {"code": wave.code})
    reading = _Reading(Instrument(wave.edition, "tg"))
    for line, row in _lines(content, reading.problems):
        reading.take(line, row)
    if reading.problems:
        raise NotImported(_("The file has mistakes; nothing was imported."), reading.problems)
    found = Imported(len(reading.replies), reading.lines, sum(len(g.answers) for g in reading.replies.values()))
    if not dry_run:
        rows = [
            Reply(wave=wave, finished=True, answers=gathered.answers, **gathered.background)
            for gathered in reading.replies.values()
        ]
        shuffle.lay_down(Reply, rows)
        audit.record(actor=by, action="wave.import", subject=wave, wave=wave.code)
    return found


def _lines(content: bytes, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines after the header as dictionaries, with the number of the line each begins on."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotImported(_("The file is not UTF-8."), [Problem(line, _("These letters are not UTF-8."))]) from None
    header = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = _header(next(rows, []))
        begins = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                if len(row) == len(names):
                    given = dict(zip(names, (cell.strip() for cell in row), strict=True))
                    yield begins, dict.fromkeys(COLUMNS, "") | given
                else:
                    found = {"found": len(row), "wanted": len(names)}
                    problems.append(Problem(begins, _("%(found)s columns instead of %(wanted)s.") % found))
            begins = rows.line_num + 1
    except csv.Error as error:
        problems.append(Problem(rows.line_num, _("This line can't be read: %(error)s.") % {"error": error}))


def _header(cells: list[str]) -> list[str]:
    """The names of the columns, in the file's order. Raises NotImported for unknown or doubled ones, and unless
    those that are required are there."""
    names = [cell.strip().lower() for cell in cells]
    wrong = [_("The column “%(name)s” is missing.") % {"name": n} for n in REQUIRED if n not in names]
    wrong += [_("The column “%(name)s” is unknown.") % {"name": n} for n in names if n not in COLUMNS]
    wrong += [_("The column “%(name)s” stands twice.") % {"name": n} for n in COLUMNS if names.count(n) > 1]
    if wrong:
        raise NotImported(_("The first line must name the columns."), [Problem(1, what) for what in wrong])
    return names


class _Reading:
    """Gathers the lines of a file into replies, noting what is wrong with each."""

    def __init__(self, instrument: Instrument) -> None:
        self.items: dict[str, Item] = {item.code: item for item in instrument.items}
        self.allowed = {name: instrument.codes(name) for name in (*BACKGROUND, "language")}
        self.replies: dict[str, Gathered] = {}
        self.problems: list[Problem] = []
        self.lines = 0

    def take(self, line: int, row: dict[str, str]) -> None:
        """One line: a reply's two ratings of an item, and its background."""
        if len(self.problems) >= MOST_PROBLEMS:
            return
        self.lines += 1
        problems = list(self._line_problems(row))
        if not problems:
            gathered = self.replies.setdefault(row["reply"], Gathered())
            problems = list(self._reply_problems(gathered, row))
            if not problems:
                self._add(gathered, row)
        self.problems += [Problem(line, what) for what in problems]

    def _line_problems(self, row: dict[str, str]) -> Iterator[str]:
        if not row["reply"]:
            yield _("The reply has no name or number.")
        if row["item"] not in self.items:
            yield _("There is no item “%(item)s”.") % {"item": row["item"]}
        for name in ("importance", "level"):
            if row[name] and row[name].lower() not in VALUES:
                yield _("%(column)s must be 1 to 5, na, declined or blank, not “%(value)s”.") % {
                    "column": name,
                    "value": row[name],
                }
        for name, codes in self.allowed.items():
            if row[name] and row[name] not in codes:
                given = {"column": name, "value": row[name], "codes": ", ".join(sorted(codes))}
                yield _("%(column)s “%(value)s” is none of: %(codes)s.") % given

    def _reply_problems(self, gathered: Gathered, row: dict[str, str]) -> Iterator[str]:
        if row["item"] in gathered.items:
            yield _("The reply “%(reply)s” has the item %(item)s twice.") % row
        for name in self.allowed:
            before = gathered.background.get(name)
            if before and row[name] and row[name] != before:
                given = {"reply": row["reply"], "column": name, "before": before, "now": row[name]}
                yield (
                    _("The reply “%(reply)s” has %(column)s “%(before)s” on an earlier line and “%(now)s” here.")
                    % given
                )

    def _add(self, gathered: Gathered, row: dict[str, str]) -> None:
        item = self.items[row["item"]]
        gathered.items.add(item.code)
        for name in self.allowed:
            gathered.background[name] = gathered.background.get(name) or row[name]
        for position, name in ((item.importance, "importance"), (item.level, "level")):
            if row[name]:
                gathered.answers[str(position)] = VALUES[row[name].lower()]
