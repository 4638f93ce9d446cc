"""What every format reads and writes: a question in one language, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from lxml import html

from assessments.domain import rubric
from assessments.markers import MARKER

NAME = 120
BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"}
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
PICTURED = _("It has a picture or a sound where none can be: only the question itself may have a picture.")
UNMARKED = _("What is said to those who mark: criteria are lines such as “3 Names the law”.")
STEPPED = _("A case in steps, in which each choice leads on, can't be written in this format.")
EVEN = Decimal("0.002")  # shares that files round off are still the same
# How files say true and false, in the languages that are written here.
TRUE = {"true", "верно", "правда", "дуруст", "рост"}
FALSE = {"false", "неверно", "ложь", "нодуруст", "дурӯғ", "дуруғ"}
# What an entry may say beyond its texts; a format holds some of it.
FEATURES = {
    "rule": _("Its rule for points: there each part counts by itself."),
    "typos": _("How many letters may be wrong."),
    "words": _("How many words it may have."),
    "criteria": _("The criteria for those who mark."),
    "second": _("The share that a second person marks."),
    "picture": _("Its picture."),
    "shuffle": _("That its choices stay in their order."),
    "unit": _("The unit of measure."),
    "topic": _("Its topic."),
    "explanation": _("The explanation."),
}


@dataclass(frozen=True)
class Option:
    """A choice; score: the share of the points that it earns, 1 right, 0 wrong, at least -1.

    match, part, leads, area: as in `Choice`, each for a kind or two.
    """

    text: str
    score: Decimal = Decimal(0)
    match: str = ""
    part: int = 1
    leads: int = 0
    area: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew. came: SHA-1 of its bytes as they stood in the file; width, height: in pixels."""

    name: str
    content: bytes
    came: str
    width: int
    height: int


@dataclass
class Entry:
    """A question. answering: the code of its kind here. line: where it begins in the file, or its number there.

    details: as `Question.details` keeps them, but `answers` for words (one a line) in the language of the file.
    dropped: what of it is left out, in words.
    """

    name: str
    line: int
    answering: str
    stem: str
    options: list[Option] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)
    explanation: str = ""
    unit: str = ""
    topic: str = ""
    shuffle: bool = True
    picture: Picture | None = None
    picture_alt: str = ""
    dropped: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Skipped:
    """Something like a question that isn't taken in. kind: what the file calls it; reason: in words."""

    name: str
    line: int
    kind: str
    reason: str


Read = Entry | Skipped


class Unreadable(ValueError):
    """The file as a whole can't be read; the message says why. Nothing was found in it."""


def named(name: str, stem: str) -> str:
    """What a question is called in lists of errors: its name, or how it begins."""
    return " ".join((name or stem).split())[:NAME]


def plain(text: str) -> str:
    """HTML as the small markup of questions: paragraphs, lists, bold, italic; what it looks like otherwise is lost."""
    if "<" not in text and "&" not in text:
        return _tidy(text)
    root = html.fragment_fromstring(text, create_parent="div")
    parts: list[str] = []
    _write(root, parts)
    return _tidy("".join(parts))


def has_media(text: str) -> bool:
    """Whether HTML shows something that isn't text."""
    return bool(re.search(r"<(img|audio|video|object|iframe|svg|embed)\b|@@PLUGINFILE@@", text, re.IGNORECASE))


def sounds(text: str) -> bool:
    """Whether HTML shows or plays something that is neither text nor a picture."""
    return bool(re.search(r"<(audio|video|object|iframe|svg|embed)\b", text, re.IGNORECASE))


def lost(entry: Entry, holds: Collection[str]) -> list[str]:
    """What of an entry a format that `holds` only some of the FEATURES leaves out, in words."""
    rule = entry.details.get("rule") or ""
    said = {
        "rule": (rule == "all" and entry.answering != "order") or (rule == "part" and entry.answering == "order"),
        "typos": entry.details.get("typos") not in (None, "", "0"),
        "picture": entry.picture is not None,
        "shuffle": not entry.shuffle and entry.answering in ("one", "many", "match", "spot"),
        "unit": entry.unit,
        "topic": entry.topic,
        "explanation": entry.explanation,
    } | {name: entry.details.get(name) for name in ("words", "criteria", "second")}
    return [str(words) for name, words in FEATURES.items() if said[name] and name not in holds]


