"""Stamping: the values of one certificate put into a mould. No HTML, no layout; the same values give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import md5

from courses.stamping.bits import code_bits
from courses.stamping.mould import Field, Mould, encoded
from courses.stamping.runs import Run
from courses.stamping.seal import Seal, empty
from courses.stamping.shape import CannotShape, shaped


class DoesNotFit(Exception):
    """These values don't fit into the mould: the sheet has to be laid out for them."""


def stamped(mould: Mould, values: Mapping[str, str], seal: Seal | None = None) -> bytes:
    """The PDF of one certificate, signed where there is a seal. Raises DoesNotFit for a line too wide, a letter that
    isn't embedded, or a number of another length."""
    head = bytearray(mould.head)
    _put_fixed(head, mould, values)
    body, offsets = [bytes(head)], dict(mould.offsets)
    at = len(head)
    for number, shown in _own(mould, values):
        offsets[number] = at
        body.append(shown)
        at += len(shown)
    body.append(_tail(mould, offsets, at, values))
    content = b"".join(body)
    return seal.sealed(content) if seal and mould.signature else content


def _own(mould: Mould, values: Mapping[str, str]) -> Iterator[tuple[int, bytes]]:
    """The objects that are this certificate's own."""
    for one in mould.fields:
        yield one.number, _stream(one, mould, values[one.name])
    yield mould.qr, _code(mould.qr, values["qr"])
    if mould.signature:
        yield mould.signature, _empty_signature(mould.signature, values["created"])


def lines(mould: Mould, values: Mapping[str, str]) -> list[Run]:
    """The lines of the stamped page, to be compared with those of a page that was laid out."""
    own = {one.name: one for one in mould.fields}
    return [
        _run(own[mould.lines[place]], mould, values[mould.lines[place]], line.at) if place in mould.lines else line
        for place, line in enumerate(mould.shown)
    ]


def _run(one: Field, mould: Mould, value: str, at: int) -> Run:
    x, glyphs = _set(one, mould, value)
    return Run(at, x, one.y, one.font, one.size, tuple((glyph, float(kern)) for glyph, kern in glyphs))


def _set(one: Field, mould: Mould, value: str) -> tuple[float, tuple[tuple[int, int], ...]]:
    try:
        line = shaped(value, mould.faces[one.font])
    except CannotShape as error:
        raise DoesNotFit(one.name) from error
    width = line.width * one.size / 1000
    if width > one.room:
        raise DoesNotFit(one.name)
    return one.x - {"left": 0.0, "centre": width / 2, "right": width}[one.align], line.glyphs


def _stream(one: Field, mould: Mould, value: str) -> bytes:
    x, glyphs = _set(one, mould, value)
    text = b"".join(b"<%04x>%d" % pair for pair in glyphs)
    content = b"1 0 0 -1 %.6f %.6f Tm\n/%s %.6f Tf\n[%s] TJ" % (x, one.y, one.font.encode(), one.size, text)
    return b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (one.number, len(content), content)


def _put_fixed(head: bytearray, mould: Mould, values: Mapping[str, str]) -> None:
    for name, encoding, at in mould.places:
        text = encoded(values[name], encoding)
        if len(text) != mould.lengths[name, encoding]:
            raise DoesNotFit(name)
        head[at : at + len(text)] = text


def _code(number: int, text: str) -> bytes:
    width, bits = code_bits(text)
    return (
        b"%d 0 obj\n<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1"
        b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, width, width, len(bits), bits)
    )


def _empty_signature(number: int, created: str) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, empty(created))


def _tail(mould: Mould, offsets: Mapping[int, int], at: int, values: Mapping[str, str]) -> bytes:
    """Cross-references and trailer; the identifier is made from the mould and the values."""
    rows = b"".join(b"%010d 00000 n \n" % offsets[number] for number in range(1, mould.size))
    told = md5("\0".join(f"{k}={values[k]}" for k in sorted(values)).encode(), usedforsecurity=False).hexdigest()
    own = md5(mould.head, usedforsecurity=False).hexdigest()
    return (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\n"
        b"startxref\n%d\n%%%%EOF\n"
        % (mould.size, rows, mould.size, mould.catalog, mould.info, told.encode(), own.encode(), at)
    )
