"""A wrong key put right: what counts from then on in the sittings of an edition that can't be changed itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.editions import Edition
from ledger.models import AppendOnly


class KeyCorrection(AppendOnly):
    """The key of some of an edition's questions as it holds from now on; of each question the newest one holds.

    `keys` has the shape of `Edition.key`, for the positions concerned only: never a stem or a choice. An entry with
    `dropped` says that the question earns everybody its full points.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()
    keys = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["edition_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="key_correction_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="key_correction_counts_from_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="key_correction_has_a_reason"),
        ]
        verbose_name = _("correction of a key")
        verbose_name_plural = _("corrections of keys")

    class Privacy:
        subject = None
        personal = {"by": "who decided", "reason": "may speak of a person"}
        plain = {"id", "edition", "number", "keys", "at"}

    def __str__(self) -> str:
        return f"{self.edition_id} #{self.number}: {', '.join(sorted(self.keys))}"
