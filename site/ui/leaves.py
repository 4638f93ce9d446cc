"""Leaves of a stream: finding each, with where it stands, and choosing what a reader is shown."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue

from ui import languages
from ui.carried import Carried
from ui.staleness import State, digests, state


@dataclass(frozen=True)
class Shown:
    """What one reader is shown of a leaf: safe HTML, the language it is in, and how far it can be trusted."""

    html: SafeString
    language: str
    wanted: str
    stale: bool
    block_level: bool = False  # whether the HTML is paragraphs

    @property
    def fallback(self) -> bool:
        """Whether this isn't the reader's own language."""
        return self.language != self.wanted

    @property
    def direction(self) -> str:
        """«rtl» or «ltr»."""
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    def in_own_language(self) -> SafeString:
        """The HTML, told as being in its own language when that isn't the reader's."""
        if not self.fallback:
            return self.html
        html = '<div lang="{}" dir="{}">{}</div>' if self.block_level else '<span lang="{}" dir="{}">{}</span>'
        return format_html(html, self.language, self.direction, self.html)

    @property
    def own_name(self) -> str:
        """What the language shown calls itself."""
        return languages.own_name(self.language)


class LeafValue(StructValue):
    """One text in every language: `value["tg"]`, …, and `value["made"]` for staleness (see ui.staleness)."""

    # What the editing form carried for this leaf; None for a value that didn't come from one.
    carried: Carried | None = None

    @property
    def texts(self) -> dict[str, str]:
        """Stored text by language (rich text as its HTML)."""
        return {code: self.block.source(self.get(code)) for code in languages.codes()}

    @property
    def words(self) -> dict[str, str]:
        """Text by language without markup: what staleness is judged by."""
        return {code: self.block.words(text) for code, text in self.texts.items()}

    @property
    def made(self) -> dict[str, str]:
        """What the translations were made from."""
        return self.get("made") or {}

    @property
    def blank(self) -> bool:
        """Whether there is no text in any language."""
        return not any(text.strip() for text in self.words.values())

    def state(self, language: str) -> State:
        """Fresh, stale or missing in `language`."""
        return state(self.words, self.made, language)

    def digests(self) -> dict[str, str]:
        """The digests of what the texts say now."""
        return digests(self.words)

    def shown(self, wanted: str | None = None) -> Shown | None:
        """The text in the language wanted (by default the active one), or the next best; None if there is none."""
        return choose(self.words, self.made, wanted, self._html)

    def _html(self, code: str) -> tuple[SafeString, bool]:
        html = self.block.html(self.get(code))
        return mark_safe(html), self.block.block_level  # noqa: S308 (escaped or filtered by the leaf block)


def choose(
    words: Mapping[str, str],
    made: Mapping[str, str],
    wanted: str | None,
    html: Callable[[str], tuple[SafeString, bool]],
) -> Shown | None:
    """What to show of a text: the language wanted, or the first of its fallbacks that has words."""
    wanted = wanted or languages.current()
    for code in languages.fallbacks(wanted):
        if words.get(code, "").strip():
            text, block_level = html(code)
            return Shown(text, code, wanted, state(words, made, code) is State.STALE, block_level)
    return None


@dataclass(frozen=True)
class FieldTexts:
    """A translated field of the page, seen as a leaf."""

    words: dict[str, str]
    made: dict[str, str]

    @property
    def blank(self) -> bool:
        """Whether there is no text in any language."""
        return not any(text.strip() for text in self.words.values())

    def state(self, language: str) -> State:
        """Fresh, stale or missing in `language`."""
        return state(self.words, self.made, language)

    def digests(self) -> dict[str, str]:
        """The digests of what the texts say now."""
        return digests(self.words)

    def shown(self, wanted: str | None = None) -> Shown | None:
        """The text in the language wanted (by default the active one), or the next best."""
        return choose(self.words, self.made, wanted, lambda code: (conditional_escape(self.words[code]), False))


@dataclass(frozen=True)
class Leaf:
    """A leaf and where it stands: the id of its block in the body, its place in words, the value itself."""

    block_id: str
    label: str
    value: LeafValue | FieldTexts
    path: tuple[str, ...] = field(default=())


def leaves(stream: Any) -> Iterator[Leaf]:
    """Every leaf of a body, in reading order; those blank in every language too."""
    for child in stream:
        for path, label, value in _inside(child.value, (), str(child.block.label)):
            yield Leaf(child.id or "", label, value, path)


def _inside(value: Any, path: tuple[str, ...], label: str) -> Iterator[tuple[tuple[str, ...], str, LeafValue]]:
    if isinstance(value, LeafValue):
        yield path, label, value
    elif isinstance(value, StructValue):
        for name, block in value.block.child_blocks.items():
            part = label if str(block.label) == label else f"{label}: {block.label}"
            yield from _inside(value.get(name), (*path, name), part)
    elif isinstance(value, ListValue):
        for number, child in enumerate(value.bound_blocks, start=1):
            yield from _inside(child.value, (*path, str(number)), f"{label} {number}")
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _inside(child.value, (*path, child.id or ""), f"{label}: {child.block.label}")


@dataclass(frozen=True)
class Whole:
    """What can be said once for a whole block, so that it isn't said again at each of its leaves."""

    fallback: Shown | None
    stale: Shown | None


def whole(value: Any) -> Whole:
    """The mark of a block: set when all its texts fall back to one language, or when all are stale."""
    shown = [one for _, _, leaf in _inside(value, (), "") if (one := leaf.shown())]
    if not shown:
        return Whole(None, None)
    first = shown[0]
    same = first.fallback and all(one.language == first.language for one in shown)
    return Whole(first if same else None, first if all(one.stale for one in shown) else None)
