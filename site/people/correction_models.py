"""What people ask the office to correct of what is kept of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST = 1000


class CorrectionRequest(models.Model):
    """One person asks the office to put something right; the office answers once, having corrected it or not."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="correction_requests")
    text = models.TextField(_("what is wrong, and how it should be"), max_length=LONGEST)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), max_length=LONGEST, blank=True)
    corrected = models.BooleanField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, corrected=None) | Q(answered_at__isnull=False, corrected__isnull=False),
                name="correction_answered_or_open",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(answered_at=None), name="correction_one_open"),
        ]
        verbose_name = _("request for a correction")
        verbose_name_plural = _("requests for corrections")

    class Privacy:
        subject = "person"
        personal = {
            "person": "whose data is wrong",
            "text": "what they wrote",
            "answer": "what the office answered",
            "answered_by": "who answered",
        }
        plain = {"id", "asked_at", "corrected", "answered_at"}

    def __str__(self) -> str:
        return self.text[:80]
