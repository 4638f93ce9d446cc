"""The text that a translation was made from, found again among what a page used to say."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.models import Page

from ui.staleness import digest as digest_of
from ui.staleness import paragraphs

# Revisions looked through, the newest first; autosave makes one a session, so this is years of one page.
LOOK_BACK = 500


def source_of(page: Page, path: Sequence[str], digest: str) -> str | None:
    """The words of which `digest` was taken, a paragraph a line; None when no revision has them any more.

    `path` is where the leaf stands: the id of its block first ("" for a field of the page). Its own block is looked at
    first, then the whole page, since blocks are copied and steps change places: a digest names one text, wherever.
    """
    for content in _contents(page):
        for text in _texts(content, path[0] if path else ""):
            found = _words(text, digest)
            if found is not None:
                return found
    return None


def _contents(page: Page) -> Iterator[dict[str, Any]]:
    """What each revision says, then what is published: revisions may have been purged."""
    newest = page.revisions.order_by("-created_at", "-pk").values_list("content", flat=True)[:LOOK_BACK]
    yield from newest.iterator(chunk_size=20)
    yield page.specific.serializable_data()


def _texts(content: dict[str, Any], block_id: str) -> Iterator[str]:
    """Every text of a page's data; those of one block first."""
    streams = [json.loads(value) for value in content.values() if isinstance(value, str) and value.startswith("[{")]
    for stream in streams:
        yield from (text for block in stream if block.get("id") == block_id for text in _strings(block))
    yield from (value for value in content.values() if isinstance(value, str))
    yield from _strings(streams)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _strings(inner)


def _words(text: str, digest: str) -> str | None:
    """The words of a stored text, plain or rich, if they are those."""
    if digest_of(text) == digest:
        return text
    told = paragraphs(text) if "<" in text or "&" in text else text
    return told if digest_of(told) == digest else None
