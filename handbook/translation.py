"""Which fields of the handbook's models have a column a language."""

from modeltranslation.translator import TranslationOptions, register

from handbook.models import ChapterPage, HandbookIndexPage, Law, SectionPage, Term
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


@register(Law)
class LawTranslation(TranslationOptions):
    fields = ("name",)


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("name", "meaning")
