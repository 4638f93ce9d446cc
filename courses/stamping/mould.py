"""A sheet laid out once by WeasyPrint, with every line of text that differs between certificates taken out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import pydyf

from courses.stamping import form, runs
from courses.stamping.runs import Run
from courses.stamping.shape import CannotShape, Face, shaped
from ui.press import Press

SAME_PLACE = 0.04  # CSS pixels: two lines begin, end or are centred at the same place
HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


class CannotMould(Exception):
    """The template can't be stamped; the message says why, for whoever made it."""


@dataclass(frozen=True)
class Field:
    """One line that differs: the number of its stream, its place and align ("left", "centre", "right"), font, size and
    the width that there is (CSS pixels)."""

    name: str
    number: int
    x: float
    y: float
    align: str
    font: str
    size: float
    room: float


@dataclass
class Mould:
    """What all certificates of a group share. `head` are the objects that are the same, with places in them where
    texts of a fixed length are put: (name, encoding, position)."""

    head: bytes
    offsets: dict[int, int]
    places: list[tuple[str, str, int]]
    lengths: dict[tuple[str, str], int]
    fields: list[Field]
    faces: dict[str, Face]
    qr: int  # numbers of objects: the code's picture, the signature (0: none), the catalogue, the metadata
    signature: int
    catalog: int
    info: int
    size: int
    shown: list[Run] = field(default_factory=list)
    lines: dict[int, str] = field(default_factory=dict)  # which of `shown` is which field


@dataclass
class Laid:
    """What WeasyPrint makes of one page: its objects, the operators of its page, and its fonts by their name."""

    pdf: Any
    operators: list[bytes]
    content: int
    fonts: dict[str, Any]
    signature: int = 0


ENCODINGS = ("plain", "utf-16")


def encoded(text: str, encoding: str) -> bytes:
    """A text as a PDF's strings and metadata hold it."""
    return text.encode("utf-16-be").hex().encode() if encoding == "utf-16" else text.encode()


class _Taken(Exception):
    """Stops WeasyPrint when everything is there that is needed."""


def lay(press: Press, html: str, style: Any, fonts: dict[Any, Any]) -> Laid:
    """Lays a page out with fonts that it shares with other pages, so that it embeds their glyphs too."""
    document = press.set(html, style)
    if len(document.pages) != 1:
        raise CannotMould("The template takes more than one sheet.")
    document.fonts = fonts
    taken: list[Any] = []

    def finish(_document: Any, pdf: Any) -> None:
        taken.append(pdf)
        raise _Taken

    with suppress(_Taken):
        press.write(document, identifier="mould", finisher=finish)
    pdf = taken[0]
    content = next(int(bytes(o["Contents"]).split()[0]) for o in pdf.objects if _is_page(o))
    operators = [_written(item) for item in pdf.objects[content].stream]
    return Laid(pdf, operators, content, {font.hash: font for font in fonts.values()})


def _written(item: Any) -> bytes:
    """An item of a stream as it is written."""
    return item if isinstance(item, bytes) else bytes(item.data) if hasattr(item, "data") else str(item).encode()


def _is_page(found: Any) -> bool:
    return isinstance(found, dict) and found.get("Type") == "/Page"


def pour(
    *,
    press: Press,
    style: Any,
    draw: Callable[[Mapping[str, str]], str],
    probes: Sequence[Mapping[str, str]],
    alphabet: Mapping[str, str],
    room: Mapping[str, float],
    fixed: Sequence[str],
    sealed: bool = False,
) -> Mould:
    """The mould of a template. `draw` gives its HTML for values; `probes` are two sets of values that differ in every
    line and in its width; `alphabet` values that hold every letter that may come; `room` the width of each line in CSS
    pixels; `fixed` the names whose values always have one length and stand outside of the lines (a number in the
    metadata); `sealed`: each file gets a signature. Raises CannotMould.
    """
    fonts: dict[Any, Any] = {}
    lay(press, draw(alphabet), style, fonts)
    one, other = (lay(press, draw(probe), style, fonts) for probe in probes)
    lines, others = runs.runs(one.operators), runs.runs(other.operators)
    faces = {name: Face(font_bytes(font), frozenset(font.to_unicode)) for name, font in one.fonts.items()}
    found = _found(one, other, lines, others)
    values = {name: value for name, value in probes[0].items() if name in room}
    named = {place: _name(lines[place], one, values) for place in found}
    fields = [_field(named[place], lines[place], others[place], faces, (probes, room)) for place in found]
    if sealed:
        one.signature = form.with_signature(one.pdf)
    made = _assembled(one, fields, [lines[place].at for place in found], probes[0], fixed)
    made.signature = one.signature
    made.faces, made.shown = {one.font: faces[one.font] for one in fields}, lines
    made.lines = named
    return made


def font_bytes(font: Any) -> bytes:
    """A font of WeasyPrint before it was cut down."""
    from weasyprint.text.fonts import get_hb_object_data  # noqa: PLC0415 (loaded when the first sheet is drawn)

    return bytes(get_hb_object_data(font.hb_face))


