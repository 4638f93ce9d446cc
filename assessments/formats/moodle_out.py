"""Moodle XML going out."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils.html import format_html
from django.utils.translation import gettext as _
from lxml import etree

from assessments.formats import cloze
from assessments.formats.entry import STEPPED, Entry, shares, written
from assessments.formats.entry import lost as lost_of
from ui.content import rich

NAMES = {
    "one": "multichoice", "many": "multichoice", "text": "shortanswer", "number": "numerical", "order": "ordering",
    "truth": "truefalse", "match": "matching", "gaps": "cloze", "essay": "essay", "file": "essay",
}  # fmt: skip
HOLDS = {"words", "criteria", "picture", "shuffle", "unit", "topic", "explanation"}


def can_hold(entry: Entry) -> str:
    """Why Moodle XML can't hold an entry, in words; "" when it can."""
    if entry.answering == "scenario":
        return str(STEPPED)
    if entry.answering == "spot":
        return _("Moodle has no questions in which places on a picture are chosen.")
    return cloze.can_hold(entry) if entry.answering == "gaps" else ""


def lost(entry: Entry) -> list[str]:
    """What of an entry Moodle XML leaves out, in words."""
    return lost_of(entry, HOLDS)


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
    _stem(question, entry)
    _with_text(question, "generalfeedback", rich(entry.explanation), format="html")
    etree.SubElement(question, "defaultgrade").text = "1"
    if entry.answering in ("one", "many"):
        etree.SubElement(question, "single").text = "true" if entry.answering == "one" else "false"
    if entry.answering in ("one", "many", "match"):
        etree.SubElement(question, "shuffleanswers").text = "true" if entry.shuffle else "false"
    if entry.answering == "match":
        _pairs(question, entry)
    elif entry.answering in ("essay", "file"):
        _by_hand(question, entry)
    elif entry.answering != "gaps":
        _answers(question, entry)


def _stem(question: Any, entry: Entry) -> None:
    text, picture = cloze.html(entry) if entry.answering == "gaps" else rich(entry.stem), entry.picture
    if picture is not None:
        text += format_html('<p><img src="@@PLUGINFILE@@/{}" alt="{}"></p>', quote(picture.name), entry.picture_alt)
    told = _with_text(question, "questiontext", text, format="html")
    if picture is not None:
        file = etree.SubElement(told, "file", name=picture.name, path="/", encoding="base64")
        file.text = base64.b64encode(picture.content).decode()


def _pairs(question: Any, entry: Entry) -> None:
    for option in entry.options:
        _with_text(_with_text(question, "subquestion", rich(option.text), format="html"), "answer", option.match)


def _by_hand(question: Any, entry: Entry) -> None:
    file = entry.answering == "file"
    etree.SubElement(question, "responseformat").text = "noinline" if file else "editor"
    etree.SubElement(question, "responserequired").text = "0" if file else "1"
    etree.SubElement(question, "responsefieldlines").text = "15"
    etree.SubElement(question, "attachments").text = "1" if file else "0"
    etree.SubElement(question, "attachmentsrequired").text = "1" if file else "0"
    if entry.details.get("words"):
        etree.SubElement(question, "maxwordlimit").text = entry.details["words"]
    lines = entry.details.get("criteria", "").splitlines()
    _with_text(question, "graderinfo", rich("\n\n".join(lines)), format="html")
    _with_text(question, "responsetemplate", "", format="html")


def _answers(question: Any, entry: Entry) -> None:
    for text, share in _shares(entry):
        as_html = {"format": "html"} if entry.options else {"format": "plain_text"}
        answer = _with_text(question, "answer", rich(text) if entry.options else text, fraction=share, **as_html)
        if entry.answering == "number":
            etree.SubElement(answer, "tolerance").text = entry.details.get("tolerance") or "0"
    if entry.unit:
        unit = etree.SubElement(etree.SubElement(question, "units"), "unit")
        etree.SubElement(unit, "multiplier").text = "1"
        etree.SubElement(unit, "unit_name").text = entry.unit


def _shares(entry: Entry) -> list[tuple[str, str]]:
    if entry.answering == "truth":
        right = entry.details["answer"]
        return [(word, "100" if word == right else "0") for word in ("true", "false")]
    if entry.answering == "text":
        return [(line.replace("*", "\\*"), "100") for line in entry.details["answers"].splitlines()]
    if entry.answering == "number":
        return [(entry.details["answer"], "100")]
    if entry.answering == "many":
        return [(o.text, f"{share * 100:.5f}") for o, share in zip(entry.options, shares(entry), strict=True)]
    return [(option.text, written(Decimal(100) * option.score)) for option in entry.options]


def _with_text(parent: Any, tag: str, text: str, **attributes: str) -> Any:
    element = etree.SubElement(parent, tag, **attributes)
    etree.SubElement(element, "text").text = text
    return element
