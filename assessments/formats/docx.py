"""Word files (DOCX) in the plain way that teachers type questions: a number, then choices with letters.

The right choice is marked by + or *, or stands out in bold, underlined or highlighted, or is named on a line of its
own: «Ҷавоб: б», «Ответ: б», «Answer: b». Numbers and letters may be typed or be Word's own lists. Without choices that
line holds the words or the number, «дуруст» or «нодуруст», «иншо» for a longer text, «файл» for a file; ____ or [word]
in the question are gaps; a table with two columns below it holds pairs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.formats.docx_xml import Line, lines
from assessments.formats.entry import PICTURED, Entry, Option, Read, Skipped, named, number, truth_of, written
from assessments.formats.images import Drawn, Gallery

LETTER = "A-Za-zА-Яа-яЁёӢӣҚқҒғҲҳҶҷӮӯ"
QUESTION = re.compile(r"^\s*(?:№\s*)?\d{1,4}\s*[.)]\s*(.+)$", re.DOTALL)
CHOICE = re.compile(rf"^\s*([+*]?)\s*([{LETTER}])\s*[.)]\s*([+*]?)\s*(.+)$", re.DOTALL)
RIGHT = re.compile(
    r"^\s*(?:answers?|(?:правильн\w+ )?ответы?|ҷавоб(?:и дуруст|ҳо)?|чавоб)\s*[:\u2013\u2014-]\s*(.+)$",
    re.IGNORECASE | re.DOTALL,
)
LETTERS = re.compile(f"[{LETTER}]")
ESSAY = {
    "essay", "эссе", "иншо", "сочинение", "развёрнутый ответ", "развернутый ответ", "ҷавоби муфассал", "матни дароз",
}  # fmt: skip
FILE = {"file", "файл"}
LINED, BRACKETED = re.compile(r"_{3,}"), re.compile(r"\[([^\[\]]{1,300})\]")
NUMBERED, LETTERED = re.compile(r"^\s*(\d{1,2})\s*[.)]\s*(.+)$"), re.compile(rf"^\s*([{LETTER}])\s*[.)]\s*(.+)$")
KEY = re.compile(rf"(\d{{1,2}})\s*[-\u2013\u2014:.)]?\s*([{LETTER}])")


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
    pairs: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[Drawn] = field(default_factory=list)
    beside: bool = False  # a picture stands among the choices


def read(content: bytes) -> list[Read]:
    """Every numbered question of a document, in order. Raises Unreadable."""
    found: list[Found] = []
    for place, line in enumerate(lines(content), start=1):
        if not line.rows:
            _take(found, line, place)
        elif not _pairs(found, line):
            for inner in line.within:
                _take(found, inner, place)
    gallery = Gallery()
    return [_entry(one, gallery) for one in found]


def _pairs(found: list[Found], line: Line) -> bool:
    """Whether a table is the pairs of the question above it."""
    last = found[-1] if found else None
    if last is None or last.texts or last.right or last.pairs or len(line.rows) < 2:
        return False
    last.pairs = [row for row in line.rows if any(row)]
    return True


def _take(found: list[Found], line: Line, place: int) -> None:
    """Puts one paragraph where it belongs; what stands before the first question is a title."""
    if not line.text and not line.pictures:
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
    if found and line.pictures:
        found[-1].beside |= bool(found[-1].texts)
        found[-1].pictures += line.pictures


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


def _entry(found: Found, gallery: Gallery) -> Read:
    stem = "\n".join(part for part in found.stem if part)
    entry = Entry(named("", stem), found.line, "", stem)
    if found.beside:
        return Skipped(entry.name, found.line, "docx", str(PICTURED))
    for drawn in found.pictures:
        gallery.put_drawn(entry, drawn)
    if found.pairs:
        return _matched(entry, found)
    return _chosen(entry, found) if found.texts else _open(entry, found.right)


def _chosen(entry: Entry, found: Found) -> Read:
    right = _right(found)
    if isinstance(right, str):
        return Skipped(entry.name, found.line, "choice", right)
    words = [truth_of(text) for text in found.texts]
    if len(right) == 1 and sorted(words) == ["false", "true"]:
        entry.answering, entry.details = "truth", {"answer": words[next(iter(right))]}
        return entry
    entry.options = [Option(text, Decimal(int(n in right))) for n, text in enumerate(found.texts)]
    entry.answering = "many" if len(right) > 1 else "one"
    entry.details = {"rule": "part"} if len(right) > 1 else {}
    return entry


def _open(entry: Entry, right: str) -> Read:
    said = right.strip(" .()").casefold()
    if said in ESSAY | FILE or truth_of(said):
        entry.answering = "essay" if said in ESSAY else "file" if said in FILE else "truth"
        entry.details = {"answer": truth_of(said)} if entry.answering == "truth" else {}
        return entry
    if (right and LINED.search(entry.stem)) or (not right and BRACKETED.search(entry.stem)):
        return _gaps(entry, right)
    if not right:
        reason = _("It has neither choices nor a line with the right answer. For a longer text write “Answer: essay”.")
        return Skipped(entry.name, entry.line, "essay", reason)
    value = number(right)
    entry.answering = "text" if value is None else "number"
    entry.details = {"answers": right} if value is None else {"answer": written(value)}
    return entry


def _gaps(entry: Entry, right: str) -> Read:
    """Gaps as lines, whose answers stand below with ; between them, or as the answers themselves in brackets."""
    mark = LINED if right else BRACKETED
    gaps = len(mark.findall(entry.stem))
    answers = BRACKETED.findall(entry.stem) if not right else [right] if gaps == 1 else right.split(";")
    if len(answers) != gaps:
        told = {"gaps": gaps, "answers": len(answers)}
        reason = _("It has %(gaps)s gaps and %(answers)s answers: put a semicolon between the answers.") % told
        return Skipped(entry.name, entry.line, "gaps", reason)
    numbers = iter(range(1, gaps + 1))
    entry.stem = mark.sub(lambda _one: f"[[{next(numbers)}]]", entry.stem)
    entry.answering, entry.details = "gaps", {"rule": "part"}
    for gap, answer in enumerate(answers, 1):
        said = [text.strip() for text in answer.split("/") if text.strip()]
        signed = any(text[0] in "+*" for text in said)
        entry.options += [
            Option(text.lstrip("+*").strip(), Decimal(int(not signed or text[0] in "+*")), part=gap) for text in said
        ]
    return entry


def _matched(entry: Entry, found: Found) -> Read:
    """Pairs as they stand beside each other; by the line below when both sides are counted: 1-б, 2-а."""
    left = [NUMBERED.match(one) for one, _other in found.pairs]
    right = [LETTERED.match(other) for _one, other in found.pairs]
    pairs = found.pairs
    if found.right:
        wanted = {number: letter.lower() for number, letter in KEY.findall(found.right)}
        texts = {one[1].lower(): one[2] for one in right if one}
        lines_of = {one[1]: one[2] for one in left if one}
        if set(wanted) != set(lines_of) or not set(wanted.values()) <= set(texts):
            reason = _("The line with the right answer must say what goes with what, such as 1-b, 2-a.")
            return Skipped(entry.name, entry.line, "match", reason)
        pairs = [(text, texts[wanted[number]]) for number, text in lines_of.items()]
        pairs += [("", text) for letter, text in texts.items() if letter not in wanted.values()]
    elif all(left) and all(right):
        reason = _("Both sides are counted: say below what goes with what, such as “Answer: 1-b, 2-a”.")
        return Skipped(entry.name, entry.line, "match", reason)
    entry.answering, entry.details = "match", {"rule": "part"}
    entry.options = [Option(one, match=other) for one, other in pairs]
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
