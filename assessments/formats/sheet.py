"""A spreadsheet (XLSX): a question a line, choices beside each other; our own template, with instructions."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from assessments.formats import sheet_file, sheet_help, sheet_pictures
from assessments.formats.entry import Entry, Option, Read, Skipped, Unreadable, named, number, truth_of, written
from assessments.formats.entry import lost as lost_of
from assessments.formats.images import Drawn, Gallery

LETTERS = "abcdefghijklmnopqrst"
CHOICES = len(LETTERS)
# What stands in the first line, and what is understood there: the same in every language.
COLUMNS = [
    "right", "match", "explanation", "topic", "tolerance", "unit", "rule", "points", "step", "leads", "typos",
    "area", "picture", "shuffle", "words", "criteria", "second",
]  # fmt: skip
KINDS = ["one", "many", "text", "number", "order", "truth", "match", "gaps", "essay", "file", "spot", "scenario"]
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
YES, NO = {"t", "yes", "1", "да", "ҳа"}, {"f", "no", "0", "нет", "не"}
RULES = {
    "many": {"all", "part", "sum"}, "order": {"all", "part"}, "match": {"all", "part"}, "gaps": {"all", "part"},
    "spot": {"one", "all", "part"},
}  # fmt: skip
RULED = {"many": "part", "match": "part", "gaps": "part"}  # where the cell is empty
HOLDS = {"picture", "rule", "typos", "words", "criteria", "second", "shuffle", "unit", "topic", "explanation"}
Told = dict[str, str]


def read(content: bytes) -> list[Read]:
    """Every line of the first sheet with something in it, after the line of names. Raises Unreadable."""
    rows, pictures = sheet_file.read(content)
    first = next((n for n, row in enumerate(rows) if any(_cell(cell) for cell in row)), 0)
    names = [_cell(cell).lower() for cell in rows[first]] if rows else []
    missing = [name for name in ("question", "right") if name not in names]
    if missing:
        raise Unreadable(_("The first line has no column “%(name)s”.") % {"name": missing[0]})
    found: list[Read] = []
    gallery = Gallery()
    for line, row in enumerate(rows[first + 1 :], start=first + 2):
        told = {name: _cell(row[at]) for at, name in enumerate(names) if name and at < len(row)}
        if any(told.values()):
            found.append(_entry(told, line, pictures.get(line, []), gallery))
    return found


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\0", "").strip().replace("\r\n", "\n")


def _entry(told: Told, line: int, pictures: list[Drawn], gallery: Gallery) -> Read:
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
    entry.shuffle = told.get("shuffle", "").lower() not in NO
    for drawn in pictures:
        gallery.put_drawn(entry, drawn)
    reason = READ[kind](entry, told, texts) or _rule(entry, told)
    return Skipped(name, line, kind, reason) if reason else entry


def _rule(entry: Entry, told: Told) -> str:
    """Puts in what several kinds have in common; why it can't be, or ""."""
    rule, known = told.get("rule", "").lower(), RULES.get(entry.answering, set())
    if rule and rule not in known:
        names = ", ".join(sorted(known)) or "—"
        return _("The column “rule” must be empty or hold one of: %(rules)s.") % {"rules": names}
    if rule or entry.answering in RULED:
        own = "sum" if entry.answering == "many" and told.get("points") else RULED.get(entry.answering, "")
        entry.details["rule"] = rule or own
    typos = told.get("typos", "")
    if typos not in ("", "0", "1", "2"):
        return _("The column “typos” must hold 0, 1 or 2.")
    if typos in ("1", "2") and entry.answering in ("text", "gaps"):
        entry.details["typos"] = typos
    return ""


# ---- what each kind has ----


def _number(entry: Entry, told: Told, _texts: list[str]) -> str:
    right = told.get("right", "")
    value, tolerance = number(right), number(told.get("tolerance") or "0")
    if value is None or tolerance is None:
        return _("“%(text)s” is no number.") % {"text": (right if value is None else told["tolerance"])[:40]}
    entry.details = {"answer": written(value)} | ({"tolerance": written(tolerance)} if tolerance else {})
    return ""


def _words(entry: Entry, told: Told, _texts: list[str]) -> str:
    entry.details = {"answers": "\n".join(_lines(told.get("right", "")))}
    return "" if entry.details["answers"] else _("The right answer is missing.")


