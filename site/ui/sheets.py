"""Lines of a spreadsheet (XLSX) or a text table (CSV), guarded: what would fill the memory is refused unread."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from ui.uploads import Limits, RefusedFile, checked_zip, clean_copy, safe_xml, unpacked

MOST, WIDEST = 10_000, 200
CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
PARTS = re.compile(r"(\[Content_Types\]\.xml|_rels/.*\.rels|xl/.*\.(xml|rels))")
DELIMITERS = ";\t,|"
Rows = list[list[Any]]


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its cells as text (line n of the file is rows[n - 1]), and the numbers of lines in which a
    formula stands, by column."""

    name: str
    rows: list[list[str]]
    formulas: dict[int, set[int]] = field(default_factory=dict)


def decoded(content: bytes) -> str:
    """Text in UTF-8 (also with its mark), UTF-16 with its mark, or Windows' Cyrillic, with \\n between lines."""
    for encoding, mark in (("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"), ("utf-8-sig", b"")):
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    else:
        text = content.decode("cp1251", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def parts(content: bytes) -> dict[str, bytes]:
    """The entries of an XLSX file, each within limits. Raises RefusedFile."""
    file = io.BytesIO(content)
    return dict(unpacked(file, checked_zip(file, limits=Limits())))


def workbook(entries: Mapping[str, bytes]) -> python_calamine.CalamineWorkbook:
    """The workbook of these entries. Raises RefusedFile, also where its reader fails in a way of its own."""
    # Nothing that could be taken for a spreadsheet of another kind, whose cells haven't been looked at.
    plain = {name: data for name, data in entries.items() if PARTS.fullmatch(name)}
    _check_cells(plain)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(clean_copy(plain.items()))
    except (KeyboardInterrupt, SystemExit, RefusedFile):
        raise
    except BaseException as error:  # whatever a reader of strange files may raise; a panic of its is no Exception
        raise RefusedFile(_("The file is no spreadsheet that can be read.")) from error


def tables(content: bytes) -> list[Table]:
    """Every sheet of an XLSX file, or the one table of a CSV file, whatever the file is called. Raises RefusedFile."""
    if content.startswith(b"PK\x03\x04"):
        return _sheets(content)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")):
        raise RefusedFile(_("This is an old Excel or some other file. Save it as XLSX or CSV and choose it again."))
    return [Table("", _csv(decoded(content)))]


def _sheets(content: bytes) -> list[Table]:
    entries = parts(content)
    book = workbook(entries)
    try:
        found = []
        for number, name in enumerate(book.sheet_names):
            sheet = book.get_sheet_by_index(number)
            rows = [[text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            _fill_merged(rows, sheet.merged_cell_ranges or [])
            found.append(Table(name, rows, _formulas(entries, number)))
    except (KeyboardInterrupt, SystemExit, RefusedFile):
        raise
    except BaseException as error:
        raise RefusedFile(_("The file is no spreadsheet that can be read.")) from error
    return found


def _fill_merged(rows: list[list[str]], ranges: list[Any]) -> None:
    """What stands in a merged cell stands in each of the cells that it covers."""
    for (top, left), (bottom, right) in ranges[:MOST]:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        said = rows[top][left]
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[column] or said


def _formulas(entries: Mapping[str, bytes], number: int) -> dict[int, set[int]]:
    """Where formulas stand in the sheet of this number: their result was worked out by whoever made the file."""
    data = entries.get(f"xl/worksheets/sheet{number + 1}.xml")
    found: dict[int, set[int]] = {}
    for cell in safe_xml(data).iter("{*}c") if data else ():
        place = CELL.fullmatch(cell.get("r", ""))
        if place and cell.find("{*}f") is not None:
            found.setdefault(int(place[2]), set()).add(_column(place[1]) - 1)
    return found


def _csv(content: str) -> list[list[str]]:
    """The delimiter is the one that the first lines hold most often."""
    head = "\n".join(content.split("\n", 20)[:20])
    delimiter = max(DELIMITERS, key=head.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(content), delimiter=delimiter):
            if len(rows) >= MOST:
                raise RefusedFile(_("The file has more than %(most)s lines.") % {"most": MOST})
            if len(row) > WIDEST:
                raise RefusedFile(_("The file has more than %(most)s columns.") % {"most": WIDEST})
            rows.append([cell.strip() for cell in row])
    except csv.Error as error:
        raise RefusedFile(_("The file is no spreadsheet that can be read.")) from error
    return rows


def text(cell: Any) -> str:
    """A cell as one reads it: whole numbers without a point, days as 2026-11-27."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | datetime | time):
        return cell.isoformat()
    return str(cell if cell is not None else "").strip()


def _check_cells(plain: Mapping[str, bytes]) -> None:
    """Refuses a sheet with a cell so far away that all those before it would fill the memory. Raises RefusedFile."""
    for name, data in plain.items():
        if not name.startswith("xl/worksheets/") and b"sheetData" not in data:
            continue
        if name.endswith(".rels"):
            continue
        for cell in safe_xml(data).iter("{*}c", "{*}row"):
            if len(cell):
                _check_place(cell.get("r", ""))


def _check_place(place: str) -> None:
    found = CELL.fullmatch(place)
    row = int(found[2]) if found else int(place) if place.isascii() and place.isdigit() and len(place) < 8 else 0
    if row > MOST + 1:
        raise RefusedFile(_("The file has more than %(most)s lines.") % {"most": MOST})
    if (place and not row) or (found and _column(found[1]) > WIDEST):
        raise RefusedFile(_("The file has more than %(most)s columns.") % {"most": WIDEST})


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
