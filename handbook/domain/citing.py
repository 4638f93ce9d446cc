"""Which texts name a law or a term by its code."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.core.cache import cache
from django.db.models import Count, Max
from django.urls import reverse
from wagtail.models import Revision, get_page_models

from handbook.models import SectionPage
from ui import languages
from ui.pages import ReadingPage

KEPT = 24 * 3600  # seconds
Kind = Literal["law", "entry"]  # the blocks' own names of what they refer by


@dataclass(frozen=True)
class Place:
    """A page that names it, told in one language, and where its first such block is."""

    title: str
    url: str


def citing(kind: Kind) -> dict[str, list[Place]]:
    """For readers: the published sections that name each law or term, by code, in reading order. One query while
    nothing is published anew.
    """
    state = SectionPage.objects.live().aggregate(Max("last_published_at"), Count("pk"))
    key = "citing:" + hashlib.sha256(f"{kind}:{languages.current()}:{sorted(state.items())}".encode()).hexdigest()
    return cache.get_or_set(key, lambda: _sections_citing(kind), KEPT) or {}


def _sections_citing(kind: Kind) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for section in SectionPage.objects.live().order_by("path"):
        for code, block in _named(section, kind).items():
            found.setdefault(code, []).append(Place(section.heading, f"{section.get_url() or ''}#{block}"))
    return found


def edited(kind: Kind, code: str) -> list[Place]:
    """For those who write: every page, section or lesson, published or draft, that names it, with its editor's address
    at the very block.
    """
    found: dict[int, Place] = {}
    for page in _as_written():
        if block := _named(page, kind).get(code):
            address = f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#block-{block}-section"
            found.setdefault(page.pk, Place(page.get_admin_display_title(), address))
    return list(found.values())


def _as_written() -> Iterator[ReadingPage]:
    """Every page with a body as it is published and, where that differs, as its draft is."""
    for model in get_page_models():
        if not issubclass(model, ReadingPage) or model._meta.abstract:
            continue
        pages = list(model.objects.order_by("path"))
        drafts = Revision.objects.in_bulk([page.latest_revision_id for page in pages if page.has_unpublished_changes])
        for page in pages:
            draft = drafts.get(page.latest_revision_id)
            yield page.with_content_json(draft.content) if draft else page
            if draft and page.live:
                yield page


def _named(page: Any, kind: Kind) -> dict[str, str]:
    """What of this kind a page's blocks name, by code, each with the first block that does."""
    found: dict[str, str] = {}
    for block in page.body.raw_data:
        code = block["value"].get(kind) if isinstance(block["value"], dict) else ""
        if code:
            found.setdefault(str(code), str(block.get("id") or ""))
    return found
