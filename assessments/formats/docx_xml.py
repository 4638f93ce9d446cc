"""Word's own XML: the paragraphs of a document, its lists, tables of two columns, and pictures."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.formats.entry import Unreadable
from assessments.formats.images import Drawn
from ui.uploads import Limits, RefusedFile, checked_zip, safe_xml, unpacked

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
VML = "{urn:schemas-microsoft-com:vml}imagedata"
NAMED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
LETTERED = {"lowerLetter", "upperLetter", "russianLower", "russianUpper"}
MAIN, LISTS, LINKS = "word/document.xml", "word/numbering.xml", "word/_rels/document.xml.rels"

KNOWN = {MAIN, LISTS, LINKS}


@dataclass(frozen=True)
class Line:
    """A paragraph: whether all of it stands out, what list numbers it ("question", "choice" or ""), pictures in it.

    rows: of a table with two columns, whose text is then empty: both cells of each row; within: its paragraphs.
    """

    text: str
    marked: bool = False
    listed: str = ""
    pictures: tuple[Drawn, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    within: tuple[Line, ...] = ()


def lines(content: bytes) -> list[Line]:
    """The paragraphs of a document, in order; a table with two columns is one of them."""
    try:
        file = io.BytesIO(content)
        wanted = [e for e in checked_zip(file, limits=Limits()) if e.filename in KNOWN or "media/" in e.filename]
        parts = dict(unpacked(file, wanted))
        if MAIN not in parts:
            raise Unreadable(_("The file is no Word document."))
        root = safe_xml(parts[MAIN])
        numbering = safe_xml(parts[LISTS]) if LISTS in parts else None
        links = safe_xml(parts[LINKS]) if LINKS in parts else None
    except RefusedFile as refused:
        raise Unreadable(str(refused)) from None
    return list(_Document(_lists(numbering), _pictures(links, parts)).lines(root))


class _Document:
    """What the paragraphs of a document refer to: its lists and pictures."""

    def __init__(self, lists: Mapping[tuple[str, str], str], pictures: Mapping[str, Drawn]) -> None:
        self.lists, self.pictures = lists, pictures

    def lines(self, root: Any) -> Iterator[Line]:
        passed: set[Any] = set()  # paragraphs of tables that have been told
        for one in root.iter(f"{W}p", f"{W}tbl"):
            if one.tag == f"{W}p":
                if one not in passed:
                    yield self.line(one)
                continue
            rows = one.findall(f"{W}tr")
            if rows and one not in passed and all(len(row.findall(f"{W}tc")) == 2 for row in rows):
                passed.update(one.iter(f"{W}p", f"{W}tbl"))
                within = tuple(self.line(paragraph) for paragraph in one.iter(f"{W}p"))
                yield Line("", rows=tuple(_rows(rows)), within=within)

    def line(self, paragraph: Any) -> Line:
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        listed = ""
        if numbered is not None:
            key = _value(numbered.find(f"{W}numId")), _value(numbered.find(f"{W}ilvl")) or "0"
            how = self.lists.get(key, "")
            listed = "choice" if how in LETTERED or key[1] != "0" else "question" if how == "decimal" else ""
        runs = [(_run_text(run), _stands_out(run)) for run in paragraph.iter(f"{W}r")]
        text = "".join(text for text, _mark in runs)
        marked = bool(text.strip()) and all(mark for said, mark in runs if said.strip())
        return Line(" ".join(text.split()), marked, listed, _drawn(paragraph, self.pictures))


def _rows(rows: list[Any]) -> Iterator[tuple[str, str]]:
    """Both cells of each row, but for a first one in bold, which says what the columns hold."""
    for n, row in enumerate(rows):
        runs = [run for run in row.iter(f"{W}r") if _run_text(run).strip()]
        if not (n == 0 and runs and all(_stands_out(run) for run in runs)):
            cells = ("".join(_run_text(run) for run in cell.iter(f"{W}r")) for cell in row.findall(f"{W}tc"))
            left, right = (" ".join(cell.split()) for cell in cells)
            yield left, right


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


def _pictures(links: Any, parts: Mapping[str, bytes]) -> dict[str, Drawn]:
    """What the document's links lead to, by their names; nothing outside of the file."""
    found = {}
    for link in links if links is not None else ():
        target = link.get("Target", "")
        name = posixpath.normpath(posixpath.join("word", target)).lstrip("/")
        inside = link.get("TargetMode") != "External"
        found[link.get("Id", "")] = Drawn(target, parts.get(name) if inside else None, "")
    return found


def _value(element: Any) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _drawn(paragraph: Any, pictures: Mapping[str, Drawn]) -> tuple[Drawn, ...]:
    found = []
    for one in paragraph.iter(f"{W}drawing", f"{W}pict", f"{W}object"):
        alt = next((named.get("descr", "") for named in one.iter(NAMED)), "")
        ids = [b.get(f"{R}embed") or b.get(f"{R}link", "") for b in one.iter(BLIP)]
        ids += [data.get(f"{R}id", "") for data in one.iter(VML)]
        known = pictures.get(ids[0]) if ids else None
        found.append(Drawn(known.name, known.content, alt) if known else Drawn("", None, alt))
    return tuple(found)


def _run_text(run: Any) -> str:
    parts = {f"{W}t": lambda e: e.text or "", f"{W}tab": lambda _e: " ", f"{W}br": lambda _e: " "}
    return "".join(parts[child.tag](child) for child in run if child.tag in parts)


def _stands_out(run: Any) -> bool:
    """Bold, underlined or highlighted, unless it says that it is not."""
    off = {"0", "false", "none"}
    marks = (run.find(f"{W}rPr/{W}{name}") for name in ("b", "u", "highlight"))
    return any(mark is not None and _value(mark) not in off for mark in marks)
