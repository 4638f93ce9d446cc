"""Texts and blocks as the API gives them: each text in the language asked, saying in which it is and how it stands."""

import re
from typing import Any

from django.conf import settings
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage

from ui import reference
from ui.leaves import FieldTexts, LeafValue
from ui.staleness import State
from ui.templatetags.leaves import PICTURE

FALLBACK = "fallback"
_OWN_ADDRESS = re.compile(r'(<a\b[^>]*?\bhref=")/(?!/)')


def absolute(path: str | None) -> str:
    """An address of ours for somebody who is elsewhere."""
    return f"{settings.BASE_URL}{path}" if path and path.startswith("/") else path or ""


def text(value: LeafValue | FieldTexts) -> dict[str, Any] | None:
    """A text: `html` for rich text, `text` for plain, its language and its state; None where no language has one.

    state: fresh; stale (older than its source); fallback (another language stands in, `stale` says whether that one
    is older than its source).
    """
    shown = value.shown()
    if shown is None:
        return None
    said: dict[str, Any] = {"language": shown.language, "state": State.STALE if shown.stale else State.FRESH}
    if shown.fallback:
        said |= {"state": FALLBACK, "stale": shown.stale}
    if shown.block_level:
        return {"html": _OWN_ADDRESS.sub(rf"\g<1>{settings.BASE_URL}/", shown.html)} | said
    return {"text": value.words[shown.language]} | said


def body(stream: StreamValue) -> list[dict[str, Any]]:
    """The blocks of a section in reading order: id, type, value, and whether a language editor is still to check it."""
    return [_block(child) for child in stream]


def _block(child: Any) -> dict[str, Any]:
    value = {name: _value(part) for name, part in child.value.items() if name != "check"}
    if child.block_type == "law":
        value["law"] = law(child.value.get("law") or "")
    if child.block_type == "definition":
        value["entry"] = term(child.value.get("entry") or "")
    return {"id": child.id, "type": child.block_type, "value": value, "to_check": bool(child.value.get("check"))}


def _value(part: Any) -> Any:
    if isinstance(part, LeafValue):
        return text(part)
    if isinstance(part, StructValue):
        return {name: _value(one) for name, one in part.items()}
    if isinstance(part, ListValue):
        return [_value(one) for one in part]
    if isinstance(part, AbstractImage):
        return picture(part)
    return part


def picture(image: AbstractImage) -> dict[str, Any]:
    """A picture as the handbook's own pages draw it; its original is not given out."""
    drawn = image.get_rendition(PICTURE)
    return {"url": absolute(drawn.url), "width": drawn.width, "height": drawn.height}


def law(code: str) -> dict[str, Any] | None:
    """A law, or None when there is none of this code."""
    found = reference.law(code)
    return law_told(found) if found else None


def law_told(found: reference.Law) -> dict[str, Any]:
    """A law as the API names it."""
    return {
        "code": found.code,
        "name": text(found.name),
        "number": found.number,
        "date": found.date.isoformat() if found.date else None,
        "html_url": absolute(found.url),
    }


def term(code: str) -> dict[str, Any] | None:
    """A term of the glossary with its meaning, or None when there is none of this code."""
    found = reference.term(code)
    return term_told(found) if found else None


def term_told(found: reference.Term) -> dict[str, Any]:
    """A term as the API explains it."""
    return {
        "code": found.code,
        "name": text(found.name),
        "meaning": text(found.meaning),
        "html_url": absolute(found.url),
    }
