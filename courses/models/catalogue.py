"""What can be learnt: courses, and what each asks for."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from assessments.enums import AssessmentKind

# Kinds of assessment that can be passed; a survey can't.
SCORED = [AssessmentKind.QUIZ.value, AssessmentKind.EXAM.value]


class Course(ClusterableModel):
    """One course: what its certificate says, and how long that holds. Its pages hang on `CoursePage`.

    `outcomes` holds a line for each thing that a learner can do afterwards. `is_open`: anybody may enrol; else
    people are enrolled by cohort.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), blank=True)
    outcomes = models.TextField(_("outcomes"), blank=True, help_text=_("What a learner can do afterwards, one a line."))
    hours = models.PositiveSmallIntegerField(_("hours"), validators=[MinValueValidator(1)])
    valid_months = models.PositiveSmallIntegerField(
        _("months that a certificate is valid"), null=True, blank=True, help_text=_("Empty: it does not expire.")
    )
    is_open = models.BooleanField(_("anybody may enrol"), default=True)
    is_mandatory = models.BooleanField(
        _("mandatory"), default=False, help_text=_("Heads of units see who of their unit has completed it.")
    )
    is_sensitive = models.BooleanField(
        _("never named in messages"),
        default=False,
        help_text=_("For a course whose subject others at the learner's side shouldn't read."),
    )
    in_order = models.BooleanField(
        _("one lesson after the other"),
        default=False,
        help_text=_("A lesson opens when the one before it is read and the quiz at its end, if asked for, is passed."),
    )
    prerequisites = ParentalManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="leads_to",
        verbose_name=_("courses to be completed before"),
        help_text=_("Who hasn't completed these can't begin."),
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gte=1), name="course_takes_time"),
            models.CheckConstraint(
                condition=Q(valid_months=None) | Q(valid_months__gte=1), name="course_valid_a_month"
            ),
        ]
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "code", "title", "title_tg", "title_ru", "title_en", "summary", "summary_tg", "summary_ru",
            "summary_en", "outcomes", "outcomes_tg", "outcomes_ru", "outcomes_en", "hours", "valid_months", "is_open",
            "is_mandatory", "is_sensitive", "in_order", "prerequisites",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Requirement(models.Model):
    """One thing that completes a course: a lesson to be read, an assessment or an assignment to be passed."""

    course = ParentalKey(Course, on_delete=models.CASCADE, related_name="requirements")
    lesson = models.ForeignKey("courses.LessonPage", models.PROTECT, null=True, blank=True, related_name="required_by")
    assessment = models.ForeignKey(
        "assessments.Assessment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="required_by",
        limit_choices_to={"kind__in": SCORED},
    )
    assignment = models.ForeignKey(
        "courses.Assignment", models.PROTECT, null=True, blank=True, related_name="required_by"
    )

    class Meta:
        ordering = ["course_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lesson__isnull=False, assessment=None, assignment=None)
                | Q(lesson=None, assessment__isnull=False, assignment=None)
                | Q(lesson=None, assessment=None, assignment__isnull=False),
                name="requirement_one_thing",
                violation_error_message=_("Choose a lesson, a test or an assignment: one of them."),
            ),
            models.UniqueConstraint(fields=["course", "assignment"], name="requirement_assignment_once"),
            models.UniqueConstraint(fields=["course", "lesson"], name="requirement_lesson_once"),
            models.UniqueConstraint(fields=["course", "assessment"], name="requirement_assessment_once"),
        ]
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "course", "lesson", "assessment", "assignment"}

    def __str__(self) -> str:
        return f"{self.course_id}: {self.lesson or self.assessment or self.assignment}"

    def clean(self) -> None:
        """A lesson is asked for by its own course only."""
        parent = self.lesson.get_parent() if self.lesson else None
        page = getattr(self.course, "page", None) if self.course_id else None
        if parent and page and parent.pk != page.pk:
            raise ValidationError({"lesson": _("This lesson belongs to another course.")})
        if self.assignment and self.course_id and self.assignment.course_id != self.course_id:
            raise ValidationError({"assignment": _("This assignment belongs to another course.")})
