"""Tickets: a printed code lets one person begin one attempt. Only its digest is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.authoring import Assessment
from assessments.models.sittings import Sitting
from people.models import Cohort


class Ticket(models.Model):
    """One code. `person` is whom it was printed for (None: a spare one, for whoever it is handed to).

    It goes one way: printed, entered by somebody (`used_by`), spent on the sitting that they begin.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)
    cohort = models.ForeignKey(Cohort, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tickets")
    used_at = models.DateTimeField(null=True, blank=True)
    sitting = models.OneToOneField(Sitting, models.PROTECT, null=True, blank=True, related_name="ticket")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_by=None, used_at=None) | Q(used_by__isnull=False, used_at__isnull=False),
                name="ticket_used_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(used_by=None) | Q(used_by=F("person")), name="ticket_is_ones_own"
            ),
            models.CheckConstraint(condition=Q(sitting=None) | Q(used_by__isnull=False), name="ticket_spent_when_used"),
        ]
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")

    class Privacy:
        subject = "used_by"
        withheld = {"digest"}
        personal = {
            "person": "whom it was printed for",
            "used_by": "who entered it",
            "used_at": "when they entered it",
            "made_by": "who printed it",
            "sitting": "leads to the person",
        }
        plain = {"id", "assessment", "digest", "cohort", "made_at"}

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.pk}"
