"""The handbook: an index, chapters, sections. A section is what is read, linked, cited and searched."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from ui.pages import PAGE_PERSONAL, PAGE_PLAIN, ReadingPage, TranslatedPage, language_row

PARENT_OF_INDEX = ["wagtailcore.Page"]


class HandbookIndexPage(TranslatedPage):
    """The front page of the handbook: its chapters."""

    parent_page_types = PARENT_OF_INDEX
    subpage_types = ["handbook.ChapterPage"]
    max_count = 1
    template = "handbook/index.html"

    class Meta:
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")

    class Privacy:
        personal = PAGE_PERSONAL
        plain = PAGE_PLAIN


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
        *TranslatedPage.content_panels,
        FieldPanel("number"),
        language_row("content_note", _("Content note")),
    ]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    class Privacy:
        personal = PAGE_PERSONAL
        plain = PAGE_PLAIN | {"number", "content_note", "content_note_tg", "content_note_ru", "content_note_en"}


class SectionPage(ReadingPage):
    """A section: a few minutes of reading."""

    parent_page_types = ["handbook.ChapterPage"]
    subpage_types: list[str] = []
    template = "handbook/section.html"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    class Privacy:
        personal = PAGE_PERSONAL
        plain = PAGE_PLAIN | {"minutes", "body"}
