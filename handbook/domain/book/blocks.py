"""Blocks of a section on paper: in one language, or in two side by side, leaf beside leaf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from lxml import etree, html
from wagtail.images.models import AbstractImage

from handbook.domain.book.passage import Passage
from ui.leaves import FieldTexts, LeafValue, Whole
from ui.press import data_uri

PICTURE = {"pdf": "max-1400x1400|format-png", "epub": "max-900x900|format-jpeg|jpegquality-82"}
FOLDER = "handbook/paper"
TO_CHECK = '<span class="sign">†</span>'
SAME_AS_TEXT = {"warning", "question", "try"}
Leaf = LeafValue | FieldTexts | None


@dataclass(frozen=True)
class Picture:
    """A picture in the book: its address there, and what is said in its place."""

    src: str
    alt: str


class Pictures:
    """The pictures of one book. On pages each is carried by the page itself; in an EPUB it is a file beside it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.files: dict[str, bytes] = {}

    def of(self, value: Any) -> Picture | None:
        """The picture of a figure in the active language, or None when it was deleted."""
        image: AbstractImage | None = value.get("picture")
        if image is None:
            return None
        drawn = image.get_rendition(PICTURE[self.kind])
        with drawn.file.open("rb") as file:
            content = file.read()
        instead = value["alt"].shown()
        alt = strip_tags(instead.html) if instead else image.title
        if self.kind == "pdf":
            return Picture(data_uri("image/png", content), alt)
        name = f"p{image.pk}.jpg"
        self.files[name] = content
        return Picture(name, alt)


def single(stream: Iterable[Any], passage: Passage, language: str, pictures: Pictures) -> SafeString:
    """Every block of a body in the active language."""
    out = []
    for child in stream:
        context = _context(child)
        kind = context["kind"]
        name = "answers" if "answers" in child.value else "text" if kind in SAME_AS_TEXT else kind
        context |= {"passage": passage, "language": language, "frame": "section" if context["label"] else "div"}
        context["sign"] = TO_CHECK if child.value.get("check") and not context["label"] else ""
        if kind == "figure":
            context["picture"] = pictures.of(child.value)
        out.append(get_template(f"{FOLDER}/blocks/{name}.html").render(context))
    return mark_safe("".join(out))  # noqa: S308 (rendered by our templates)


def _context(child: Any) -> dict[str, Any]:
    return {"law": None, "entry": None, "picture": None, **child.block.get_context(child.value)}


# ---- two languages ----


@dataclass(frozen=True)
class Row:
    """A leaf and how it is set: the name of what it is, the HTML around it, a law that a note names."""

    name: str
    leaf: Leaf
    around: str = "{}"
    law: tuple[Any, str] | None = None
    tail: str = ""


@dataclass(frozen=True)
class Pair:
    """Two languages of one thing, side by side. `body` stands across both, below them."""

    name: str
    own: SafeString | str
    beside: SafeString | str
    body: SafeString | str = ""


@dataclass(frozen=True)
class Sides:
    """The two passages of a parallel edition, with their languages."""

    own: Passage
    own_language: str
    beside: Passage
    beside_language: str

    def each(self, said: Any) -> tuple[Any, Any]:
        """`said(passage)` for both, each in its own language."""
        with translation.override(self.own_language):
            own = said(self.own)
        with translation.override(self.beside_language):
            return own, said(self.beside)


def parallel(stream: Iterable[Any], sides: Sides, pictures: Pictures) -> SafeString:
    """Every block of a body in two languages."""
    out = []
    for child in stream:
        context = _context(child)
        pairs = list(_label(context, sides)) + list(_pairs(context, sides, pictures))
        told = {"kind": context["kind"], "pairs": pairs, "beside": sides.beside_language, "value": child.value}
        out.append(render_to_string(f"{FOLDER}/pairs.html", told))
    return mark_safe("".join(out))  # noqa: S308 (rendered by our templates)


def _label(context: dict[str, Any], sides: Sides) -> Iterator[Pair]:
    if context["label"]:
        sign = TO_CHECK if context["value"].get("check") else ""
        around = mark_safe(f'<p class="label">{{}}{sign}</p>')  # noqa: S308
        own, beside = sides.each(lambda _passage: format_html(around, str(context["label"])))
        yield Pair("label", own, beside)


def _pairs(context: dict[str, Any], sides: Sides, pictures: Pictures) -> Iterator[Pair]:
    kind, value = context["kind"], context["value"]
    if kind == "figure" and (picture := sides.each(lambda _passage: pictures.of(value))[0]):
        body = format_html('<figure><img src="{}" alt="{}"></figure>', picture.src, picture.alt)
        yield Pair("picture", "", "", body)
    if kind == "comparison":
        yield from _leaf_pairs(_rows(context), sides)
        yield Pair("table", "", "", _comparison(value, sides))
        return
    if kind == "form":
        yield from _leaf_pairs(_rows(context), sides)
        for field in value["fields"]:
            yield from _field(field, sides)
        return
    yield from _leaf_pairs(_rows(context), sides)


