"""What every format reads and writes: a question in one language, or the reason why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from lxml import html

NAME = 120
BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"}
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
# Stand for the two words, in the language that the questions are in.
TRUE, FALSE = "\ue100", "\ue101"
PICTURED = _("It has a picture or a sound, which isn't taken in.")


@dataclass(frozen=True)
class Option:
    """A choice; score: the share of the points that it earns, 1 right, 0 wrong, at least -1."""

    text: str
    score: Decimal = Decimal(0)


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


def decoded(content: bytes) -> str:
    """Text in UTF-8 (also with its mark), UTF-16 with its mark, or Windows' Cyrillic, with \\n between lines."""
    for encoding, mark in (("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"), ("utf-8-sig", b"")):
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    else:
        text = content.decode("cp1251", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


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
    return bool(re.search(r"<(img|audio|video|object|iframe|svg)\b|@@PLUGINFILE@@", text, re.IGNORECASE))


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
