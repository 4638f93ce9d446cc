"""What an examination day needs beside the sittings: the line before the start, and what a rehearsal came to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.authoring import Assessment


class StartTicket(models.Model):
    """A person's place in the line before the start; the lowest `id` came first. Gone minutes after the start."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="+")
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    admitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "candidate"], name="start_ticket_once"),
            models.CheckConstraint(
                condition=Q(admitted_at=None) | Q(admitted_at__gte=F("asked_at")), name="start_ticket_asked_first"
            ),
        ]
        verbose_name = _("place in the line")
        verbose_name_plural = _("places in the line")

    class Privacy:
        subject = "candidate"
        personal = {
            "candidate": "who waits to start; deleted minutes after",
            "asked_at": "when they asked to start",
            "seen_at": "when their waiting page was last there",
            "admitted_at": "when it was their turn",
        }
        plain = {"id", "assessment"}

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.candidate_id}"


class Rehearsal(models.Model):
    """One rehearsal of an assessment with simulated cadets: what was found. `report` names no person."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="rehearsals")
    at = models.DateTimeField(default=timezone.now)
    candidates = models.PositiveIntegerField()
    go = models.BooleanField()
    report: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(candidates__gte=1), name="rehearsal_has_candidates")]
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "assessment", "at", "candidates", "go", "report"}

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.at:%Y-%m-%d %H:%M}"
