"""What a book is made of: everything published, in reading order, and a digest that changes when any of it does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from modeltranslation.translator import translator
from wagtail.images.models import Image
from wagtail.models import Page, ReferenceIndex

from handbook.models import ChapterPage, HandbookIndexPage, Law, SectionPage, Term
from ui.folding import sort_key

APP = Path(__file__).resolve().parents[2]
LAYOUT = [APP / "paper", APP / "templates" / "handbook" / "paper", APP / "domain" / "book"]


class NothingToPrint(Exception):
    """There is no published handbook, or nothing in it."""


@dataclass(frozen=True)
class Published:
    """One published state: its pages, what they refer to, when the last of them was published, and its digest."""

    index: HandbookIndexPage
    chapters: list[tuple[ChapterPage, list[SectionPage]]]
    laws: list[Law]
    terms: list[Term]
    at: datetime
    digest: str

    @property
    def sections(self) -> list[SectionPage]:
        """Every section, in reading order."""
        return [section for _chapter, sections in self.chapters for section in sections]


def published() -> Published:
    """The state of this moment. Raises NothingToPrint.

    The digest is taken before and after the pages are read: what is published in between is read again.
    """
    while True:
        before = stamp()
        found = _read(before)
        if stamp() == before:
            return found


@dataclass(frozen=True)
class Stamp:
    """A published state without its pages: when the last of them was published, and the digest of everything."""

    at: datetime
    digest: str


def stamp() -> Stamp:
    """The state of this moment: a digest of everything that a book shows; six small queries, no body is read.

    Raises NothingToPrint. The layout's own files count too: a better layout makes another book.
    """
    index = _index()
    pages = list(
        Page.objects.descendant_of(index, inclusive=True)
        .live()
        .order_by("path")
        .values_list("path", "live_revision_id", "last_published_at")
    )
    if len(pages) < 3:  # front page, a chapter, a section
        raise NothingToPrint
    told = [
        pages,
        list(ChapterPage.objects.order_by("path").values_list("path", "number")),
        [list(model.objects.order_by("code").values_list(*_columns(model))) for model in (Law, Term)],
        _pictures(),
        layout(),
    ]
    at = max(published_at for _path, _revision, published_at in pages if published_at)
    return Stamp(at, hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest())


def _columns(model: type[Law] | type[Term]) -> list[str]:
    """Without the columns that name no language: what they give depends on who asks."""
    translated = translator.get_options_for_model(model).all_fields
    return [field.attname for field in model._meta.concrete_fields if field.name not in translated]


@cache
def layout() -> str:
    """A digest of the files that decide how a book looks."""
    total = hashlib.sha256()
    for path in sorted(path for folder in LAYOUT for path in folder.rglob("*") if path.suffix != ".pyc"):
        if path.is_file():
            total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def _pictures() -> list[Any]:
    """The pictures that sections show: a picture may be exchanged without its page being published again."""
    shown = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type=ContentType.objects.get_for_model(SectionPage),
        to_content_type=ContentType.objects.get_for_model(Image),
    )
    keys = sorted({int(key) for key in shown.values_list("to_object_id", flat=True)})
    return list(Image.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "file_hash", "width", "height"))


def _index() -> HandbookIndexPage:
    index: HandbookIndexPage | None = HandbookIndexPage.objects.live().first()
    if index is None:
        raise NothingToPrint
    return index


def _read(state: Stamp) -> Published:
    index = _index()
    sections: dict[str, list[SectionPage]] = {}
    for section in SectionPage.objects.descendant_of(index).live().order_by("path"):
        sections.setdefault(section.path[: -section.steplen], []).append(section)
    chapters = ChapterPage.objects.child_of(index).live().order_by("number", "path")
    read = [(chapter, sections[chapter.path]) for chapter in chapters if chapter.path in sections]
    if not read:
        raise NothingToPrint
    return Published(
        index=index,
        chapters=read,
        laws=list(Law.objects.all()),
        terms=list(Term.objects.all()),
        at=state.at,
        digest=state.digest,
    )


def in_order(rows: Iterable[Any], language: str, name: str = "name") -> list[Any]:
    """Laws or terms by what they are called in a language."""
    return sorted(rows, key=lambda row: sort_key(getattr(row, f"{name}_{language}") or getattr(row, name) or ""))
