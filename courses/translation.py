"""Which fields of courses have a column a language."""

from modeltranslation.translator import TranslationOptions, register

from courses.models import Course, CourseIndexPage, CoursePage, LessonPage
from ui.pages import TranslatedPageOptions


@register(Course)
class CourseTranslation(TranslationOptions):
    fields = ("title", "summary", "outcomes")
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
