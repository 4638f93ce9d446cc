"""Word files (DOCX) in the plain way that teachers type questions: a number, then choices with letters.

The right choice is marked by + or *, or stands out in bold, underlined or highlighted, or is named on a line of its
own: «Ҷавоб: б», «Ответ: б», «Answer: b». Numbers and letters may be typed or be Word's own lists.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.formats.entry import PICTURED as PICTURED_WORDS
from assessments.formats.entry import Entry, Option, Read, Skipped, Unreadable, named, number, written
from ui.uploads import Limits, RefusedFile, checked_zip, safe_xml, unpacked

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
QUESTION = re.compile(r"^\s*(?:№\s*)?\d{1,4}\s*[.)]\s*(.+)$", re.DOTALL)
CHOICE = re.compile(r"^\s*([+*]?)\s*([A-Za-zА-Яа-яЁёӢӣҚқҒғҲҳҶҷӮӯ])\s*[.)]\s*([+*]?)\s*(.+)$", re.DOTALL)
RIGHT = re.compile(
    r"^\s*(?:answers?|(?:правильн\w+ )?ответы?|ҷавоб(?:и дуруст|ҳо)?|чавоб)\s*[:\u2013\u2014-]\s*(.+)$",
    re.IGNORECASE | re.DOTALL,
)
LETTERED = {"lowerLetter", "upperLetter", "russianLower", "russianUpper"}
LETTERS = re.compile(r"[A-Za-zА-Яа-яЁёӢӣҚқҒғҲҳҶҷӮӯ]")


@dataclass(frozen=True)
class Line:
    """A paragraph: whether all of it stands out, what list numbers it ("question", "choice" or ""), pictures in it."""

    text: str
    marked: bool
    listed: str
    picture: bool


@dataclass
class Found:
    """A question as it is gathered. letters: as typed, "" where Word counts."""

    line: int
    stem: list[str]
    texts: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    signed: list[bool] = field(default_factory=list)
    marked: list[bool] = field(default_factory=list)
    right: str = ""
    picture: bool = False


def read(content: bytes) -> list[Read]:
    """Every numbered question of a document, in order. Raises Unreadable."""
    found: list[Found] = []
    for place, line in enumerate(_lines(content), start=1):
        _take(found, line, place)
    return [_entry(one) for one in found]


def _take(found: list[Found], line: Line, place: int) -> None:
    """Puts one paragraph where it belongs; what stands before the first question is a title."""
    if not line.text and not line.picture:
        return
    last = found[-1] if found else None
    if last and (right := RIGHT.match(line.text)):
        last.right = right[1].strip()
    elif last and (line.listed == "choice" or CHOICE.match(line.text)):
        _choice(last, line)
    elif line.listed == "question" or QUESTION.match(line.text):
        typed = QUESTION.match(line.text) if line.listed != "question" else None
        found.append(Found(place, [typed[1].strip() if typed else line.text]))
    elif last and last.texts:
        last.texts[-1] = f"{last.texts[-1]} {line.text}".strip()
    elif last:
        last.stem.append(line.text)
    if found:
        found[-1].picture |= line.picture


def _choice(last: Found, line: Line) -> None:
    typed = CHOICE.match(line.text) if line.listed != "choice" else None
    text = typed[4] if typed else line.text
    sign = bool(typed and (typed[1] or typed[3]))
    if not typed and text[:1] in "+*":
        text, sign = text[1:], True
    if text.rstrip()[-1:] in ("+", "*") and len(text.strip()) > 1:
        text, sign = text.rstrip()[:-1], True
    last.texts.append(text.strip().rstrip(";").strip())
    last.letters.append(typed[2].lower() if typed else "")
    last.signed.append(sign)
    last.marked.append(line.marked)


def _entry(found: Found) -> Read:
    stem = "\n".join(part for part in found.stem if part)
    name = named("", stem)
    if found.picture:
        return Skipped(name, found.line, "docx", str(PICTURED_WORDS))
    if not found.texts:
        return _open(Entry(name, found.line, "", stem), found.right)
    right = _right(found)
    if isinstance(right, str):
        return Skipped(name, found.line, "choice", right)
    options = [Option(text, Decimal(int(n in right))) for n, text in enumerate(found.texts)]
    several = len(right) > 1
    return Entry(name, found.line, "many" if several else "one", stem, options, {"rule": "part"} if several else {})


def _open(entry: Entry, right: str) -> Read:
    if not right:
        reason = _("It has neither choices nor a line with the right answer; essays aren't taken in.")
        return Skipped(entry.name, entry.line, "essay", reason)
    value = number(right)
    entry.answering = "text" if value is None else "number"
    entry.details = {"answers": right} if value is None else {"answer": written(value)}
    return entry


def _right(found: Found) -> set[int] | str:
    """Places of the right choices, or why they aren't known."""
    if found.right:
        wanted = [letter.lower() for letter in LETTERS.findall(found.right)]
        typed = [letter or "abcdefghijklmnop"[n : n + 1] for n, letter in enumerate(found.letters)]
        if wanted and all(letter in typed for letter in wanted):
            return {typed.index(letter) for letter in wanted}
        same = [n for n, text in enumerate(found.texts) if text.casefold() == found.right.casefold()]
        return {same[0]} if same else _("No choice is “%(right)s”.") % {"right": found.right[:60]}
    for marks in (found.signed, found.marked):
        if any(marks) and not all(marks):
            return {n for n, mark in enumerate(marks) if mark}
    return _("No choice is marked as right: put + before it, make it bold, or add a line such as “Answer: b”.")


