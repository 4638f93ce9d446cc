"""Reading the matrix of an examination on paper: a CSV file's bytes into a table, or a list of what is wrong where.

Pure: no database. The first line names the columns: the person, `sex` and `language` if they are there, and a question
key each. A cell holds points (0, 1, 0,5) or letters of choices (A, BD); an empty one says that nothing was answered.
Two lines may say more in place of a person: `key` holds the right choices, `points` what each question is worth.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from ui.uploads import MB, RefusedFile, checked_size

MOST_BYTES, MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 4 * MB, 20_000, 400, 200
MOST_PROBLEMS = 200
MOST_POINTS = Decimal("999.99")
DELIMITERS = (";", ",", "\t")
NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?")
# What a spreadsheet would run as a formula when somebody opens what we give out.
FORMULA = re.compile(r"[=+@\t\r]|-(?!\s*\d)")
BLANK = {"", "-", "–", "—"}
KEY = re.compile(r"[^\W_][\w.\-/ ]{0,79}")
LATIN, CYRILLIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "АБВГДЕЖЗИК"
NAMES = {
    "sex": "sex", "пол": "sex", "ҷинс": "sex",
    "language": "language", "язык": "language", "забон": "language",
}  # fmt: skip
ROWS = {"key": "key", "ключ": "key", "калид": "key", "points": "points", "баллы": "points", "холҳо": "points"}
SEXES = {
    "f": "f", "ж": "f", "з": "f", "female": "f", "woman": "f", "жен": "f", "женский": "f", "зан": "f",
    "m": "m", "м": "m", "male": "m", "man": "m", "муж": "m", "мужской": "m", "мард": "m",
}  # fmt: skip
LANGUAGES = {
    "tg": "tg", "тоҷикӣ": "tg", "таджикский": "tg", "tajik": "tg",
    "ru": "ru", "русӣ": "ru", "русский": "ru", "russian": "ru",
    "en": "en", "англисӣ": "en", "английский": "en", "english": "en",
}  # fmt: skip

Value = Decimal | tuple[int, ...] | None


@dataclass(frozen=True)
class Problem:
    """What is wrong, on which line (the header is line 1) and in which column; an empty column: the line as such."""

    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        told = {"line": self.line, "column": self.column, "problem": self.problem}
        if self.column:
            return _("Line %(line)s, column “%(column)s”: %(problem)s") % told
        return _("Line %(line)s: %(problem)s") % told


class Unreadable(Exception):
    """The file isn't taken; `problems` says where it is wrong, at most MOST_PROBLEMS of them."""

    def __init__(self, reason: str, problems: list[Problem] | None = None) -> None:
        super().__init__(reason)
        self.problems = problems or []


@dataclass
class Row:
    """One person's line: points, numbers of choices, or None (nothing answered), by question key."""

    line: int
    person: str
    sex: str = ""
    language: str = ""
    values: dict[str, Value] = field(default_factory=dict)


@dataclass
class Table:
    """A file that could be read: question keys in its order, people, and the two lines that may say more."""

    keys: list[str]
    rows: list[Row] = field(default_factory=list)
    right: dict[str, Value] = field(default_factory=dict)
    points: dict[str, Value] = field(default_factory=dict)


def read(content: bytes) -> Table:
    """The table of a file. Raises Unreadable with everything that is wrong with it."""
    try:
        checked_size(io.BytesIO(content), MOST_BYTES)
    except RefusedFile as refusal:
        raise Unreadable(str(refusal)) from None
    reading = _Reading(_text(content))
    reading.everything()
    if reading.problems:
        raise Unreadable(_("The file has mistakes; nothing was taken in."), reading.problems[:MOST_PROBLEMS])
    if not reading.table.rows:
        raise Unreadable(_("The file has no line of a person."))
    return reading.table


