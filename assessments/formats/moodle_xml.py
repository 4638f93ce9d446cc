"""Moodle XML (docs.moodle.org, "Moodle XML format"): a <question> a question, its text mostly HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from assessments.formats.entry import (
    FALSE,
    PICTURED,
    TRUE,
    Entry,
    Option,
    Read,
    Skipped,
    Unreadable,
    has_media,
    named,
    number,
    plain,
    written,
)
from assessments.formats.gift import settled
from ui.content import rich
from ui.uploads import RefusedFile, safe_xml

Reason = str


def read(content: bytes) -> list[Read]:
    """Every question of a file, in order; categories become topics. Raises Unreadable."""
    try:
        root = safe_xml(content)
    except RefusedFile as refused:
        raise Unreadable(str(refused)) from None
    if root.tag != "quiz":
        raise Unreadable(_("This is no Moodle XML: its root is “%(tag)s”, not “quiz”.") % {"tag": root.tag})
    found: list[Read] = []
    topic = ""
    for question in root.iterchildren("question"):
        if question.get("type") == "category":
            topic = _text(question.find("category")).rpartition("/")[2]
        else:
            found.append(_question(question, topic))
    return found


def _text(element: Any) -> str:
    """What stands in an element's <text>."""
    found = element.findtext("text") if element is not None else None
    return (found or "").strip()


def _said(element: Any) -> str:
    text = _text(element)
    return plain(text) if element is not None and element.get("format", "html") != "plain_text" else text


def _question(question: Any, topic: str) -> Read:
    kind = question.get("type", "")
    stem = _said(question.find("questiontext"))
    name = named(_text(question.find("name")), stem)
    line = question.sourceline or 0
    if kind not in KINDS:
        return Skipped(name, line, kind, _why(kind))
    shown = [question.find("questiontext"), *question.findall("answer")]
    if question.find(".//file") is not None or any(has_media(_text(part)) for part in shown):
        return Skipped(name, line, kind, str(PICTURED))
    entry = Entry(name, line, "", stem, topic=topic[:200], explanation=_said(question.find("generalfeedback")))
    entry.shuffle = question.findtext("shuffleanswers", "1").strip() in ("1", "true")
    if any(_text(answer.find("feedback")) for answer in question.findall("answer")):
        entry.dropped.append(_("What is said to each answer: only one explanation is kept."))
    if any(_text(hint) for hint in question.findall("hint")):
        entry.dropped.append(_("Hints."))
    reason = KINDS[kind](question, entry)
    return Skipped(name, line, kind, reason) if reason else entry


def _why(kind: str) -> str:
    known = {
        "description": _("A description asks nothing."),
        "essay": _("An essay is marked by a person; that isn't taken in."),
        "matching": _("Matching questions aren't taken in yet."),
        "cloze": _("Texts with gaps aren't taken in yet."),
        "multianswer": _("Texts with gaps aren't taken in yet."),
        "gapselect": _("Texts with gaps aren't taken in yet."),
        "ddwtos": _("Texts with gaps aren't taken in yet."),
        "ddmarker": str(PICTURED),
        "ddimageortext": str(PICTURED),
    }
    return known.get(kind) or _("Questions of the kind “%(kind)s” aren't known here.") % {"kind": kind[:40]}


def _share(answer: Any) -> Decimal:
    found = number(answer.get("fraction", "0")[:12])
    return max(Decimal(-1), min(Decimal(1), (found or Decimal(0)) / 100)).quantize(Decimal("0.001"))


def _choices(question: Any, entry: Entry) -> Reason:
    entry.options = [Option(_said(answer), _share(answer)) for answer in question.findall("answer")]
    single = question.findtext("single", "true").strip() in ("true", "1")
    settled(entry, several=not single)
    return ""


def _true_false(question: Any, entry: Entry) -> Reason:
    words = {"true": TRUE, "false": FALSE}
    answers = [
        (words.get(_text(answer).lower(), _text(answer)), _share(answer)) for answer in question.findall("answer")
    ]
    entry.options = [Option(text, score) for text, score in answers]
    entry.shuffle = False
    settled(entry, several=False)
    return ""


