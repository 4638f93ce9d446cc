"""Versions of a course: what it consisted of and asked for, frozen; learners under way keep theirs or move on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from courses.models.catalogue import Course
from ledger.models import AppendOnly


class CourseEdition(AppendOnly):
    """One version of a course. `content`, in the order of the outline:

    `{"lessons": [{"page": 7, "revision": 31, "required": true}, …], "tests": [3], "works": [2]}`: ids of the lessons'
    pages with the revision that was live, of the assessments and of the assignments that it asks for. `assessments` is
    the same again for queries: those asked for, and the quizzes at the ends of lessons.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    note = models.TextField(blank=True, help_text="what has changed, in the trainer's words, as learners read it")
    content = models.JSONField()
    assessments: Any = models.ManyToManyField(Assessment, related_name="course_editions")
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["course_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="course_edition_number_once")]
        verbose_name = _("version of a course")
        verbose_name_plural = _("versions of courses")

    class Privacy:
        subject = None
        personal = {"published_by": "who released it"}
        plain = {"id", "course", "number", "note", "content", "assessments", "published_at"}

    def __str__(self) -> str:
        return f"{self.course_id} {self.number}"

    def lesson_ids(self) -> list[int]:
        """The pages of its lessons, in order."""
        return [lesson["page"] for lesson in self.content["lessons"]]
