"""Pages of the handbook: an index, chapters, sections. A section is what is read, linked, cited and searched."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from ui.pages import PAGE_PERSONAL, PAGE_PLAIN, SAVE_PANEL, TEXT_PANELS, ReadingPage, TranslatedPage, language_row


@dataclass(frozen=True)
class Link:
    """A page as others link to it: its heading (safe HTML, in its own language) and its address."""

    title: SafeString | str
    url: str


@dataclass(frozen=True)
class Part:
    """A chapter with its published sections, in reading order, without their bodies."""

    chapter: "ChapterPage"
    sections: list["SectionPage"]


class HandbookIndexPage(TranslatedPage):
    """The front page of the handbook: its chapters."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["handbook.ChapterPage"]
    max_count = 1
    template = "handbook/index.html"

    class Meta:
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")

    class Privacy:
        subject = None
        personal = PAGE_PERSONAL
        plain = PAGE_PLAIN

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"parts": self.parts()}

    def parts(self) -> list[Part]:
        """The contents of the whole book: two queries, however much there is."""
        sections = SectionPage.objects.descendant_of(self).live().defer("body").order_by("path")
        by_parent: dict[str, list[SectionPage]] = {}
        for section in sections:
            by_parent.setdefault(section.path[: -section.steplen], []).append(section)
        chapters = ChapterPage.objects.child_of(self).live().order_by("number", "path")
        return [Part(chapter, by_parent.get(chapter.path, [])) for chapter in chapters]


class ChapterPage(TranslatedPage):
    """A chapter: what the reader will be able to do, and its sections."""

    number = models.PositiveSmallIntegerField(_("number"), default=1)
    content_note = models.TextField(
        _("content note"), blank=True, help_text=_("For a chapter about violence: shown first; the reader may skip it.")
    )

    parent_page_types = ["handbook.HandbookIndexPage"]
    subpage_types = ["handbook.SectionPage"]
    template = "handbook/chapter.html"
    content_panels = [
        *TEXT_PANELS,
        FieldPanel("number"),
        language_row("content_note", _("Content note")),
        SAVE_PANEL,
    ]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    class Privacy:
        subject = None
        personal = PAGE_PERSONAL
        plain = PAGE_PLAIN | {"number", "content_note", "content_note_tg", "content_note_ru", "content_note_en"}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        index = HandbookIndexPage.objects.parent_of(self).get()
        sections = self.sections()
        before, after = neighbours(self, list(ChapterPage.objects.child_of(index).live().order_by("number", "path")))
        return context | {
            "index": index,
            "sections": sections,
            "minutes": sum(section.minutes for section in sections),
            "before": link(before, request),
            "after": link(sections[0] if sections else after, request),
            "next_chapter": link(after, request),
        }

    def sections(self) -> list["SectionPage"]:
        """The published sections in reading order, without their bodies."""
        return list(SectionPage.objects.child_of(self).live().defer("body").order_by("path"))


class SectionPage(ReadingPage):
    """A section: a few minutes of reading."""

    parent_page_types = ["handbook.ChapterPage"]
    subpage_types: list[str] = []
    template = "handbook/section.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    class Privacy:
        subject = None
        personal = PAGE_PERSONAL
        plain = PAGE_PLAIN | {"minutes", "body"}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        chapter = ChapterPage.objects.parent_of(self).get()
        index = HandbookIndexPage.objects.parent_of(chapter).get()
        parts = index.parts()
        sections: list[SectionPage] = next((part.sections for part in parts if part.chapter.pk == chapter.pk), [])
        before, after = neighbours(self, sections)
        if after is None:
            after = neighbours(chapter, [part.chapter for part in parts])[1]
        return context | {
            "index": index,
            "chapter": chapter,
            "parts": parts,
            "sections": sections,
            "place": next((n for n, one in enumerate(sections, start=1) if one.pk == self.pk), None),
            "before": link(before or chapter, request),
            "after": link(after, request),
            "ref": f"{chapter.slug}/{self.slug}",
        }


def neighbours(page: TranslatedPage, pages: list[Any]) -> tuple[Any, Any]:
    """Those before and after `page` among `pages`; none for a page that isn't among them (a draft)."""
    place = next((n for n, one in enumerate(pages) if one.pk == page.pk), None)
    if place is None:
        return None, None
    return (pages[place - 1] if place else None), (pages[place + 1] if place + 1 < len(pages) else None)


def link(page: TranslatedPage | None, request: HttpRequest) -> Link | None:
    """A page as previous or next."""
    return Link(page.heading_html(), page.get_url(request) or "") if page else None
