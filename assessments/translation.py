"""Which fields of assessments have a column a language."""

from modeltranslation.translator import TranslationOptions, register

from assessments.models import Assessment, Choice, Competency, Question


@register(Competency)
class CompetencyTranslation(TranslationOptions):
    fields = ("domain", "name")
    required_languages = ("tg",)


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("stem", "explanation", "unit", "picture_alt")
    required_languages = ("tg",)


@register(Choice)
class ChoiceTranslation(TranslationOptions):
    fields = ("text", "match")


@register(Assessment)
class AssessmentTranslation(TranslationOptions):
    fields = ("title", "intro")
