"""Appeals: what a candidate holds against a result, and what somebody else decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import AppealState
from assessments.models.results import Result
from assessments.models.sittings import Sitting


class Appeal(models.Model):
    """The one appeal that a sitting may have. Once decided it stays as it is; `result` is what came of it."""

    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="appeal")
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.OPEN)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    result = models.ForeignKey(Result, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="appeal_says_something"),
            models.CheckConstraint(
                condition=Q(state=AppealState.OPEN, decided_by=None, decided_at=None, reason="", result=None)
                | (~Q(state=AppealState.OPEN) & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                name="appeal_decided_by_whom_when_and_why",
            ),
        ]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")

    class Privacy:
        subject = "sitting__candidate"
        withheld = {"decided_by", "result"}
        personal = {
            "sitting": "leads to the person",
            "text": "what they hold against their result",
            "made_at": "when they appealed",
            "reason": "may speak of the person",
            "decided_by": "who decided",
            "result": "how they did",
        }
        plain = {"id", "state", "decided_at"}

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.state}"
