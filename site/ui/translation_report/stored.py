"""Texts of many pages straight from what is stored: no picture is fetched and no choice looked up for them."""

import json
from collections.abc import Iterator
from typing import Any

from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.blocks import ListBlock, StreamBlock, StructBlock

from ui import languages
from ui.leaf_blocks import LeafBlock
from ui.leaves import Leaf
from ui.pages import TranslatedPage


def drafted(page: TranslatedPage, content: dict[str, Any]) -> TranslatedPage:
    """The page with the texts of a revision, for reading alone: what isn't text stays as it is published."""
    columns = [localized(name, code) for name in page.translated_fields() for code in languages.codes()]
    for name in [*columns, "source_language", "made"]:
        if name in content:
            setattr(page, name, page._meta.get_field(name).to_python(content[name]))
    page.sync_core_title()
    return page


def leaves_of(page: TranslatedPage, body: str | None) -> Iterator[Leaf]:
    """What `page.leaves()` gives; body: that of a draft, as JSON, or None for the page's own."""
    for name in page.translated_fields():
        texts = page.field_texts(name)
        if not texts.blank:
            yield Leaf("", str(page._meta.get_field(name).verbose_name), texts, (name,))
    stream = getattr(page, "body", None)
    if stream is None:
        return
    raw = list(stream.raw_data) if body is None else json.loads(body)
    for child in raw:
        if block := stream.stream_block.child_blocks.get(child["type"]):
            for path, label, value in _inside(block, child["value"], (), str(block.label)):
                if not value.blank:
                    yield Leaf(child.get("id") or "", label, value, path)


def _inside(block: Any, raw: Any, path: tuple[str, ...], label: str) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    """As `ui.leaves` walks values, over what is stored of them."""
    if isinstance(block, LeafBlock):
        yield path, label, block.to_python(raw or {})
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            part = label if str(child.label) == label else f"{label}: {child.label}"
            yield from _inside(child, (raw or {}).get(name), (*path, name), part)
    elif isinstance(block, ListBlock | StreamBlock):
        for child, value, part, said in _items(block, raw or [], label):
            yield from _inside(child, value, (*path, part), said)


def _items(block: Any, raw: list[Any], label: str) -> Iterator[tuple[Any, Any, str, str]]:
    """Block, value, part of the path and label of what a list or an inner stream holds."""
    for number, item in enumerate(raw, start=1):
        if isinstance(block, ListBlock):
            wrapped = isinstance(item, dict) and item.get("type") == "item"
            yield block.child_block, item["value"] if wrapped else item, str(number), f"{label} {number}"
        elif child := block.child_blocks.get(item["type"]):
            yield child, item["value"], item.get("id") or "", f"{label}: {child.label}"
