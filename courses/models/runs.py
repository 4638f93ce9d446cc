"""A cohort that takes a course: from when, until when. Whoever joins the cohort later is in it too."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.catalogue import Course
from people.models import Cohort

if TYPE_CHECKING:
    from people.models import User


class CourseRunQuerySet(models.QuerySet["CourseRun"]):
    """Runs, said in adjectives."""

    def of_learner(self, learner: User) -> CourseRunQuerySet:
        """Those of the cohorts that somebody learns in."""
        return self.filter(cohort__members=learner)

    def of_cohorts(self, cohorts: models.QuerySet[Cohort]) -> CourseRunQuerySet:
        """Those of the cohorts that a viewer may see."""
        return self.filter(cohort__in=cohorts.values("pk"))

    def current(self, day: date | None = None) -> CourseRunQuerySet:
        """Opened on or before `day` (today in Dushanbe), or with no day of opening."""
        return self.filter(Q(opens_on=None) | Q(opens_on__lte=day or timezone.localdate()))


class CourseRun(models.Model):
    """One cohort in one course. `opens_on`: lessons open that day; `due_on`: to be completed by the end of that day.

    Both are days in Asia/Dushanbe; empty: at once, and without a term.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="runs", verbose_name=_("course"))
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="runs", verbose_name=_("cohort"))
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    due_on = models.DateField(_("to be completed by"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        ordering = ["cohort_id", "due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["course", "cohort"], name="course_run_once"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(due_on=None) | Q(due_on__gte=F("opens_on")),
                name="course_run_ends_after_it_opens",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]
        verbose_name = _("course of a cohort")
        verbose_name_plural = _("courses of cohorts")

    class Privacy:
        subject = None
        personal = {"made_by": "who enrolled the cohort"}
        plain = {"id", "course", "cohort", "opens_on", "due_on", "made_at"}

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.course_id}"


class JoinCode(models.Model):
    """A code that lets whoever types it into a run's cohort, and so into its course.

    It holds until the end of `expires_on` (Asia/Dushanbe), for `places` people (None: for any number), unless stopped.
    """

    run = models.ForeignKey(CourseRun, models.CASCADE, related_name="join_codes")
    code = models.CharField(max_length=12, unique=True)
    expires_on = models.DateField(_("good until"))
    places = models.PositiveSmallIntegerField(_("for how many people"), null=True, blank=True)
    used = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(places=None) | Q(used__lte=F("places")), name="join_code_no_more_than_places"
            )
        ]
        verbose_name = _("code to join a course")
        verbose_name_plural = _("codes to join courses")

    class Privacy:
        subject = None
        personal = {"made_by": "who handed the code out"}
        plain = {"id", "run", "code", "expires_on", "places", "used", "made_at", "stopped_at"}

    def __str__(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def is_full(self) -> bool:
        return self.places is not None and self.used >= self.places

    def is_good(self, today: date) -> bool:
        """Whether it lets anybody in on this day."""
        return self.stopped_at is None and today <= self.expires_on and not self.is_full