def settled(entry: Entry, *, several: bool) -> Entry:
    """Options with their shares as one right answer, or as several that count in part or by their own scores."""
    entry.answering = "many" if several else "one"
    if several:
        _several(entry)
        return entry
    best = max((option.score for option in entry.options), default=Decimal(0))
    entry.options = [
        Option(option.text, Decimal(1) if option.score == best > 0 else max(Decimal(0), option.score))
        for option in entry.options
    ]
    return entry


def _several(entry: Entry) -> None:
    """As `part` when every right choice is worth the same and every wrong one takes the same away, else as `sum`."""
    right = [option.score for option in entry.options if option.score > 0]
    wrong = [option.score for option in entry.options if option.score <= 0]
    each, less = Decimal(1) / max(1, len(right)), Decimal(-1) / max(1, len(wrong))
    even = all(abs(score - each) < EVEN for score in right) and all(abs(score - less) < EVEN for score in wrong)
    entry.details["rule"] = "part" if even or all(score == 1 for score in right) else "sum"
    if entry.details["rule"] == "part":
        entry.options = [replace(option, score=Decimal(int(option.score > 0))) for option in entry.options]
        return
    # Thirds that a file rounds off must come to a whole again.
    short = 1 - sum(right)
    if 0 < short < Decimal("0.02"):
        first = next(n for n, option in enumerate(entry.options) if option.score > 0)
        entry.options[first] = replace(entry.options[first], score=entry.options[first].score + short)


def shares(entry: Entry) -> list[Decimal]:
    """What each choice of several is worth by itself: the opposite of `settled`."""
    if entry.details.get("rule") == "sum":
        return [option.score for option in entry.options]
    right = sum(option.score > 0 for option in entry.options) or 1
    wrong = max(1, len(entry.options) - right)
    return [Decimal(1) / right if option.score > 0 else Decimal(-1) / wrong for option in entry.options]


def truth_of(text: str) -> str:
    """`true` or `false` when a text says no more than that, else an empty text."""
    word = text.strip().strip(".*").casefold()
    return "true" if word in TRUE else "false" if word in FALSE else ""


def criteria_of(entry: Entry, said: str) -> None:
    """What a file tells those who mark: criteria when each line begins with its points, else it is dropped."""
    lines = [line.strip().removeprefix("- ") for line in said.splitlines() if line.strip()]
    if lines and not rubric.problems("\n".join(lines)):
        entry.details["criteria"] = "\n".join(lines)
    elif lines:
        entry.dropped.append(str(UNMARKED))


def without_markers(text: str) -> str:
    """A text in which nothing looks like the mark of a gap."""
    return MARKER.sub(r"[\1]", text)


def _write(element: html.HtmlElement, parts: list[str]) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in ("script", "style", ""):
        return
    mark = MARKS.get(tag, "") if "".join(element.itertext()).strip() else ""
    parts.append("\n" if tag == "br" else "\n\n" if tag in BLOCKS - {"li"} else "\n- " if tag == "li" else mark)
    parts.append(re.sub(r"\s+", " ", element.text or ""))
    for child in element:
        _write(child, parts)
        parts.append(re.sub(r"\s+", " ", child.tail or ""))
    parts.append("\n\n" if tag in BLOCKS - {"li"} else mark)


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.replace("\u00ad", "").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def number(text: str) -> Decimal | None:
    """A number as files write it; None when it is none, or one that no answer may have."""
    clean = text.strip().replace(",", ".").replace("\u2212", "-")
    return Decimal(clean) if re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,6})?", clean) else None


def written(value: Decimal) -> str:
    """A number without zeros that say nothing."""
    return f"{value.normalize():f}"
