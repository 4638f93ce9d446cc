"""What of the handbook is published: for readers who come without an account, other systems among them."""

from collections.abc import Collection
from typing import Any

from wagtail.models import Page, PageQuerySet

from handbook.models import ChapterPage, HandbookIndexPage, SectionPage

KINDS = (HandbookIndexPage, ChapterPage, SectionPage)


def pages() -> PageQuerySet[Page]:
    """Pages of the handbook that are published, and whatever is above them too; in the order of the tree."""
    found = Page.objects.type(*KINDS).live().public()
    hidden = Page.objects.type(HandbookIndexPage, ChapterPage).filter(live=False)
    for path in hidden.values_list("path", flat=True):
        found = found.exclude(path__startswith=path)
    return found.order_by("path")


def reads(user: Any, wanted: Collection[int]) -> bool:
    """Whether one of these pages is a published one of the handbook: everybody reads it."""
    found: bool = pages().filter(pk__in=wanted).exists()
    return found


def contents() -> tuple[HandbookIndexPage | None, list[tuple[ChapterPage, list[SectionPage]]]]:
    """The front page, and the published chapters with their sections, in reading order; without bodies."""
    allowed = pages()
    index: HandbookIndexPage | None = HandbookIndexPage.objects.filter(pk__in=allowed.values("pk")).first()
    chapters = list(ChapterPage.objects.filter(pk__in=allowed.values("pk")).order_by("number", "path"))
    below: dict[str, list[SectionPage]] = {chapter.path: [] for chapter in chapters}
    for section in SectionPage.objects.filter(pk__in=allowed.values("pk")).defer("body").order_by("path"):
        below[section.path[: -section.steplen]].append(section)
    return index, [(chapter, below[chapter.path]) for chapter in chapters]