def _found(one: Laid, other: Laid, lines: list[Run], others: list[Run]) -> list[int]:
    """Which lines differ; everything else has to be the same, operator by operator."""
    if len(lines) != len(others) or len(one.operators) != len(other.operators):
        raise CannotMould("Lines break differently for different values.")
    text = {line.at + step for line in lines for step in range(3)}
    for at, (a, b) in enumerate(zip(one.operators, other.operators, strict=True)):
        if at not in text and a != b:
            raise CannotMould(f"More than text differs: {a[:40]!r} against {b[:40]!r}.")
    return [n for n, (a, b) in enumerate(zip(lines, others, strict=True)) if a.glyphs != b.glyphs or a.x != b.x]


def _name(line: Run, laid: Laid, values: Mapping[str, str]) -> str:
    text = "".join(laid.fonts[line.font].to_unicode.get(glyph, "") for glyph in line.ids)
    names = [name for name, value in values.items() if value == text]
    if len(names) != 1:
        raise CannotMould(f"The line «{text}» is no value by itself.")
    return names[0]


def _field(
    name: str, a: Run, b: Run, faces: Mapping[str, Face], told: tuple[Sequence[Mapping[str, str]], Mapping[str, float]]
) -> Field:
    probes, room = told
    if a.y != b.y or a.size != b.size or a.font != b.font:
        raise CannotMould(f"«{name}» moves or changes its font with its value.")
    widths = []
    for line, probe in ((a, probes[0]), (b, probes[1])):
        try:
            own = shaped(probe[name], faces[line.font])
        except CannotShape as error:
            raise CannotMould(f"«{name}» needs glyphs that are moved.") from error
        if [glyph for glyph, _kern in own.glyphs] != list(line.ids):
            raise CannotMould(f"«{name}» is shaped differently by HarfBuzz alone.")
        widths.append(own.width * line.size / 1000)
    if abs(widths[0] - widths[1]) < 2:
        raise CannotMould(f"The two samples of «{name}» are equally wide.")
    x, align = _aligned(name, a.x, b.x, widths)
    return Field(name, 0, x, a.y, align, a.font, a.size, room[name])


def _aligned(name: str, first: float, second: float, widths: list[float]) -> tuple[float, str]:
    """Where a line hangs, and how."""
    if abs(first - second) < SAME_PLACE:
        return first, "left"
    if abs(first + widths[0] / 2 - second - widths[1] / 2) < SAME_PLACE:
        return first + widths[0] / 2, "centre"
    if abs(first + widths[0] - second - widths[1]) < SAME_PLACE:
        return first + widths[0], "right"
    raise CannotMould(f"«{name}» is neither left, centred nor right.")


def _assembled(
    laid: Laid, fields: list[Field], cuts: list[int], probe: Mapping[str, str], fixed: Sequence[str]
) -> Mould:
    """The objects of the first sample: its page's stream cut at the lines, its code and its signature taken out,
    everything else as it is."""
    pdf = laid.pdf
    pdf.add_object(pdf.info)
    _cut(laid, _pieces(laid, cuts), first := len(pdf.objects) + len(cuts))
    fields = [replace(one, number=first + n) for n, one in enumerate(fields)]
    image = next(one for one in pdf.objects if getattr(one, "extra", {}).get("Subtype") == "/Image")
    head, offsets = bytearray(HEADER), {}
    for one in pdf.objects[1:]:
        if one.number not in (image.number, laid.signature):
            offsets[one.number] = len(head)
            head += one.indirect + b"\n"
    places = [found for name in fixed for found in _places(bytes(head), name, probe[name])]
    return Mould(
        head=bytes(head), offsets=offsets, places=places, fields=fields, faces={}, qr=image.number, signature=0,
        lengths={(name, code): len(encoded(probe[name], code)) for name in fixed for code in ENCODINGS},
        catalog=pdf.catalog.number, info=pdf.info.number, size=first + len(fields),
    )  # fmt: skip


def _cut(laid: Laid, pieces: list[Any], first: int) -> None:
    """Puts the pieces of the page's stream in its place, with room for the lines between them (from number `first`)."""
    pdf = laid.pdf
    pieces[0].number = laid.content
    pdf.objects[laid.content] = pieces[0]
    for piece in pieces[1:]:
        pdf.add_object(piece)
    order = [pieces[0].reference]
    for number, piece in enumerate(pieces[1:], first):
        order += [f"{number} 0 R".encode(), piece.reference]
    page = next(one for one in pdf.objects if _is_page(one))
    page["Contents"] = b"[" + b" ".join(order) + b"]"


def _pieces(laid: Laid, cuts: list[int]) -> list[Any]:
    """The page's stream between the lines that were taken out, each packed."""
    ends = [*cuts, len(laid.operators)]
    begins = [0, *[cut + 3 for cut in cuts]]
    return [pydyf.Stream(laid.operators[a:b], compress=True) for a, b in zip(begins, ends, strict=True)]


def _places(head: bytes, name: str, value: str) -> Iterator[tuple[str, str, int]]:
    """Every place where a text of fixed length stands, as it is or as UTF-16 in hexadecimal."""
    for encoding in ENCODINGS:
        wanted = encoded(value, encoding)
        yield from ((name, encoding, match.start()) for match in re.finditer(re.escape(wanted), head))