def _text(content: bytes) -> str:
    """UTF-8 (with or without a mark), UTF-16 with its mark, or Windows-1251, as spreadsheets write them."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(_("This is a spreadsheet. Save it as CSV first."))
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Unreadable(_("The file is not text: save it as CSV in UTF-8."))


class _Reading:
    """One reading of a file, gathering what is wrong."""

    def __init__(self, text: str) -> None:
        header = text.partition("\n")[0]
        delimiter = max(DELIMITERS, key=header.count)
        self.lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        self.problems: list[Problem] = []
        self.names: list[str] = []
        self.table = Table([])
        self.seen: dict[str, int] = {}

    def everything(self) -> None:
        """Header and lines; stops where a line can't be split or the file is too long."""
        try:
            self._header(next(self.lines, []))
            begins = self.lines.line_num + 1
            for cells in self.lines:
                if any(cell.strip() for cell in cells):
                    self._line(begins, [cell.strip() for cell in cells])
                if len(self.table.rows) > MOST_ROWS:
                    raise Unreadable(_("The file has more than %(most)s lines.") % {"most": MOST_ROWS})
                if len(self.problems) >= MOST_PROBLEMS:
                    return
                begins = self.lines.line_num + 1
        except csv.Error as error:
            self._wrong(self.lines.line_num, "", _("This line can't be read: %(error)s.") % {"error": error})

    def _wrong(self, line: int, column: str, problem: str) -> None:
        self.problems.append(Problem(line, column, problem))

    def _header(self, cells: list[str]) -> None:
        names = [cell.strip() for cell in cells]
        while names and not names[-1]:
            names.pop()
        if len(names) < 2 or len(names) > MOST_COLUMNS:
            told = {"most": MOST_COLUMNS}
            raise Unreadable(
                _("The first line must name the columns: the person, then up to %(most)s questions.") % told
            )
        self.names = [names[0], *(NAMES.get(name.lower(), name) for name in names[1:])]
        for place, name in enumerate(self.names[1:], 1):
            if name in self.names[1:place]:
                self._wrong(1, name[:LONGEST_CELL], _("This column stands twice."))
            elif not KEY.fullmatch(name):
                self._wrong(
                    1,
                    name[:LONGEST_CELL],
                    _("A question key begins with a letter or figure; dashes and dots may follow."),
                )
        if self.problems:
            raise Unreadable(_("The first line must name the columns."), self.problems[:MOST_PROBLEMS])
        self.table.keys = [name for name in self.names[1:] if name not in {"sex", "language"}]
        if not self.table.keys:
            raise Unreadable(_("The first line names no question."))

    def _line(self, line: int, cells: list[str]) -> None:
        if len(cells) < len(self.names) or any(cells[len(self.names) :]):
            told = {"found": len(cells), "wanted": len(self.names)}
            self._wrong(line, "", _("%(found)s columns instead of %(wanted)s.") % told)
            return
        given = dict(zip(self.names[1:], cells[1:], strict=False))
        said = ROWS.get(cells[0].lower())
        if said:
            into = self.table.right if said == "key" else self.table.points
            into.update(self._values(line, given))
            return
        if self._person(line, cells[0]):
            row = Row(
                line, cells[0], self._known(line, given, "sex", SEXES), self._known(line, given, "language", LANGUAGES)
            )
            row.values = self._values(line, given)
            self.table.rows.append(row)

    def _person(self, line: int, person: str) -> bool:
        """Whether the line is somebody's, and nobody's before."""
        column = self.names[0]
        if not person or len(person) > 80:
            self._wrong(line, column, _("A person is called by 1 to 80 letters or figures."))
        elif FORMULA.match(person):
            self._wrong(line, column, _("This looks like a formula, which is not taken."))
        elif person in self.seen:
            told = {"person": person, "line": self.seen[person]}
            self._wrong(line, column, _("“%(person)s” stands on line %(line)s already.") % told)
        else:
            self.seen[person] = line
            return True
        return False

    def _known(self, line: int, given: dict[str, str], name: str, words: dict[str, str]) -> str:
        said = given.get(name, "")
        if said and said.lower() not in words:
            told = {"value": said[:20], "known": ", ".join(sorted(set(words.values())))}
            self._wrong(line, name, _("“%(value)s” is none of: %(known)s.") % told)
        return words.get(said.lower(), "")

    def _values(self, line: int, given: dict[str, str]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key in self.table.keys:
            try:
                found[key] = value_of(given[key])
            except ValueError as error:
                self._wrong(line, key, str(error))
        return found


def value_of(cell: str) -> Value:
    """What a cell says: points, numbers of choices counted from 1, or None. Raises ValueError with a sentence."""
    if cell in BLANK:
        return None
    told = {"value": cell[:20]}
    if NUMBER.fullmatch(cell):
        points = Decimal(cell.replace(",", "."))
        if points > MOST_POINTS:
            raise ValueError(_("“%(value)s” is more points than a question can be worth.") % told)
        return points
    if FORMULA.match(cell):
        raise ValueError(_("“%(value)s” looks like a formula, which is not taken.") % told)
    letters = re.sub(r"[\s,;+/]", "", cell).upper()
    for alphabet in (LATIN, CYRILLIC):
        if letters and len(letters) <= len(alphabet) and all(letter in alphabet for letter in letters):
            numbers = tuple(sorted(alphabet.index(letter) + 1 for letter in letters))
            if len(set(numbers)) == len(numbers):
                return numbers
    raise ValueError(_("“%(value)s” is neither points nor letters of choices.") % told)


def problems_of(rows: list[Row]) -> Iterator[Problem]:
    """Columns that mix points and letters: what a figure means there can't be told."""
    kinds: dict[str, type] = {}
    for row in rows:
        for key, value in row.values.items():
            if value is not None and kinds.setdefault(key, type(value)) is not type(value):
                yield Problem(row.line, key, _("This column has points on some lines and letters on others."))