def _truth(entry: Entry, told: Told, _texts: list[str]) -> str:
    said = told.get("right", "").lower()
    right = "true" if said in YES else "false" if said in NO else truth_of(said)
    if not right:
        return _("The column “right” must hold true or false.")
    entry.details = {"answer": right}
    return ""


def _order(entry: Entry, _told: Told, texts: list[str]) -> str:
    entry.options = [Option(text) for text in texts if text]
    return ""


def _choices(entry: Entry, told: Told, texts: list[str]) -> str:
    if told.get("points"):
        return _scored(entry, told, [text for text in texts if text])
    right = told.get("right", "")
    letters = {letter for letter in right.lower() if letter.isalnum()}
    unknown = letters - {letter for letter, text in zip(LETTERS, texts, strict=True) if text}
    if unknown or not letters:
        return _("The column “right” must hold letters of choices, such as a or ac.")
    pairs = zip(LETTERS, texts, strict=True)
    entry.options = [Option(text, Decimal(int(letter in letters))) for letter, text in pairs if text]
    return ""


def _scored(entry: Entry, told: Told, texts: list[str]) -> str:
    points, wrong = _numbers(told, "points", len(texts))
    if wrong:
        return wrong
    if any(not -1 <= share <= 1 for share in points):
        return _("The numbers of “points” must be between -1 and 1.")
    entry.options = [Option(text, share) for text, share in zip(texts, points, strict=True)]
    return ""


def _match(entry: Entry, told: Told, texts: list[str]) -> str:
    left, right = [text for text in texts if text], _lines(told.get("match", ""))
    if len(right) < len(left):
        return _("The column “match” must have a line for each choice: what it goes with.")
    entry.options = [Option(text, match=other) for text, other in zip(left, right, strict=False)]
    entry.options += [Option("", match=other) for other in right[len(left) :]]
    return ""


def _spot(entry: Entry, told: Told, texts: list[str]) -> str:
    reason, areas = _choices(entry, told, texts), _lines(told.get("area", ""))
    if reason:
        return reason
    if len(areas) != len(entry.options):
        return _("The column “area” must have a line for each choice: left, top, width and height in percent.")
    entry.options = [replace(option, area=area[:20]) for option, area in zip(entry.options, areas, strict=True)]
    return ""


def _gaps(entry: Entry, _told: Told, texts: list[str]) -> str:
    for gap, text in enumerate(texts, 1):
        lines = _lines(text)
        starred = any(line.startswith("*") for line in lines)
        for line in lines:
            right = not starred or line.startswith("*")
            bare = line.removeprefix("*").strip().removeprefix("\\")
            entry.options.append(Option(bare, Decimal(int(right)), part=gap))
    return ""


def _by_hand(entry: Entry, told: Told, _texts: list[str]) -> str:
    entry.details = {"criteria": "\n".join(_lines(told.get("criteria", "")))} if told.get("criteria") else {}
    most = {"words": 1500, "second": 100}
    for name in ("words", "second") if entry.answering == "essay" else ("second",):
        value = told.get(name, "")
        if value and not (value.isascii() and value.isdigit() and int(value[:6]) <= most[name]):
            return _("The column “%(name)s” must hold a number up to %(most)s.") % {"name": name, "most": most[name]}
        entry.details |= {name: value} if value else {}
    return ""


def _scenario(entry: Entry, told: Told, texts: list[str]) -> str:
    texts = [text for text in texts if text]
    wrong = _scored(entry, told, texts)
    steps, no_steps = _numbers(told, "step", len(texts))
    leads, no_leads = _numbers(told, "leads", len(texts))
    if wrong or no_steps or no_leads:
        return wrong or no_steps or no_leads
    if any(not 0 <= value <= 100 or value % 1 for value in [*steps, *leads]):
        return _("The numbers of “step” and “leads” must be whole numbers of steps.")
    ways = zip(entry.options, steps, leads, strict=True)
    entry.options = [Option(o.text, o.score, part=int(step), leads=int(to)) for o, step, to in ways]
    return ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _numbers(told: Told, name: str, wanted: int) -> tuple[list[Decimal], str]:
    """The numbers of a cell, one for each choice; or why they can't be read."""
    found = [number(text) for text in re.split(r"[;\s]+", told.get(name, "").strip()) if text]
    if len(found) != wanted or None in found:
        wrong = _("The column “%(name)s” must hold a number for each choice, such as 1; 0; -0.5.") % {"name": name}
        return [], wrong
    return [value for value in found if value is not None], ""


