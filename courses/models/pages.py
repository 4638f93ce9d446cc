"""The pages of a course: the list of courses, a course, its lessons. Their order in the tree is the outline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from courses.models.catalogue import SCORED, Course
from courses.page_forms import LessonForm
from people.roles import Permission, may
from ui.citations import is_reference
from ui.pages import (
    PAGE_PERSONAL,
    PAGE_PLAIN,
    SAVE_PANEL,
    TEXT_PANELS,
    WEIGHT_PANEL,
    ReadingPage,
    TranslatedPage,
    language_row,
)

if TYPE_CHECKING:
    from people.models import User


class ScopedPage:
    """A page that only its own view shows, since that asks who is looking. Wagtail itself shows the preview."""

    def view_url(self) -> str:
        """Where the page's view is, in the active language."""
        raise NotImplementedError

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "is_preview", False):
            return super().serve(request, *args, **kwargs)  # type: ignore[misc]  # a mixin of pages
        return HttpResponseRedirect(self.view_url())


class CourseIndexPage(ScopedPage, TranslatedPage):
    """Under this page hang all courses."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CoursePage"]
    max_count = 1
    template = "courses/preview.html"

    class Meta:
        verbose_name = _("list of courses")
        verbose_name_plural = _("lists of courses")

    class Privacy:
        subject = None
        personal = PAGE_PERSONAL
        plain = PAGE_PLAIN

    def view_url(self) -> str:
        return reverse("courses:list")


class CoursePageQuerySet(PageQuerySet):
    def visible_to(self, user: User) -> CoursePageQuerySet:
        """Published courses that are open to everybody or that `user` is enrolled in; all of them for those who write
        courses and for the office."""
        if may(user, Permission.AUTHOR) or may(user, Permission.SEE_ALL_RESULTS):
            return self.live()
        return self.live().filter(Q(course__is_open=True) | Q(course__in=user.enrolments.values("course")))


class CoursePage(ScopedPage, TranslatedPage):
    """One course as learners meet it; what its certificate says stands in `Course`."""

    course = models.OneToOneField(Course, models.PROTECT, related_name="page", verbose_name=_("course"))

    objects = PageManager.from_queryset(CoursePageQuerySet)()
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/preview.html"
    content_panels = [*TEXT_PANELS, FieldPanel("course"), SAVE_PANEL]

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    class Privacy:
        subject = None
        personal = PAGE_PERSONAL
        plain = PAGE_PLAIN | {"course"}

    def view_url(self) -> str:
        return reverse("courses:course", args=[self.slug])

    def lessons(self) -> PageQuerySet:
        """The published lessons, in the order of the outline."""
        return LessonPage.objects.child_of(self).live().order_by("path").defer_streamfields()


class LessonPage(ScopedPage, ReadingPage):
    """A lesson: a text, the handbook sections it cites, and maybe a quiz at its end."""

    content_note = models.TextField(
        _("content note"), blank=True, help_text=_("For a lesson about violence: shown first; the reader may skip it.")
    )
    cites = models.TextField(
        _("sections of the handbook"), blank=True, help_text=_("One a line, for example solving-problems/scanning.")
    )
    quiz = models.ForeignKey(
        "assessments.Assessment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lessons",
        limit_choices_to={"kind__in": SCORED},
        verbose_name=_("quiz at the end"),
    )

    base_form_class = LessonForm
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/preview_lesson.html"
    content_panels = [
        *TEXT_PANELS,
        FieldPanel("minutes"),
        FieldPanel("body"),
        language_row("content_note", _("Content note")),
        FieldPanel("cites"),
        FieldPanel("quiz"),
        WEIGHT_PANEL,
        SAVE_PANEL,
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    class Privacy:
        subject = None
        personal = PAGE_PERSONAL
        plain = PAGE_PLAIN | {
            "minutes", "body", "content_note", "content_note_tg", "content_note_ru", "content_note_en", "cites", "quiz",
        }  # fmt: skip

    def clean(self) -> None:
        super().clean()
        wrong = [ref for ref in self.references() if not is_reference(ref)]
        if wrong:
            told = gettext("This is no reference to a section or a law: %(ref)s") % {"ref": wrong[0]}
            raise ValidationError({"cites": told})

    def references(self) -> list[str]:
        """The references to sections and laws, in order."""
        return list(dict.fromkeys(line.strip() for line in self.cites.splitlines() if line.strip()))

    def view_url(self) -> str:
        return reverse("courses:lesson", args=[self.get_parent().slug, self.slug])
