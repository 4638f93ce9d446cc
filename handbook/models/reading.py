"""What readers leave behind: how far they have read, and what they found wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handbook.enums import ReportState
from handbook.models.pages import SectionPage


class Reading(models.Model):
    """Where one person is in one section, in whatever language: the block last read, and when all of it was read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    section = models.ForeignKey(SectionPage, models.CASCADE, related_name="readings")
    block = models.CharField(max_length=36, blank=True)
    seen_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "section"], name="reading_once_a_section")]
        indexes = [models.Index(fields=["person", "-seen_at"])]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    class Privacy:
        subject = "person"
        personal = {
            "person": "who reads; seen by nobody else",
            "section": "what they read",
            "block": "where they stopped",
            "seen_at": "when they were last there",
            "read_at": "when they had read all of it",
        }
        plain = {"id"}

    def __str__(self) -> str:
        return f"{self.person_id} {self.section_id}"


class ProblemReport(models.Model):
    """Something that a reader found wrong or unclear at one place of a section; trainers answer it."""

    section = models.ForeignKey(SectionPage, models.CASCADE, related_name="problem_reports", verbose_name=_("section"))
    block = models.CharField(max_length=36, blank=True)
    language = models.CharField(_("language"), max_length=5)
    text = models.TextField(_("what is wrong"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("from")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN, answered_at=None)
                | (~Q(state=ReportState.OPEN) & Q(answered_at__isnull=False)),
                name="report_answered_or_open",
            )
        ]
        verbose_name = _("problem report")
        verbose_name_plural = _("problem reports")

    class Privacy:
        subject = "by"
        personal = {
            "by": "who reported it, to answer them",
            "text": "what they wrote",
            "at": "when they reported it",
            "answered_by": "who answered",
        }
        plain = {"id", "section", "block", "language", "state", "answer", "answered_at"}

    def __str__(self) -> str:
        return self.text[:80]
