"""What learners ask their trainers about a lesson, and what they are answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.catalogue import Course
from courses.models.runs import CourseRun
from people.models import User


class LearnerQuestionQuerySet(models.QuerySet["LearnerQuestion"]):
    """Questions, said in adjectives."""

    def of(self, learner: User) -> LearnerQuestionQuerySet:
        """One person's own."""
        return self.filter(learner=learner)

    def open(self) -> LearnerQuestionQuerySet:
        """Not answered yet."""
        return self.filter(answered_at=None)

    def for_trainer(self, trainer: User) -> LearnerQuestionQuerySet:
        """Those of learners whose cohort takes the course and is trained by `trainer`; never the trainer's own."""
        theirs = CourseRun.objects.filter(
            course=OuterRef("course"), cohort__members=OuterRef("learner"), cohort__trainers=trainer
        )
        return self.filter(Exists(theirs)).exclude(learner=trainer)


class LearnerQuestion(models.Model):
    """One question about a lesson, and its one answer. `lesson` is empty once the lesson is deleted."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lesson_questions")
    course = models.ForeignKey(Course, models.PROTECT, related_name="lesson_questions")
    lesson = models.ForeignKey("courses.LessonPage", models.SET_NULL, null=True, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = LearnerQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="learner_question_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="learner_question_answered_by_whom_and_when",
            ),
        ]
        verbose_name = _("question of a learner")
        verbose_name_plural = _("questions of learners")

    class Privacy:
        subject = "learner"
        personal = {
            "learner": "who asks",
            "text": "what they ask",
            "asked_at": "when they asked",
            "answer": "may speak of the person",
            "answered_by": "who answered",
        }
        plain = {"id", "course", "lesson", "answered_at"}

    def __str__(self) -> str:
        return f"{self.learner_id} {self.course_id}"
