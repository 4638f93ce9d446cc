"""Which fields of people have a column a language."""

from modeltranslation.translator import TranslationOptions, register

from people.models import Cohort, Rank, Unit, User


@register(Unit)
class UnitTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("tg",)


@register(Rank)
class RankTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("tg",)


@register(User)
class UserTranslation(TranslationOptions):
    fields = ("full_name",)


@register(Cohort)
class CohortTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("tg",)
