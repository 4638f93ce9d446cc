"""Which fields of courses have a column a language."""

from modeltranslation.translator import TranslationOptions, register

from courses.models import Assignment, Course, CourseIndexPage, CoursePage, Criterion, LessonPage
from ui.pages import TranslatedPageOptions


@register(Course)
class CourseTranslation(TranslationOptions):
    fields = ("title", "summary", "outcomes")
    required_languages = ("tg",)


@register(Assignment)
class AssignmentTranslation(TranslationOptions):
    fields = ("title", "instructions")
    required_languages = ("tg",)


@register(Criterion)
class CriterionTranslation(TranslationOptions):
    fields = ("title", "levels")
    required_languages = ("tg",)


@register(CourseIndexPage)
class CourseIndexPageTranslation(TranslatedPageOptions):
    pass


@register(CoursePage)
class CoursePageTranslation(TranslatedPageOptions):
    pass


@register(LessonPage)
class LessonPageTranslation(TranslatedPageOptions):
    fields = (*TranslatedPageOptions.fields, "content_note")
