"""Bodies of sections on their way into an archive and out of it: pictures by digest, links by address.

What comes out of an archive is judged here: only blocks that we have, only the markup that our editor writes.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlock
from wagtail.images.blocks import ImageChooserBlock

from ui import languages
from ui.blocks import BodyBlock
from ui.leaf_blocks import UNSEEN, LeafBlock, TranslatedRichTextBlock
from ui.uploads import RefusedFile

LONGEST, DEEPEST, MADE = 100_000, 400, 50
_ID = re.compile(r"[\w-]{1,60}", re.ASCII)
_PAGE_LINK = re.compile(r'<a\b[^<>]*\blinktype="page"[^<>]*>')
_LINKED = re.compile(r'\bid="([^"]*)"')
_PLAIN_TAG = r'</?(?:p|b|i|strong|em|ul|ol|li|a)(?: data-block-key="[\w-]*")?>|<br ?/?>'
_LINK_TAG = r'<a(?: (?:href|id|linktype|data-block-key)="[^"<>]*")+>'
_TOKEN = re.compile(rf"{_PLAIN_TAG}|({_LINK_TAG})|[^<&]+|&(?:#\d{{1,7}}|#x[0-9a-fA-F]{{1,6}}|[a-zA-Z]{{1,10}});")
_HREF = re.compile(r'\bhref="(?!https?://|mailto:|tel:|#|/(?!/))', re.IGNORECASE)
_KIND = re.compile(r'\blinktype="(?!page")')
Changed = Callable[[str], str]


def link_ids(html: str, told: Changed) -> str:
    """Rich text in which what each link to a page leads to is told otherwise."""

    def one(found: re.Match[str]) -> str:
        return _LINKED.sub(lambda match: f'id="{told(match.group(1))}"', found.group(0))

    return _PAGE_LINK.sub(one, html)


def judge_rich(html: str, where: str) -> str:
    """Rich text as it is. Raises RefusedFile unless it holds our editor's own markup and nothing else."""
    judge_text(html, where)
    place = 0
    while place < len(html):
        token = _TOKEN.match(html, place)
        link = token.group(1) if token else None
        if token is None or (link and (_HREF.search(link) or _KIND.search(link))):
            raise RefusedFile(_("There is markup in %(where)s that our editor does not write.") % {"where": where})
        place = token.end()
    return html


def judge_text(text: Any, where: str) -> str:
    """A text as it is. Raises RefusedFile for what is none, is too long, or holds signs that nobody sees."""
    hidden = isinstance(text, str) and (text != text.translate(UNSEEN) or "\x00" in text)
    if not isinstance(text, str) or hidden or len(text) > LONGEST:
        raise RefusedFile(_("A text in %(where)s is not a text that we take.") % {"where": where})
    return text


def packed(stream: Any, *, links: Changed, pictures: Mapping[int, str]) -> list[dict[str, Any]]:
    """A body for an archive: `links` tells a page's id as an address, `pictures` an image's id as a digest."""
    for child in stream:
        child.value  # noqa: B018 (what was stored under older blocks takes the shape of today's)
    raw = BodyBlock().get_prep_value(stream)

    def picture(value: Any) -> Any:
        return {"picture": pictures[value]} if value in pictures else None

    packed_body: list[dict[str, Any]] = _Walk(lambda html, _where: link_ids(html, links), picture, _any).stream(raw, "")
    return packed_body


def judged(raw: Any, where: str, pictures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A body from an archive as it is. Raises RefusedFile unless today's blocks can hold it."""

    def picture(value: Any) -> Any:
        if value is not None and (not isinstance(value, dict) or value.get("picture") not in pictures):
            raise RefusedFile(_("A picture of %(where)s is not in the archive.") % {"where": where})
        return value

    body: list[dict[str, Any]] = _Walk(judge_rich, picture, judge_text).stream(raw, where)
    return body


def unpacked(body: Any, *, links: Changed, pictures: Mapping[str, int]) -> list[dict[str, Any]]:
    """A judged body as it is stored here: links and pictures by their ids."""

    def picture(value: Any) -> Any:
        return pictures[value["picture"]] if value else None

    stored: list[dict[str, Any]] = _Walk(lambda html, _where: link_ids(html, links), picture, _any).stream(body, "")
    return stored


class _Walk:
    """Goes through stored data beside the blocks that describe it. Raises RefusedFile where they disagree."""

    def __init__(
        self, rich: Callable[[str, str], str], picture: Callable[[Any], Any], text: Callable[[Any, str], str]
    ) -> None:
        self.rich, self.picture, self.text = rich, picture, text

    def stream(self, raw: Any, where: str) -> list[dict[str, Any]]:
        """A whole body."""
        known = BodyBlock().child_blocks
        if not isinstance(raw, list) or len(raw) > DEEPEST:
            raise _odd(where)
        ids = [one.get("id") for one in raw if isinstance(one, dict)]
        if len(set(map(str, ids))) != len(raw):
            raise _odd(where)
        return [self._child(one, known.get(str(one.get("type"))), where) for one in raw]

    def _child(self, one: Any, block: Any, where: str) -> dict[str, Any]:
        if not isinstance(one, dict) or block is None or not _ID.fullmatch(str(one.get("id"))):
            raise _odd(where)
        return {"type": one["type"], "value": self._value(block, one.get("value"), where), "id": one["id"]}

    def _value(self, block: Any, value: Any, where: str) -> Any:
        if isinstance(block, LeafBlock):
            return self._leaf(block, value, where)
        if isinstance(block, ListBlock):
            return self._list(block, value, where)
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, value, where)
        if isinstance(block, ImageChooserBlock):
            return self.picture(value)
        return self._field(block, value, where)

    def _struct(self, block: Any, value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict) or not set(value) <= set(block.child_blocks):
            raise _odd(where)
        return {name: self._value(block.child_blocks[name], part, where) for name, part in value.items()}

    def _list(self, block: Any, value: Any, where: str) -> list[dict[str, Any]]:
        if not isinstance(value, list) or len(value) > DEEPEST:
            raise _odd(where)
        items = [one if isinstance(one, dict) and one.get("type") == "item" else {} for one in value]
        return [self._child(one, block.child_block, where) for one in items]

    def _leaf(self, block: LeafBlock, value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict) or not set(value) <= {*languages.codes(), "made"}:
            raise _odd(where)
        texts = {code: self.text(text, where) for code, text in value.items() if code != "made"}
        if isinstance(block, TranslatedRichTextBlock):
            texts = {code: self.rich(text, where) for code, text in texts.items()}
        return texts | ({"made": judge_made(value["made"], where)} if "made" in value else {})

    def _field(self, block: Any, value: Any, where: str) -> Any:
        if isinstance(block, blocks.IntegerBlock):
            # bool is an int in Python, never in a table of ours.
            small = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= DEEPEST
            if value is not None and not small:
                raise _odd(where)
            return value
        return self.text(value, where)


def judge_made(made: Any, where: str) -> dict[str, Any]:
    """What translations were made from, as it is. Raises RefusedFile unless it is a small table."""
    if not isinstance(made, dict) or len(made) > MADE:
        raise _odd(where)
    if not all(isinstance(one, str) for one in made.values()):
        raise _odd(where)
    return made


def _any(text: Any, _where: str) -> str:
    """What we keep ourselves: a text that was never written is an empty one."""
    return str(text or "")


def _odd(where: str) -> RefusedFile:
    return RefusedFile(_("%(where)s does not have the shape that we know.") % {"where": where or "?"})