def _words(question: Any, entry: Entry) -> Reason:
    answers = [(_text(answer), _share(answer)) for answer in question.findall("answer")]
    entry.answering = "text"
    entry.details["answers"] = "\n".join(text for text, share in answers if share == 1 and "*" not in text)
    if any(0 < share < 1 for _answer, share in answers):
        entry.dropped.append(_("Answers that are right in part."))
    if any("*" in text and share > 0 for text, share in answers):
        entry.dropped.append(_("Answers with a star, which stands for any letters."))
    return "" if entry.details["answers"] else _("No answer is right as it stands.")


def _number(question: Any, entry: Entry) -> Reason:
    right = [answer for answer in question.findall("answer") if _share(answer) == 1]
    value = number(_text(right[0])) if right else None
    if value is None:
        return _("The right number is missing.")
    entry.answering = "number"
    entry.details["answer"] = written(value)
    tolerance = number(right[0].findtext("tolerance", "0") or "0")
    if tolerance:
        entry.details["tolerance"] = written(tolerance)
    units = [unit.findtext("unit_name", "").strip() for unit in question.findall("units/unit")]
    entry.unit = units[0][:40] if units else ""
    if len(units) > 1:
        entry.dropped.append(_("Further units."))
    if len(right) > 1 or len(question.findall("answer")) > 1:
        entry.dropped.append(_("Further numbers that are right, or right in part."))
    return ""


def _order(question: Any, entry: Entry) -> Reason:
    entry.answering = "order"
    entry.options = [Option(_said(answer)) for answer in question.findall("answer")]
    return ""


KINDS: dict[str, Callable[[Any, Entry], Reason]] = {
    "multichoice": _choices,
    "truefalse": _true_false,
    "shortanswer": _words,
    "numerical": _number,
    "ordering": _order,
}
NAMES = {"one": "multichoice", "many": "multichoice", "text": "shortanswer", "number": "numerical", "order": "ordering"}


# ---- out ----


def can_hold(_entry: Entry) -> str:
    """Moodle XML holds every kind that we have."""
    return ""


def write(entries: Iterable[Entry]) -> bytes:
    """Entries as a file."""
    root = etree.Element("quiz")
    topic = ""
    for entry in entries:
        if entry.topic != topic:
            topic = entry.topic
            category = etree.SubElement(etree.SubElement(root, "question", type="category"), "category")
            etree.SubElement(category, "text").text = f"$course$/top/{topic}" if topic else "$course$/top"
        _put(root, entry)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _put(root: Any, entry: Entry) -> None:
    question = etree.SubElement(root, "question", type=NAMES[entry.answering])
    _with_text(question, "name", entry.name)
    _with_text(question, "questiontext", rich(entry.stem), format="html")
    _with_text(question, "generalfeedback", rich(entry.explanation), format="html")
    etree.SubElement(question, "defaultgrade").text = "1"
    if entry.answering in ("one", "many"):
        etree.SubElement(question, "single").text = "true" if entry.answering == "one" else "false"
        etree.SubElement(question, "shuffleanswers").text = "true" if entry.shuffle else "false"
    for text, share in _answers(entry):
        as_html = {"format": "html"} if entry.options else {"format": "plain_text"}
        answer = _with_text(question, "answer", rich(text) if entry.options else text, fraction=share, **as_html)
        if entry.answering == "number":
            etree.SubElement(answer, "tolerance").text = entry.details.get("tolerance") or "0"
    if entry.unit:
        unit = etree.SubElement(etree.SubElement(question, "units"), "unit")
        etree.SubElement(unit, "multiplier").text = "1"
        etree.SubElement(unit, "unit_name").text = entry.unit


def _answers(entry: Entry) -> list[tuple[str, str]]:
    if entry.answering == "text":
        return [(line, "100") for line in entry.details["answers"].splitlines()]
    if entry.answering == "number":
        return [(entry.details["answer"], "100")]
    if entry.answering == "many":
        right = sum(option.score > 0 for option in entry.options) or 1
        wrong = max(1, len(entry.options) - right)
        return [
            (o.text, f"{Decimal(100) / right if o.score > 0 else Decimal(-100) / wrong:.5f}") for o in entry.options
        ]
    return [(option.text, written(option.score * 100)) for option in entry.options]


def _with_text(parent: Any, tag: str, text: str, **attributes: str) -> Any:
    element = etree.SubElement(parent, tag, **attributes)
    etree.SubElement(element, "text").text = text
    return element