def _rows(context: dict[str, Any]) -> Iterator[Row]:
    """The leaves of a block, in order, except cells of tables and fields of forms."""
    kind, value = context["kind"], context["value"]
    sign = TO_CHECK if value.get("check") and not context["label"] else ""
    if kind == "heading":
        yield Row("heading", value["text"], '<p class="b-heading">{}</p>', tail=sign)
        return
    if kind == "definition":
        yield from _definition(value, context["entry"])
        return
    yield Row("title", value.get("title"), '<p class="title">{}</p>', tail=sign)
    yield Row("warn", value.get("note"), '<p class="warn">{}</p>' if kind == "case" else "{}")
    for number, item in enumerate(value.get("items") or [], start=1):
        yield Row("step", item, f'<ol class="steps" style="counter-reset: step {number - 1}"><li>{{}}</li></ol>')
    law = (context["law"], value.get("article") or "") if kind == "law" else None
    yield Row("text", value.get("text"), law=law, tail=sign)
    for number, answer in enumerate(value.get("answers") or [], start=1):
        around = f'<ol class="steps" style="counter-reset: step {number - 1}"><li>{{}}</li></ol>'
        yield Row("step", answer["text"], around)
        yield Row("reply", answer["reply"], "<p><i>{}</i></p>")
    yield Row("asked", value.get("question"))
    yield Row("caption", value.get("caption"), '<p class="caption">{}</p>')


def _definition(value: Any, entry: Any) -> Iterator[Row]:
    """A term and its meaning, the glossary's where the block leaves them empty."""
    yield Row("term", entry.name if entry and value["term"].blank else value["term"], '<p class="term">{}</p>')
    if entry and value["text"].blank:
        yield Row("text", entry.meaning, "<p>{}</p>")
    else:
        yield Row("text", value["text"])


def _leaf_pairs(rows: Iterable[Row], sides: Sides) -> Iterator[Pair]:
    for row in rows:
        if row.leaf is None or row.leaf.blank:
            continue
        own, beside = sides.each(lambda passage, row=row: _said(passage, row))
        if row.name == "text":
            around = mark_safe(row.around)  # noqa: S308 (from _rows)
            for one, other in _by_paragraph(own, beside):
                yield Pair(row.name, format_html(around, one), format_html(around, other))
        else:
            around = mark_safe(row.around)  # noqa: S308 (from _rows)
            yield Pair(row.name, format_html(around, own), format_html(around, beside))


def _said(passage: Passage, row: Row) -> SafeString:
    note = passage.law_note(*row.law) if row.law else ""
    return passage.say(row.leaf, Whole(None, None), note + row.tail)


def _by_paragraph(own: str, beside: str) -> Iterator[tuple[SafeString, SafeString]]:
    """Paragraph beside paragraph where both have as many; else the whole beside the whole."""
    first, second = _paragraphs(own), _paragraphs(beside)
    if len(first) != len(second):
        first, second = [own], [beside]
    for one, other in zip(first, second, strict=True):
        yield mark_safe(one), mark_safe(other)  # noqa: S308 (parts of what Passage.set made safe)


def _paragraphs(text: str) -> list[str]:
    root = html.fragment_fromstring(text, create_parent="div")
    if (root.text or "").strip() or any((child.tail or "").strip() for child in root):
        return [text]
    return [etree.tostring(child, encoding="unicode", method="html", with_tail=False) for child in root]


def _cell(leaf: LeafValue, sides: Sides) -> SafeString:
    """A cell with both languages, one under the other."""
    own, beside = sides.each(lambda passage: passage.say(leaf, Whole(None, None)))
    return format_html('{}<article class="under" lang="{}">{}</article>', own, sides.beside_language, beside)


def _comparison(value: Any, sides: Sides) -> SafeString:
    cells = [[_cell(value["left_label"], sides), _cell(value["right_label"], sides)]]
    cells += [[_cell(row["left"], sides), _cell(row["right"], sides)] for row in value["rows"]]
    return mark_safe(render_to_string(f"{FOLDER}/table.html", {"head": cells[0], "rows": cells[1:], "name": ""}))  # noqa: S308


def _field(field: Any, sides: Sides) -> Iterator[Pair]:
    kind = field["kind"]
    around = mark_safe('<p class="ask ask-tick">{}</p>' if kind == "tick" else '<p class="ask">{}</p>')  # noqa: S308
    own, beside = sides.each(lambda passage: format_html(around, passage.say(field["label"], Whole(None, None))))
    if kind == "table":
        head = [_cell(column, sides) for column in field["columns"]]
        told = {"head": head, "rows": [[""] * len(head)] * (field["rows"] or 4), "name": "fill"}
        body: SafeString | str = mark_safe(render_to_string(f"{FOLDER}/table.html", told))  # noqa: S308
    else:
        body = "" if kind == "tick" else format_html('<div class="rules rules-{}"></div>', kind)
    yield Pair("field", own, beside, body)
