"""How heavy a page of reading is on the wire, and how long a poor line takes for it: for those who write it.

The frame of a page (header, menus, footer, what the styles add on a first visit) was measured on the demonstration's
lessons; the text is compressed as the server compresses it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ui import documents, languages
from ui.templatetags.leaves import PICTURE

KB = 1024
FRAME = 6 * KB  # bytes of HTML around a lesson's text, compressed
FIRST_VISIT = 30 * KB  # styles and scripts, once; then they are kept
BUDGET = 60 * KB  # a first lesson, everything included: 4 s on a poor line
# (to connect and begin, seconds; bytes a second): EDGE of 100 kbit/s and 800 ms, 3G of 256 kbit/s and 600 ms.
EDGE, POOR_3G = (3.5, 12_500), (2.4, 32_000)
_BEGIN = 14 * KB  # what comes with the first window
HEAVIEST = 5


@dataclass(frozen=True)
class Part:
    """One thing of a page: what it is, its bytes, and whether it is fetched only when somebody wants it."""

    name: str
    bytes: int
    on_demand: bool = False


@dataclass(frozen=True)
class Weight:
    """A page in its heaviest language: text and pictures in bytes, and its heaviest parts."""

    text: int
    pictures: int
    parts: list[Part] = field(default_factory=list)

    @property
    def page(self) -> int:
        """What whoever has been here before fetches."""
        return self.text + self.pictures

    @property
    def first(self) -> int:
        return self.page + FIRST_VISIT

    @property
    def over(self) -> bool:
        """Whether a first visit takes more than the budget."""
        return self.first > BUDGET


def seconds(size: int, line: tuple[float, int]) -> float:
    """How long a line takes to fetch so many bytes, connecting included, without loss."""
    begin, rate = line
    return begin + max(0, size - _BEGIN) / rate


def weigh(page: Any) -> Weight:
    """The weight of a page as it was last saved."""
    text = FRAME + max((_text(page, code) for code in languages.codes()), default=0)
    found = list(_parts(page.body))
    pictures = sum(part.bytes for part in found if not part.on_demand)
    heaviest = sorted(found, key=lambda part: -part.bytes)[:HEAVIEST]
    return Weight(text, pictures, heaviest)


def _text(page: Any, code: str) -> int:
    with translation.override(code):
        return len(gzip.compress(page.body.render_as_block().encode(), 6))


def _parts(body: Any) -> Iterator[Part]:
    for block in body:
        value = block.value
        if block.block_type == "figure" and value.get("picture"):
            drawn = value["picture"].get_rendition(PICTURE)
            yield Part(_named(value["alt"], _("Picture")), drawn.file.size)
        elif block.block_type in ("audio", "download"):
            for one in value["files"]:
                if one.get("file"):
                    yield Part(_named(value["title"], _("File")), documents.facts(one["file"])["bytes"], on_demand=True)


def _named(leaf: Any, else_: str) -> str:
    shown = leaf.shown()
    return strip_tags(shown.html)[:80] if shown else else_
