"""How many people are to complete a course in a year, and reports that somebody keeps to come back to."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import ReportEvery
from courses.models.catalogue import Course
from people.models import Unit


class Plan(models.Model):
    """So many people of a region, of a unit, or of the whole country (neither named) are to complete a course."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="plans", verbose_name=_("course"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2020), MaxValueValidator(2100)])
    region = models.CharField(_("region"), max_length=5, blank=True, help_text="ISO 3166-2, for example TJ-SU")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    wanted = models.PositiveIntegerField(
        _("how many people"), validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )
    keyed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "course_id", "region", "unit_id"]
        constraints = [
            models.CheckConstraint(condition=Q(wanted__gte=1, wanted__lte=1_000_000), name="plan_wants_somebody"),
            models.CheckConstraint(condition=Q(year__gte=2020, year__lte=2100), name="plan_of_a_year"),
            models.CheckConstraint(condition=Q(region="") | Q(unit=None), name="plan_of_a_region_or_a_unit"),
            models.UniqueConstraint(
                fields=["course", "year", "region"], condition=Q(unit=None), name="plan_once_a_region"
            ),
            models.UniqueConstraint(
                fields=["course", "year", "unit"], condition=Q(unit__isnull=False), name="plan_once_a_unit"
            ),
        ]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    class Privacy:
        subject = None
        personal = {"keyed_by": "who keyed it in"}
        plain = {"id", "course", "year", "region", "unit", "wanted"}

    def __str__(self) -> str:
        return f"{self.course_id} {self.year}: {self.wanted}"


class SavedReport(models.Model):
    """What somebody chose in a report, under a name; figures are counted anew each time."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_reports")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=500)
    saved_at = models.DateTimeField(default=timezone.now)
    every = models.CharField(_("by e-mail"), max_length=10, choices=ReportEvery, default=ReportEvery.NEVER)
    sent_on = models.DateField(null=True, blank=True, help_text="the day of the last e-mail, or of asking for them")

    class Meta:
        ordering = ["owner_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_report_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_report_has_a_name"),
        ]
        verbose_name = _("saved report")
        verbose_name_plural = _("saved reports")

    class Privacy:
        subject = "owner"
        personal = {"owner": "whose it is", "name": "what they called it"}
        plain = {"id", "query", "saved_at", "every", "sent_on"}

    def __str__(self) -> str:
        return self.name
