"""Shaping a line of text with HarfBuzz, as Pango does inside WeasyPrint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import uharfbuzz


@dataclass(frozen=True)
class Shaped:
    """A line: (glyph, kern) pairs and its width, both in 1/1000 of the size."""

    glyphs: tuple[tuple[int, int], ...]
    width: float

    def shown(self) -> bytes:
        """The operator that draws it."""
        return b"[" + b"".join(b"<%04x>%d" % pair for pair in self.glyphs) + b"] TJ"


class CannotShape(Exception):
    """The text needs what a stamped line can't have: a glyph that isn't embedded, or one that is moved."""


@dataclass
class Face:
    """A font as it lies in the document: its bytes before subsetting, and the glyphs that were embedded."""

    content: bytes
    embedded: frozenset[int]
    _font: Any = field(default=None, repr=False)

    def font(self) -> Any:
        if self._font is None:
            self._font = uharfbuzz.Font(uharfbuzz.Face(self.content))
        return self._font

    def __getstate__(self) -> dict[str, Any]:
        return {"content": self.content, "embedded": self.embedded, "_font": None}


def shaped(text: str, face: Face) -> Shaped:
    """The line as it is drawn. Raises CannotShape."""
    font, buffer = face.font(), uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    if buffer.direction != "ltr":
        raise CannotShape(text)
    uharfbuzz.shape(font, buffer)
    upem = font.face.upem
    glyphs, width = [], 0.0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if place.x_offset or place.y_offset or info.codepoint not in face.embedded:
            raise CannotShape(text)
        natural = round(font.get_glyph_h_advance(info.codepoint) * 1000 / upem)
        kern = int(natural - place.x_advance * 1000 / upem)
        glyphs.append((info.codepoint, kern))
        width += place.x_advance * 1000 / upem
    return Shaped(tuple(glyphs), width)