READ: dict[str, Callable[[Entry, Told, list[str]], str]] = {
    "one": _choices, "many": _choices, "text": _words, "number": _number, "order": _order, "truth": _truth,
    "match": _match, "gaps": _gaps, "essay": _by_hand, "file": _by_hand, "spot": _spot, "scenario": _scenario,
}  # fmt: skip


# ---- out ----


def can_hold(entry: Entry) -> str:
    """Why a line can't hold an entry, in words; "" when it can."""
    cells = max((option.part for option in entry.options), default=0) if entry.answering == "gaps" else None
    left = sum(bool(option.text) for option in entry.options) if cells is None else cells
    if left > CHOICES:
        return _("The spreadsheet has room for %(most)s choices.") % {"most": CHOICES}
    if entry.answering == "spot" and entry.picture is None:
        return _("Its picture is missing.")
    if entry.answering == "gaps" and any(option.score not in (0, 1) for option in entry.options):
        return _("The spreadsheet has no gaps with answers that are right in part.")
    of_a_line = [o.text if entry.answering == "gaps" else o.match for o in entry.options]
    if entry.answering in ("gaps", "match") and any("\n" in text for text in of_a_line):
        return _("The spreadsheet holds one line of text only in a gap or beside a choice.")
    return ""


def lost(entry: Entry) -> list[str]:
    """What of an entry the spreadsheet leaves out, in words."""
    return lost_of(entry, HOLDS)


def write(entries: Iterable[Entry]) -> bytes:
    """Entries as a workbook; without any, the template to fill in."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_TEXT) as book:
        sheet = book.add_worksheet(_("Questions")[:31])
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        names = ["name", "kind", "question", *[f"choice {letter}" for letter in LETTERS], *COLUMNS]
        sheet.write_row(0, 0, names, bold)
        sheet.set_column(0, 1, 14, wrapped)
        sheet.set_column(2, 2, 60, wrapped)
        sheet.set_column(3, len(names), 24, wrapped)
        sheet.freeze_panes(1, 0)
        for line, entry in enumerate(entries, start=1):
            told = _cells(entry)
            for column, name in enumerate(names):
                sheet.write_string(line, column, told.get(name, ""), wrapped)
            sheet_pictures.put(sheet, line, names.index("picture"), entry)
        sheet_help.write(book, wrapped, bold)
    return file.getvalue()


def _cells(entry: Entry) -> Told:
    told = {"name": entry.name, "kind": entry.answering, "question": entry.stem, "explanation": entry.explanation}
    told |= {"topic": entry.topic, "unit": entry.unit, "shuffle": "" if entry.shuffle else "no"}
    kept = ("tolerance", "rule", "typos", "words", "criteria", "second")
    told |= {name: entry.details.get(name, "") for name in kept}
    if entry.answering == "gaps":
        return told | _gap_cells(entry)
    left = [option for option in entry.options if option.text]
    told |= {f"choice {letter}": option.text for letter, option in zip(LETTERS, left, strict=False)}
    if entry.answering == "match":
        alone = [option for option in entry.options if not option.text]
        return told | {"match": "\n".join(option.match for option in [*left, *alone])}
    in_part = entry.details.get("rule") == "sum" or any(option.score not in (0, 1) for option in left)
    if entry.answering == "scenario" or (in_part and entry.answering in ("one", "many")):
        told["points"] = "; ".join(written(option.score) for option in left)
    if entry.answering == "scenario":
        told |= {"step": "; ".join(str(o.part) for o in left), "leads": "; ".join(str(o.leads) for o in left)}
    elif entry.answering in ("one", "many", "spot"):
        told["area"] = "\n".join(option.area for option in left if option.area)
        told["right"] = "".join(letter for letter, o in zip(LETTERS, left, strict=False) if o.score > 0)
    else:
        told["right"] = entry.details.get("answer") or entry.details.get("answers", "")
    return told


def _gap_cells(entry: Entry) -> Told:
    told: Told = {}
    for gap, letter in enumerate(LETTERS, 1):
        options = [option for option in entry.options if option.part == gap]
        typed = all(option.score > 0 for option in options)
        lines = [f"{'' if typed or not o.score else '*'}{_guarded(o.text)}" for o in options]
        told[f"choice {letter}"] = "\n".join(lines)
    return told


def _guarded(text: str) -> str:
    return f"\\{text}" if text[:1] in ("*", "\\") else text
