"""Moodle XML (docs.moodle.org, "Moodle XML format"): a <question> a question, its text mostly HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _

from assessments.formats import cloze
from assessments.formats.entry import (
    PICTURED,
    Entry,
    Option,
    Read,
    Skipped,
    Unreadable,
    criteria_of,
    has_media,
    named,
    number,
    plain,
    settled,
    sounds,
    without_markers,
    written,
)
from assessments.formats.images import Gallery, bytes_of, elsewhere, from_base64, in_html
from assessments.formats.moodle_out import can_hold, lost, write
from ui.uploads import RefusedFile, safe_xml

__all__ = ["can_hold", "lost", "read", "write"]
Reason = str
STAR = re.compile(r"(?<!\\)\*")
IN_FILE = "@@PLUGINFILE@@/"
# What stands beside the question itself, where no picture can be.
BESIDE = ("answer", "subquestion", "subquestion/answer", "selectoption", "dragbox")


def read(content: bytes) -> list[Read]:
    """Every question of a file, in order; categories become topics. Raises Unreadable."""
    try:
        root = safe_xml(content)
    except RefusedFile as refused:
        raise Unreadable(str(refused)) from None
    if root.tag != "quiz":
        raise Unreadable(_("This is no Moodle XML: its root is “%(tag)s”, not “quiz”.") % {"tag": root.tag})
    found: list[Read] = []
    topic, gallery = "", Gallery()
    for question in root.iterchildren("question"):
        if question.get("type") == "category":
            topic = _text(question.find("category")).rpartition("/")[2]
        else:
            found.append(_question(question, topic, gallery))
    return found


def _text(element: Any) -> str:
    """What stands in an element's <text>."""
    found = element.findtext("text") if element is not None else None
    return (found or "").strip()


def _said(element: Any) -> str:
    text = _text(element)
    return plain(text) if element is not None and element.get("format", "html") != "plain_text" else text


def _question(question: Any, topic: str, gallery: Gallery) -> Read:
    kind, told = question.get("type", ""), question.find("questiontext")
    stem = _said(told)
    name = named(_text(question.find("name")), stem)
    line = question.sourceline or 0
    if kind not in KINDS:
        return Skipped(name, line, kind, _why(kind))
    beside = [part for path in BESIDE for part in question.findall(path)]
    if sounds(_text(told)) or any(has_media(_text(part)) or part.find("file") is not None for part in beside):
        return Skipped(name, line, kind, str(PICTURED))
    stem = stem if kind in MARKED else without_markers(stem)
    entry = Entry(name, line, "", stem, topic=topic[:200], explanation=_said(question.find("generalfeedback")))
    entry.shuffle = question.findtext("shuffleanswers", "1").strip() in ("1", "true")
    _pictures(told, entry, gallery)
    _left_out(question, entry)
    reason = KINDS[kind](question, entry)
    return Skipped(name, line, kind, reason) if reason else entry


def _pictures(told: Any, entry: Entry, gallery: Gallery) -> None:
    """The first picture that the text shows becomes that of the question; what becomes of the others is said."""
    files = {} if told is None else {_path(file): file.text or "" for file in told.findall("file")}
    for address, alt in dict.fromkeys(in_html(_text(told))):
        name = unquote(address.partition("?")[0].removeprefix(IN_FILE)) if address.startswith(IN_FILE) else ""
        content = from_base64(files.pop(name)) if name in files else bytes_of(address)
        if content is None:
            elsewhere(entry, address)
        else:
            gallery.put(entry, name or "picture", content, alt)
    entry.dropped += [_("A further file: %(name)s.") % {"name": name[:80]} for name in files]


def _path(file: Any) -> str:
    return str(file.get("path", "/") + file.get("name", "")).lstrip("/")


def _left_out(question: Any, entry: Entry) -> None:
    if any(_text(answer.find("feedback")) for answer in question.findall("answer")):
        entry.dropped.append(_("What is said to each answer: only one explanation is kept."))
    if any(_text(hint) for hint in question.findall("hint")):
        entry.dropped.append(_("Hints."))
    if has_media(_text(question.find("generalfeedback"))):
        entry.dropped.append(_("Pictures of the explanation."))


def _why(kind: str) -> str:
    known = {
        "description": _("A description asks nothing."),
        "ddmarker": _("Marks are put on a picture; here places on a picture are chosen, without marks."),
        "ddimageortext": _("Texts or pictures are put on a picture; here places on a picture are chosen."),
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
    right = [_said(answer).lower() for answer in question.findall("answer") if _share(answer) == 1]
    if len(right) != 1 or right[0] not in ("true", "false"):
        return _("It isn't said whether it is true or false.")
    entry.answering, entry.details, entry.shuffle = "truth", {"answer": right[0]}, True
    return ""


def _words(question: Any, entry: Entry) -> Reason:
    answers = [(_text(answer), _share(answer)) for answer in question.findall("answer")]
    entry.answering = "text"
    whole = [text.replace("\\*", "*") for text, share in answers if share == 1 and not STAR.search(text)]
    entry.details["answers"] = "\n".join(whole)
    if any(0 < share < 1 for _answer, share in answers):
        entry.dropped.append(_("Answers that are right in part."))
    if any(STAR.search(text) and share > 0 for text, share in answers):
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


def _match(question: Any, entry: Entry) -> Reason:
    entry.answering, entry.details = "match", {"rule": "part"}
    pairs = [(_said(part), part.find("answer")) for part in question.findall("subquestion")]
    entry.options = [Option(left, match=_right_side(answer)) for left, answer in pairs]
    return ""


def _right_side(answer: Any) -> str:
    """What something goes with: HTML where it can be dragged, plain text else."""
    text = _text(answer)
    return plain(text) if answer is not None and answer.get("format") == "html" else text


def _cloze(question: Any, entry: Entry) -> Reason:
    return cloze.taken(entry)


def _chosen_gaps(question: Any, entry: Entry) -> Reason:
    parts = [*question.findall("selectoption"), *question.findall("dragbox")]
    return cloze.chosen(entry, [(plain(_text(part)), part.findtext("group", "1").strip()) for part in parts])


def _essay(question: Any, entry: Entry) -> Reason:
    files = question.findtext("attachments", "0").strip()
    entry.answering = "file" if question.findtext("responseformat", "").strip() == "noinline" else "essay"
    if entry.answering == "essay" and files not in ("", "0"):
        entry.dropped.append(_("Files beside the text."))
    if _text(question.find("responsetemplate")):
        entry.dropped.append(_("The text that the answer begins with."))
    criteria_of(entry, _lines(question.find("graderinfo")))
    most = question.findtext("maxwordlimit", "").strip()
    if entry.answering == "essay" and most.isdigit() and 0 < int(most) <= MOST_WORDS:
        entry.details["words"] = str(int(most))
    elif most not in ("", "0"):
        entry.dropped.append(_("How many words it may have."))
    if question.findtext("minwordlimit", "").strip() not in ("", "0"):
        entry.dropped.append(_("How many words it must have."))
    return ""


def _lines(element: Any) -> str:
    """An element's text, in which each paragraph is a line."""
    return re.sub(r"\n+", "\n", _said(element))


MOST_WORDS = 1500
MARKED = {"gapselect", "ddwtos"}  # their text has marks of its own
KINDS: dict[str, Callable[[Any, Entry], Reason]] = {
    "multichoice": _choices,
    "truefalse": _true_false,
    "shortanswer": _words,
    "numerical": _number,
    "ordering": _order,
    "matching": _match,
    "ddmatch": _match,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _chosen_gaps,
    "ddwtos": _chosen_gaps,
    "essay": _essay,
}
