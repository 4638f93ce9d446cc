"""Work that a person marks: plans, texts, files, and practical stations with a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.enums import AssignmentKind, WorkState
from courses.models.catalogue import Course
from courses.models.enrolments import Enrolment
from ledger.models import AppendOnly
from ui.languages import codes

if TYPE_CHECKING:
    from people.models import User


class Assignment(ClusterableModel):
    """One task of a course. `markers`: how many people mark it, each without seeing the other's mark."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="assignments", verbose_name=_("course"))
    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=AssignmentKind)
    title = models.CharField(_("title"), max_length=160)
    instructions = models.TextField(_("what is to be done"))
    lesson = models.ForeignKey(
        "courses.LessonPage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("after the lesson"),
    )
    markers = models.PositiveSmallIntegerField(
        _("markers"), default=1, validators=[MinValueValidator(1), MaxValueValidator(2)]
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("percent to pass"), default=60, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["course_id", "id"]
        constraints = [
            # Addresses of other screens.
            models.CheckConstraint(
                condition=~Q(code__in=["marking", "files", "plans"]),
                name="assignment_code_free",
                violation_error_message=_("This code is taken by an address. Choose another."),
            ),
            models.CheckConstraint(condition=Q(markers__gte=1, markers__lte=2), name="assignment_one_or_two_markers"),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="assignment_pass_percent"
            ),
        ]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "course", "code", "kind", "title", "title_tg", "title_ru", "title_en", "instructions",
            "instructions_tg", "instructions_ru", "instructions_en", "lesson", "markers", "pass_percent",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """One line of a rubric. `levels`: a line for each level, the worst first; it is worth 0, 1, 2 … points."""

    assignment = ParentalKey(Assignment, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("criterion"), max_length=200)
    levels = models.TextField(
        _("levels"), help_text=_("A line for each, the worst first: it is worth 0, 1, 2 … points.")
    )

    class Meta:
        ordering = ["assignment_id", "order", "id"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "assignment", "order", "title", "title_tg", "title_ru", "title_en", "levels", "levels_tg",
            "levels_ru", "levels_en",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Points are lines, so every language has as many: else a mark would mean something else in each."""
        wanted = len(self._lines(settings.CONTENT_LANGUAGE))
        for code in codes():
            many = len(self._lines(code))
            if many not in (0, wanted):
                told = {"many": many, "wanted": wanted}
                said = gettext("There are %(many)s levels here and %(wanted)s in the first language.") % told
                raise ValidationError({f"levels_{code}": said})
        if wanted < 2:
            raise ValidationError(
                {f"levels_{settings.CONTENT_LANGUAGE}": gettext("A criterion has two levels at least.")}
            )

    def _lines(self, code: str) -> list[str]:
        text = getattr(self, f"levels_{code}") or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def words(self) -> list[str]:
        """The levels in the active language, the worst first; in the first language where it has another number."""
        said = [line.strip() for line in self.levels.splitlines() if line.strip()]
        first = self._lines(settings.CONTENT_LANGUAGE)
        return said if len(said) == len(first) else first

    @property
    def most(self) -> int:
        """The points of the best level; the same whoever looks."""
        return max(0, len(self._lines(settings.CONTENT_LANGUAGE)) - 1)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Work handed in, said in adjectives."""

    def of_people(self, people: models.QuerySet[User]) -> SubmissionQuerySet:
        """That of the people whose results a viewer may see."""
        return self.filter(enrolment__learner__in=people.values("pk"))

    def newest(self) -> SubmissionQuerySet:
        """The last one of each enrolment and assignment."""
        later = Submission.objects.filter(
            assignment=models.OuterRef("assignment"),
            enrolment=models.OuterRef("enrolment"),
            number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(later))


class Submission(models.Model):
    """One person's work, from the draft to the last mark. Returned work goes on as the next number.

    `content`: {"text": …} or the fields of a plan (`domain.plan_sheet`).
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="submissions")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.DRAFT)
    content = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["assignment_id", "enrolment_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "enrolment", "number"], name="submission_number_once"),
            models.UniqueConstraint(
                fields=["assignment", "enrolment"],
                condition=Q(state__in=["draft", "handed_in"]),
                name="submission_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", handed_in_at=None) | (~Q(state="draft") & Q(handed_in_at__isnull=False)),
                name="submission_handed_in_has_a_moment",
            ),
        ]
        verbose_name = _("work handed in")
        verbose_name_plural = _("works handed in")

    class Privacy:
        subject = "enrolment__learner"
        personal = {
            "enrolment": "leads to the person",
            "state": "how they did",
            "content": "what they wrote",
            "begun_at": "when they began",
            "handed_in_at": "when they handed it in",
        }
        plain = {"id", "assignment", "number"}

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.enrolment_id} {self.number}"


class SubmissionFile(models.Model):
    """A file of a work; its bytes lie out of reach, and are given to its owner and to who marks it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["submission_id", "id"]
        constraints = [models.UniqueConstraint(fields=["submission", "digest"], name="submission_file_once")]
        verbose_name = _("file of a work")
        verbose_name_plural = _("files of works")

    class Privacy:
        subject = "submission__enrolment__learner"
        withheld = {"content"}
        personal = {
            "submission": "leads to the person",
            "name": "may name somebody",
            "content": "what they handed in",
            "digest": "of what they handed in",
            "added_at": "when they handed it in",
        }
        plain = {"id", "kind", "size"}

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Its number, for the name of a button."""
        return str(self.pk)


class WorkMark(AppendOnly):
    """One marker's word: points by criterion, or that it is returned. `code` is the number that the marker's page or
    telephone gave it: sent twice it is one."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="marks")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    levels = models.JSONField(default=dict, help_text="points by the criterion's id")
    most = models.PositiveSmallIntegerField(default=0, help_text="the points of the whole rubric at that moment")
    comment = models.TextField(blank=True)
    returned = models.BooleanField(default=False)
    given_at = models.DateTimeField(default=timezone.now)
    code = models.UUIDField(unique=True)

    class Meta:
        ordering = ["submission_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "marker"], name="work_mark_once_a_marker"),
            models.CheckConstraint(condition=Q(returned=False) | ~Q(comment=""), name="work_returned_with_a_reason"),
        ]
        verbose_name = _("mark of a work")
        verbose_name_plural = _("marks of works")

    class Privacy:
        subject = None
        personal = {
            "submission": "leads to the person",
            "marker": "who marked it",
            "levels": "how they did",
            "comment": "about their work",
            "returned": "how they did",
            "given_at": "when it was marked",
        }
        plain = {"id", "code", "most"}

    def __str__(self) -> str:
        return f"{self.submission_id} {self.marker_id}"
