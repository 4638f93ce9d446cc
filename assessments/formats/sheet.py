"""A spreadsheet (XLSX): a question a line, choices beside each other; our own template, with instructions."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import python_calamine
import xlsxwriter
from django.utils.translation import gettext as _

from assessments.formats.entry import Entry, Option, Read, Skipped, Unreadable, named, number, written
from ui.uploads import Limits, RefusedFile, checked_zip, clean_copy, unpacked

CHOICES = 10
# What stands in the first line, and what is understood there: the same in every language.
COLUMNS = ["name", "kind", "question", "right", "explanation", "topic", "tolerance", "unit"]
KINDS = ["one", "many", "text", "number", "order"]
MOST = 10_000
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
LETTERS = "abcdefghij"


def read(content: bytes) -> list[Read]:
    """Every line of the first sheet with something in it, after the line of names. Raises Unreadable."""
    rows = _rows(content)
    names = [str(cell).strip().lower() for cell in rows[0]] if rows else []
    missing = [name for name in ("question", "right") if name not in names]
    if missing:
        raise Unreadable(_("The first line has no column “%(name)s”.") % {"name": missing[0]})
    found: list[Read] = []
    for line, row in enumerate(rows[1:], start=2):
        told = {name: _cell(row[at]) for at, name in enumerate(names) if name and at < len(row)}
        if any(told.values()):
            found.append(_entry(told, line))
    return found


def _rows(content: bytes) -> list[list[Any]]:
    try:
        file = io.BytesIO(content)
        copy = clean_copy(unpacked(file, checked_zip(file, limits=Limits())))
        rows = python_calamine.CalamineWorkbook.from_filelike(copy).get_sheet_by_index(0).to_python()
    except RefusedFile as refused:
        raise Unreadable(str(refused)) from None
    except Exception as error:  # whatever a reader of strange files may raise
        raise Unreadable(_("The file is no spreadsheet that can be read.")) from error
    if len(rows) > MOST + 1:
        raise Unreadable(_("The file has more than %(most)s lines.") % {"most": MOST})
    return rows


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().replace("\r\n", "\n")


def _entry(told: dict[str, str], line: int) -> Read:
    stem, kind = told.get("question", ""), told.get("kind", "").lower()
    name = named(told.get("name", ""), stem)
    texts = [told.get(f"choice {letter}", "") for letter in LETTERS]
    kind = kind or ("one" if any(texts) else "text")
    if kind not in KINDS:
        kinds = ", ".join(KINDS)
        return Skipped(name, line, kind, _("The column “kind” must hold one of: %(kinds)s.") % {"kinds": kinds})
    if not stem:
        return Skipped(name, line, kind, _("The question is missing."))
    entry = Entry(name, line, kind, stem, explanation=told.get("explanation", ""), topic=told.get("topic", "")[:200])
    entry.unit = told.get("unit", "")[:40]
    reason = _answered(entry, told, texts)
    return Skipped(name, line, kind, reason) if reason else entry


def _answered(entry: Entry, told: dict[str, str], texts: list[str]) -> str:
    """Puts the answers in; why it can't be, or ""."""
    right = told.get("right", "")
    if entry.answering == "number":
        value, tolerance = number(right), number(told.get("tolerance") or "0")
        if value is None or tolerance is None:
            return _("“%(text)s” is no number.") % {"text": (right if value is None else told["tolerance"])[:40]}
        entry.details = {"answer": written(value)} | ({"tolerance": written(tolerance)} if tolerance else {})
        return ""
    if entry.answering == "text":
        entry.details = {"answers": "\n".join(line.strip() for line in right.splitlines() if line.strip())}
        return "" if entry.details["answers"] else _("The right answer is missing.")
    if entry.answering == "order":
        entry.options = [Option(text) for text in texts if text]
        return ""
    letters = {letter for letter in right.lower() if letter.isalnum()}
    unknown = letters - {letter for letter, text in zip(LETTERS, texts, strict=True) if text}
    if unknown or not letters:
        return _("The column “right” must hold letters of choices, such as a or ac.")
    if entry.answering == "many":
        entry.details = {"rule": "part"}
    pairs = zip(LETTERS, texts, strict=True)
    entry.options = [Option(text, Decimal(int(letter in letters))) for letter, text in pairs if text]
    return ""


# ---- out ----


def can_hold(entry: Entry) -> str:
    """Why a line can't hold an entry, in words; "" when it can."""
    if len(entry.options) > CHOICES:
        return _("The spreadsheet has room for %(most)s choices.") % {"most": CHOICES}
    if any(option.score not in (0, 1) for option in entry.options):
        return _("The spreadsheet has no choices that are right in part.")
    return ""


def write(entries: Iterable[Entry]) -> bytes:
    """Entries as a workbook; without any, the template to fill in."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_TEXT) as book:
        sheet = book.add_worksheet(_("Questions")[:31])
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        names = [*COLUMNS[:3], *[f"choice {letter}" for letter in LETTERS], *COLUMNS[3:]]
        sheet.write_row(0, 0, names, bold)
        sheet.set_column(0, 1, 14, wrapped)
        sheet.set_column(2, 2, 60, wrapped)
        sheet.set_column(3, len(names), 24, wrapped)
        sheet.freeze_panes(1, 0)
        for line, entry in enumerate(entries, start=1):
            told = dict(_cells(entry))
            for column, name in enumerate(names):
                sheet.write_string(line, column, told.get(name, ""), wrapped)
        _instructions(book.add_worksheet(_("Instructions")[:31]), wrapped)
    return file.getvalue()


def _cells(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from {"name": entry.name, "kind": entry.answering, "question": entry.stem}.items()
    yield from {"explanation": entry.explanation, "topic": entry.topic, "unit": entry.unit}.items()
    for letter, option in zip(LETTERS, entry.options, strict=False):
        yield f"choice {letter}", option.text
    if entry.answering in ("one", "many"):
        right = [letter for letter, option in zip(LETTERS, entry.options, strict=False) if option.score > 0]
        yield "right", "".join(right)
    else:
        yield "right", entry.details.get("answer") or entry.details.get("answers", "")
    yield "tolerance", entry.details.get("tolerance", "")


def _instructions(sheet: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 100, wrapped)
    lines = [
        _("Write one question a line. The names of the columns in the first line stay as they are."),
        _("kind: one (one right choice), many (several), text (a few words), number, order. Empty: one or text."),
        _("right: the letter of the right choice, such as b; of several, such as ac; or the number."),
        _("Of a question that is answered in words, right holds the words that count, each in a line of its own."),
        _("order: write the choices in their right order; they are mixed when the question is asked."),
        _("tolerance and unit belong to numbers. name, explanation and topic may stay empty."),
    ]  # fmt: skip
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, wrapped)
