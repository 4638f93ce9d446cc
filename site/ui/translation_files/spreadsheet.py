"""Spreadsheets for translators: a row a text, what is not to be changed locked, instructions in every language."""

import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import python_calamine
import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from ui import languages
from ui.translation_files.units import Line, Loaded, Unit, known_language
from ui.translation_report.sheet import AS_TEXT, state_words
from ui.uploads import MB, Limits, RefusedFile, checked_zip, clean_copy, safe_xml, unpacked

# The first row, hidden, names the columns for us; the second for people.
COLUMNS = {
    "ref": 0,
    "digest": 0,
    "language": 0,
    "place": 36,
    "source": 60,
    "now": 60,
    "state": 14,
    "new": 60,
    "note": 30,
}
OPEN = {"new", "note"}
LIMITS = Limits(file_bytes=8 * MB, entries=200, entry_bytes=20 * MB, total_bytes=40 * MB)
KEPT = (".xml", ".rels")
# A cell far away makes a reader fill in everything between: no real table of texts is that long or wide.
LAST_ROW, LAST_COLUMN = 20_000, 50
# Only what the protection of a sheet would needlessly forbid.
ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}


def write(found: Iterable[Unit], language: str) -> bytes:
    """The file for units translated into `language`; every cell is text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_TEXT) as book:
        sheet = book.add_worksheet(_("Translations")[:31])
        locked = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#F2F2F2"})
        free = book.add_format({"text_wrap": True, "valign": "top", "locked": False, "num_format": "@"})
        for column, (name, width) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, width or None, None, {"hidden": not width})
            sheet.write_string(0, column, name)
            sheet.write_string(1, column, _head(name, language), book.add_format({"bold": True, "text_wrap": True}))
        sheet.set_row(0, None, None, {"hidden": True})
        for line, unit in enumerate(found, start=2):
            for column, (name, cell) in enumerate(_cells(unit)):
                sheet.write_string(line, column, cell, free if name in OPEN else locked)
        sheet.freeze_panes(2, 4)
        sheet.protect("", ALLOWED)
        _instructions(book)
    return file.getvalue()


def _head(name: str, language: str) -> str:
    heads = {
        "place": _("Place"),
        "source": _("Source"),
        "now": _("Translation now"),
        "state": _("State"),
        "new": _("New translation: %(language)s") % {"language": languages.own_name(language)},
        "note": _("Note"),
    }
    return heads.get(name, name)


def _cells(unit: Unit) -> Iterable[tuple[str, str]]:
    cells = {
        "ref": unit.ref,
        "digest": unit.digest,
        "language": unit.language,
        "place": f"{unit.page}: {unit.place}",
        "source": unit.source,
        "now": unit.target,
        "state": state_words(unit.state),
        "new": "",
        "note": "",
    }
    return cells.items()


def _instructions(book: Any) -> None:
    """A sheet of what to do, in every language of the system."""
    sheet = book.add_worksheet(_("Instructions")[:31])
    wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    sheet.set_column(0, 0, 100, wrapped)
    line = 0
    for code in languages.codes():
        with translation.override(code):
            sheet.write_string(line, 0, languages.own_name(code), bold)
            for number, said in enumerate(_told(), start=1):
                sheet.write_string(line + number, 0, f"{number}. {said}", wrapped)
            line += number + 2


def _told() -> list[str]:
    return [
        _("Write each translation into the column «New translation». Rows that you leave empty stay as they are."),
        _("If the translation that is there still says what the source says, copy it: that confirms it."),
        _("Keep the signs: **bold**, *italic*, [words](where the link leads), «- » for an item of a list."),
        _("An empty line stands between paragraphs. Write \\* for a star and \\[ for a bracket that you mean as such."),
        _("Don't change, move or delete the other columns: by them each text finds its place again."),
        _("A text whose source was changed in the meantime is not taken in; you will be told which."),
    ]


def read(file: BinaryIO) -> Loaded:
    """The lines of a file. Raises RefusedFile."""
    entries = checked_zip(file, limits=LIMITS)
    plain = [info for info in entries if info.filename.lower().endswith(KEPT)]
    if "xl/workbook.xml" not in {info.filename for info in plain}:
        raise RefusedFile(_("This is not an XLSX file."))
    copy = clean_copy(_looked_through(unpacked(file, plain)))
    try:
        rows = python_calamine.CalamineWorkbook.from_filelike(copy).get_sheet_by_index(0).to_python()
    except (python_calamine.CalamineError, ValueError, OSError, IndexError) as error:
        raise RefusedFile(_("The file can't be read.")) from error
    return _lines(rows)


def _looked_through(contents: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The same contents, each safe as XML and without cells that are far away."""
    for name, content in contents:
        for element in safe_xml(content).iter("{*}row", "{*}c"):
            if len(element):
                _check_place(element.get("r") or "")
        yield name, content


def _check_place(ref: str) -> None:
    letters = ref.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    if len(ref) > 12 or int(ref[len(letters) :] or 0) > LAST_ROW or column > LAST_COLUMN:
        raise RefusedFile(_("The table is longer or wider than any that we give out."))


def _lines(rows: list[list[Any]]) -> Loaded:
    names = next((row for row in rows[:10] if {"ref", "digest", "language", "new"} <= set(map(str, row))), None)
    if names is None:
        raise RefusedFile(_("The table is not one that we gave out: its columns have no names."))
    at = {name: names.index(name) for name in ("ref", "digest", "language", "new")}
    told = [{name: _text(row[column]) for name, column in at.items()} for row in rows[rows.index(names) + 1 :]]
    found = [row for row in told if row["digest"] and row["ref"] != "ref" and known_language(row["language"])]
    spoken = {row["language"] for row in found}
    if len(spoken) != 1:
        raise RefusedFile(_("The file doesn't say into which of our languages it translates."))
    return Loaded(known_language(spoken.pop()), [Line(row["ref"], row["digest"], row["new"]) for row in found])


def _text(cell: Any) -> str:
    """A cell as text: programs make numbers of what looks like one."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
