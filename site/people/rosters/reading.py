"""What each line of a list says of a person. Pure: tables in, entries out, nothing looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from people.enums import Sex
from people.rosters import columns
from ui.folding import fold
from ui.languages import codes
from ui.legacy import names_reader
from ui.sheets import Table

HEADING_WITHIN = 20  # lines: above it stand titles and who signed the list
LONGEST_NAME, LONGEST = 150, 200
MOST_PEOPLE = 2_000
YOUNGEST, OLDEST = 14, 100  # years: outside of it a year of birth is a slip of the key
NAME = re.compile(r"[^\W\d_][^\W\d_'’ʼ.\- ()]*")
LETTERS = re.compile(r"[^\W\d_]")
TOTALS = {"хамаги", "чамъ", "итого", "всего", "total"}
SEXES = {
    Sex.FEMALE: {"з", "зан", "ж", "жен", "женский", "женщина", "f", "female", "woman"},
    Sex.MALE: {"м", "мард", "муж", "мужской", "мужчина", "m", "male", "man"},
}
LANGUAGES = {
    "tg": {"tg", "точики", "забони точики", "таджикский", "tajik"},
    "ru": {"ru", "руси", "забони руси", "русский", "russian"},
    "en": {"en", "англиси", "забони англиси", "английский", "english"},
}


@dataclass(frozen=True)
class Entry:
    """One person of a list, as text. `problem`: why the line can't be taken; `notes`: what of it isn't taken."""

    line: int
    name: str
    name_ru: str = ""
    name_en: str = ""
    service_number: str = ""
    birth_year: int | None = None
    rank: str = ""
    unit: str = ""
    sex: str = ""
    language: str = ""
    email: str = ""
    username: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A list that was read. `headings` and `fields` are by column; `legacy`: names were written in an old font."""

    sheet: str
    heading_line: int
    headings: list[str]
    fields: list[str]
    entries: list[Entry] = field(default_factory=list)
    legacy: bool = False


class NoList(ValueError):
    """No line of the file looks like the headings of a list of people. The message is for whoever sent it."""


def read(tables: list[Table], chosen: dict[int, str] | None = None) -> Reading:
    """The people of the first sheet that holds a list; `chosen` says of columns (from 0) what they are instead.

    Raises NoList.
    """
    mended = [_mended(table) for table in tables]
    table, line, headings = _headings([table for table, _legacy in mended])
    legacy = next(was for one, was in mended if one is table)
    fields = columns.fields_of(headings)
    for column, said in (chosen or {}).items():
        if column < len(fields):
            fields[column] = said
    if not columns.NAMES & set(fields):
        raise NoList(_("Say in which column the names stand."))
    rows = [(number, row) for number, row in enumerate(table.rows[line:], start=line + 1) if any(row)]
    if len(rows) > MOST_PEOPLE:
        raise NoList(_("The list has more than %(most)s lines. Load it in parts.") % {"most": MOST_PEOPLE})
    entries = [_entry(number, row, fields, table) for number, row in rows]
    return Reading(table.name, line, headings, fields, entries, legacy)


def _mended(table: Table) -> tuple[Table, bool]:
    """The table with its letters read as they were meant, and whether they were those of an old font."""
    mend = names_reader("\n".join(" ".join(row) for row in table.rows))
    rows = [[mend(cell) for cell in row] for row in table.rows]
    return Table(table.name, rows, table.formulas), rows != table.rows


def _headings(tables: list[Table]) -> tuple[Table, int, list[str]]:
    """The sheet, the number of the line in which its headings end, and the headings."""
    best: tuple[int, Table | None, int, list[str]] = (0, None, 0, [])
    for table in tables:
        for place, row in enumerate(table.rows[:HEADING_WITHIN]):
            for lines, said in _one_or_two(table.rows, place, row):
                known = columns.recognised(said)
                if known > best[0]:
                    best = (known, table, place + lines, said)
        if best[1] is table:
            break
    if best[1] is None:
        raise NoList(
            _("No line was found with headings such as “Surname and name”, “Rank”, “Year of birth”. Add one above.")
        )
    return best[1], best[2], best[3]


def _one_or_two(rows: list[list[str]], place: int, row: list[str]) -> list[tuple[int, list[str]]]:
    """The headings of one line, and those of two: a word across several columns, and below it a word for each."""
    found = [(1, row)]
    if place + 1 < len(rows):
        below = rows[place + 1]
        under = [below[n] if n < len(below) and columns.field_of(below[n]) else cell for n, cell in enumerate(row)]
        if under != row and sum(bool(columns.field_of(cell)) for cell in below) > 1:
            found.append((2, under))
    return found