# ---- Word's own XML ----


def _lines(content: bytes) -> Iterator[Line]:
    try:
        file = io.BytesIO(content)
        parts = {
            entry: data
            for entry, data in unpacked(file, checked_zip(file, limits=Limits()))
            if entry in ("word/document.xml", "word/numbering.xml")
        }
        if "word/document.xml" not in parts:
            raise Unreadable(_("The file is no Word document."))
        root = safe_xml(parts["word/document.xml"])
        numbering = safe_xml(parts["word/numbering.xml"]) if "word/numbering.xml" in parts else None
    except RefusedFile as refused:
        raise Unreadable(str(refused)) from None
    lists = _lists(numbering)
    for paragraph in root.iter(f"{W}p"):
        yield _line(paragraph, lists)


def _lists(numbering: Any) -> dict[tuple[str, str], str]:
    """What each list counts with, by its number and level: decimal, lowerLetter, …"""
    if numbering is None:
        return {}
    formats: dict[str, dict[str, str]] = {}
    for abstract in numbering.iter(f"{W}abstractNum"):
        levels = {lvl.get(f"{W}ilvl", "0"): _value(lvl.find(f"{W}numFmt")) for lvl in abstract.iter(f"{W}lvl")}
        formats[abstract.get(f"{W}abstractNumId", "")] = levels
    found = {}
    for num in numbering.iter(f"{W}num"):
        for level, how in formats.get(_value(num.find(f"{W}abstractNumId")), {}).items():
            found[num.get(f"{W}numId", ""), level] = how
    return found


def _value(element: Any) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _line(paragraph: Any, lists: dict[tuple[str, str], str]) -> Line:
    numbered = paragraph.find(f"{W}pPr/{W}numPr")
    listed = ""
    if numbered is not None:
        key = _value(numbered.find(f"{W}numId")), _value(numbered.find(f"{W}ilvl")) or "0"
        how = lists.get(key, "")
        listed = "choice" if how in LETTERED or key[1] != "0" else "question" if how == "decimal" else ""
    runs = [(_run_text(run), _stands_out(run)) for run in paragraph.iter(f"{W}r")]
    text = "".join(text for text, _mark in runs)
    marked = bool(text.strip()) and all(mark for said, mark in runs if said.strip())
    picture = any(paragraph.iter(f"{W}drawing", f"{W}pict", f"{W}object"))
    return Line(" ".join(text.split()), marked, listed, picture)


def _run_text(run: Any) -> str:
    parts = {f"{W}t": lambda e: e.text or "", f"{W}tab": lambda _e: " ", f"{W}br": lambda _e: " "}
    return "".join(parts[child.tag](child) for child in run if child.tag in parts)


def _stands_out(run: Any) -> bool:
    """Bold, underlined or highlighted, unless it says that it is not."""
    off = {"0", "false", "none"}
    marks = (run.find(f"{W}rPr/{W}{name}") for name in ("b", "u", "highlight"))
    return any(mark is not None and _value(mark) not in off for mark in marks)
