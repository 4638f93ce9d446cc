"""Lines of text in the content stream of a page: finding them, and comparing two pages line by line.

Pure: operators in, runs out. WeasyPrint writes each line of text as `1 0 0 -1 x y Tm`, `/Font size Tf`,
`[<glyph>kern …] TJ`, one operator an item of the stream.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

TOLERANCE = 0.05  # points: what two ways of setting the same line may differ by
PX = 0.75  # points a CSS pixel, the unit of the streams
_PLACE = re.compile(rb"^1 0 0 -1 (-?[\d.]+) (-?[\d.]+) Tm$")
_FONT = re.compile(rb"^/(\w+) ([\d.]+) Tf$")
_GLYPH = re.compile(rb"<([0-9a-fA-F]*)>(-?[\d.]+)?")


@dataclass(frozen=True)
class Run:
    """One line: where its three operators begin, place (CSS pixels), font, size, and (glyph, kern) pairs in 1/1000."""

    at: int
    x: float
    y: float
    font: str
    size: float
    glyphs: tuple[tuple[int, float], ...]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(glyph for glyph, _kern in self.glyphs)


def runs(operators: Sequence[bytes]) -> list[Run]:
    """The lines of a page, in the order in which they are drawn."""
    found = []
    for at in range(len(operators) - 2):
        place, font = _PLACE.match(operators[at]), _FONT.match(operators[at + 1])
        if place and font and operators[at + 2].endswith(b"TJ"):
            found.append(
                Run(at, float(place[1]), float(place[2]), font[1].decode(), float(font[2]), _glyphs(operators[at + 2]))
            )
    return found


def _glyphs(shown: bytes) -> tuple[tuple[int, float], ...]:
    """Glyphs of four hexadecimal digits each, several in one string where nothing is moved between them."""
    found: list[tuple[int, float]] = []
    for match in _GLYPH.finditer(shown):
        codes = [int(match[1][at : at + 4], 16) for at in range(0, len(match[1]), 4)] or [-1]
        found += [(code, 0.0) for code in codes[:-1]]
        found.append((codes[-1], float(match[2] or 0)))
    return tuple(found)


def differences(one: Sequence[Run], other: Sequence[Run]) -> list[str]:
    """What differs between two pages: other glyphs, another size, a place further away than TOLERANCE; empty if
    nothing does."""
    if len(one) != len(other):
        return [f"{len(one)} lines against {len(other)}"]
    found = []
    for number, (a, b) in enumerate(zip(one, other, strict=True), 1):
        if a.ids != b.ids or abs(a.size - b.size) > 0.001 or a.font != b.font:
            found.append(f"line {number}: other glyphs, font or size")
        elif max(abs(a.x - b.x), abs(a.y - b.y)) * PX > TOLERANCE:
            found.append(f"line {number}: {abs(a.x - b.x) * PX:.3f} and {abs(a.y - b.y) * PX:.3f} pt apart")
    return found