def _entry(number: int, row: list[str], fields: list[str], table: Table) -> Entry:
    cells = dict(zip(fields, row, strict=False))
    said = {name: _one_line(cells.get(name, "")) for name in fields if name}
    name = said.get("name") or " ".join(said.get(part, "") for part in ("surname", "given", "patronymic")).strip()
    name = " ".join(name.split())
    computed = table.formulas.get(number, set())
    if any(n in computed for n, what in enumerate(fields) if what):
        return Entry(number, name[:LONGEST_NAME], problem=_("There is a formula in it. Put its value there instead."))
    problem = _problem(name, row, fields)
    if problem:
        return Entry(number, name[:LONGEST_NAME], problem=problem)
    return _told(number, name, said)


def _told(number: int, name: str, said: dict[str, str]) -> Entry:
    """An entry from its cells; what of them can't be read becomes a note."""
    notes: list[str] = []
    return Entry(
        line=number,
        name=_cased(name),
        name_ru=_other_name(said.get("name_ru", ""), notes),
        name_en=_other_name(said.get("name_en", ""), notes),
        service_number=said.get("service_number", "").upper()[:30],
        birth_year=_year(said.get("birth", ""), notes),
        rank=said.get("rank", "")[:LONGEST],
        unit=said.get("unit", "")[:LONGEST],
        sex=_of(SEXES, said.get("sex", ""), notes),
        language=_of({code: LANGUAGES.get(code, {code}) for code in codes()}, said.get("language", ""), notes),
        email=_email(said.get("email", ""), notes),
        username=said.get("username", "")[:150],
        notes=tuple(notes),
    )


def _one_line(text: str) -> str:
    """Without line breaks, doubled spaces and the apostrophe that spreadsheets put before text."""
    return " ".join(text.replace("\u00ad", "").split()).removeprefix("'")


def _problem(name: str, row: list[str], fields: list[str]) -> str:
    """Why a line isn't a person, or "" where it is one."""
    said = {columns.plain(cell) for cell in row if cell}
    if columns.recognised(row) > 1:
        return _("These are headings.")
    if said & TOTALS:
        return _("This is a line of totals.")
    if not LETTERS.search(name):
        return _("There is no name in it.")
    if len(name) > LONGEST_NAME:
        return _("The name is longer than %(most)s letters.") % {"most": LONGEST_NAME}
    words = name.split()
    if any(not NAME.fullmatch(word) for word in words):
        return _("The name holds a sign that no name has. Correct it in the list.")
    if len(words) < 2:
        return _("There is a single word where surname and name should be.")
    return ""


def _cased(name: str) -> str:
    """КАРИМЗОДА ФИРӮЗ as Каримзода Фирӯз; a name that isn't in capitals stays."""
    return " ".join(
        "-".join(part.capitalize() for part in word.split("-")) if word.isupper() and len(word) > 2 else word
        for word in name.split()
    )


def _other_name(text: str, notes: list[str]) -> str:
    if text and any(not NAME.fullmatch(word) for word in text.split()):
        notes.append(_("“%(text)s” is no name.") % {"text": text[:40]})
        return ""
    return _cased(text)[:LONGEST_NAME]


def _year(text: str, notes: list[str]) -> int | None:
    """The year of 1995, 12.03.1995, 1995-03-12 or 12.03.95."""
    if not text:
        return None
    found = re.search(r"(?<!\d)(\d{4})(?!\d)", text) or re.search(r"\d{1,2}[./-]\d{1,2}[./-](\d{2})(?!\d)", text)
    this = timezone.localdate().year
    year = int(found[1]) if found else 0
    if found and year < 100:
        year += 1900 if year + 2000 > this - YOUNGEST else 2000
    if not this - OLDEST <= year <= this - YOUNGEST:
        notes.append(_("“%(text)s” is no year of birth.") % {"text": text[:40]})
        return None
    return year


def _of(known: dict[str, set[str]] | dict[Sex, set[str]], text: str, notes: list[str]) -> str:
    """The value that a word stands for."""
    said = columns.plain(text)
    if not said:
        return ""
    for value, words in known.items():
        if said in {fold(word) for word in words}:
            return str(value)
    notes.append(_("“%(text)s” was not understood.") % {"text": text[:40]})
    return ""


def _email(text: str, notes: list[str]) -> str:
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        notes.append(_("“%(text)s” is no e-mail address.") % {"text": text[:40]})
        return ""
    return text[:254]
