"""Which fields of the handbook's pages have a column a language."""

from modeltranslation.translator import register

from handbook.models import ChapterPage, HandbookIndexPage, SectionPage
from ui.pages import TranslatedPageOptions


@register(HandbookIndexPage)
class HandbookIndexPageTranslation(TranslatedPageOptions):
    pass


@register(ChapterPage)
class ChapterPageTranslation(TranslatedPageOptions):
    fields = (*TranslatedPageOptions.fields, "content_note")


@register(SectionPage)
class SectionPageTranslation(TranslatedPageOptions):
    pass
