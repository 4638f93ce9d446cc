"""Content kept in files: TOML with a table per language, turned into bodies. The markup is small: paragraphs,
lines that begin with "- ", **bold** and *italic*; never HTML."""

import re
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.html import escape
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.blocks import BooleanBlock, IntegerBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from ui.blocks import BodyBlock, LeafBlock, TranslatedRichTextBlock
from ui.pages import TranslatedPage
from ui.staleness import fresh

NAMESPACE = uuid.UUID("6d6b0f8e-6a4b-5c56-9d0f-3f3a0b6f2f10")
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*", re.DOTALL)
_ITALIC = re.compile(r"(?<!\*)\*(\S(?:.*?\S)?)\*(?!\*)", re.DOTALL)


class BadContent(ValueError):
    """A content file doesn't say what is needed; the message says where."""


def load(path: Path | str) -> dict[str, Any]:
    """The document in a TOML file."""
    with Path(path).open("rb") as file:
        try:
            return tomllib.load(file)
        except tomllib.TOMLDecodeError as error:
            raise BadContent(f"{path}: {error}") from error


def rich(text: str) -> str:
    """The small markup as safe HTML, as the page editor would write it."""
    chunks = [chunk for chunk in re.split(r"\n\s*\n", text.strip()) if chunk.strip()]
    return "".join(_chunk(chunk.splitlines()) for chunk in chunks)


def plain(text: str) -> str:
    """The small markup without its marks."""
    return _ITALIC.sub(r"\1", _BOLD.sub(r"\1", text.strip()))


def body_from_content(
    blocks: Iterable[Mapping[str, Any]], *, key: str = "", pictures: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """Data of a BodyField from the `blocks` of a content file; `pictures` are the ids of images by name.

    Ids are made from `key` (say, "chapter/section"), position and type, so loading again gives the same ids; all
    translations count as fresh. Raises BadContent for an unknown type or a leaf that isn't a table of languages.
    """
    known = BodyBlock().child_blocks
    result = []
    for position, content in enumerate(blocks):
        kind = content.get("type", "")
        if kind not in known:
            raise BadContent(f"{key or 'blocks'}, block {position + 1}: unknown type {kind!r}")
        try:
            told = dict(content)
            if "picture" in told:
                told["picture"] = (pictures or {})[told["picture"]]
            value = _value(known[kind], told, key=f"{key}/{position}/{kind}")
        except (TypeError, AttributeError, KeyError) as error:
            raise BadContent(f"{key or 'blocks'}, block {position + 1} ({kind}): {error}") from error
        result.append({"type": kind, "value": value, "id": _id(f"{key}/{position}/{kind}")})
    return result


def fill(page: TranslatedPage, told: Mapping[str, Any]) -> None:
    """Gives a page its translated fields from what a content file tells, all languages in step."""
    for name in page.translated_fields():
        texts = {code: (told.get(name) or {}).get(code, "").strip() for code, _name in settings.LANGUAGES}
        page.made[name] = fresh(texts, page.source_language)
        for code, text in texts.items():
            setattr(page, localized(name, code), text)


def add_published(parent: Page, page: TranslatedPage, told: Mapping[str, Any], by: AbstractBaseUser) -> Any:
    """The new page under `parent`, with the texts told of it, published by `by` in a first revision.

    Whoever may run the command that loads content may publish it: Wagtail's own permissions aren't asked.
    """
    page.owner = by
    page.live = False
    page.has_unpublished_changes = True
    fill(page, told)
    parent.add_child(instance=page)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    return page


def _chunk(lines: list[str]) -> str:
    """One paragraph, in which a run of lines that begin with «- » is a list."""
    html = ""
    items: list[str] = []
    said: list[str] = []
    for line in [*lines, ""]:
        if line.lstrip().startswith("- "):
            items.append(line.lstrip()[2:])
            continue
        if items:
            html += _paragraph(said) + "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
            items, said = [], []
        if line.strip():
            said.append(line.strip())
    return html + _paragraph(said)


def _paragraph(lines: list[str]) -> str:
    return f"<p>{_inline(' '.join(lines))}</p>" if lines else ""


def _inline(text: str) -> str:
    return _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", str(escape(text))))


def _value(block: Any, content: Any, *, key: str) -> Any:
    """The stored value of a block from what a content file says of it."""
    if isinstance(block, LeafBlock):
        return _leaf(block, content or {})
    if hasattr(block, "child_block"):
        return [
            {"type": "item", "value": _value(block.child_block, one, key=f"{key}/{n}"), "id": _id(f"{key}/{n}")}
            for n, one in enumerate(content or [])
        ]
    if hasattr(block, "child_blocks"):
        return {
            name: _value(child, content.get(name), key=f"{key}/{name}") for name, child in block.child_blocks.items()
        }
    if isinstance(block, BooleanBlock):
        return bool(content)
    if isinstance(content, int):
        return content
    if content is None and isinstance(block, IntegerBlock | ImageChooserBlock):
        return None
    return str(content) if content is not None else str(block.get_default() or "")


def _leaf(block: LeafBlock, texts: Mapping[str, str]) -> dict[str, Any]:
    written = rich if isinstance(block, TranslatedRichTextBlock) else plain
    value = {code: written(texts.get(code) or "") for code, _name in settings.LANGUAGES}
    words = {code: block.words(text) for code, text in value.items()}
    return value | {"made": fresh(words, settings.CONTENT_LANGUAGE)}


def _id(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, name))
