"""Who learns what, and how far they have come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.catalogue import Course

if TYPE_CHECKING:
    from people.models import User


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments, said in adjectives."""

    def of(self, learner: User) -> EnrolmentQuerySet:
        """One person's own."""
        return self.filter(learner=learner)

    def of_people(self, people: models.QuerySet[User]) -> EnrolmentQuerySet:
        """Those of the people that a viewer may see."""
        return self.filter(learner__in=people.values("pk"))

    def under_way(self) -> EnrolmentQuerySet:
        """Not completed yet, begun or not."""
        return self.filter(completed_at=None)

    def asking_for(self, assessment_id: int) -> EnrolmentQuerySet:
        """Those whose course, as it stands or in their version, is completed by passing this among other things."""
        asked = Q(course__requirements__assessment=assessment_id) | Q(edition__assessments=assessment_id)
        return self.filter(asked).distinct()


class Enrolment(models.Model):
    """One person in one course."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments")
    started_at = models.DateTimeField(default=timezone.now)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    edition = models.ForeignKey(
        "courses.CourseEdition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        help_text="the version that they learn; none: the course as it stands",
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["course_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["course", "learner"], name="enrolment_once"),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(completed_at__gte=F("started_at")),
                name="enrolment_completed_after_start",
            ),
        ]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")

    class Privacy:
        subject = "learner"
        personal = {
            "learner": "who learns",
            "enrolled_by": "who enrolled them",
            "started_at": "when they started",
            "completed_at": "when they finished",
        }
        plain = {"id", "course", "edition"}

    def __str__(self) -> str:
        return f"{self.learner_id} {self.course_id}"


class LessonRead(models.Model):
    """A learner says that a lesson is read."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="reads")
    lesson = models.ForeignKey("courses.LessonPage", models.CASCADE, related_name="reads")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["enrolment_id", "read_at"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_read_once")]
        verbose_name = _("lesson read")
        verbose_name_plural = _("lessons read")

    class Privacy:
        subject = "enrolment__learner"
        personal = {"enrolment": "leads to the person", "read_at": "when they read it"}
        plain = {"id", "lesson"}

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.lesson_id}"
