"""What changed its meaning after it was published, and who has looked at what rests on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handbook.enums import ChangeOf
from handbook.models.reference import Law
from ledger.models import AppendOnly


class Change(AppendOnly):
    """One change of meaning: of a leaf in the source language of its page, or of a law. It outlives the page.

    `ref` is the reference of the leaf then, "chapter/section#block"; for a law it is "law:code" with the article, if
    one was named, after a slash.
    """

    of = models.CharField(max_length=10, choices=ChangeOf)
    ref = models.CharField(max_length=300, db_index=True)
    page_id = models.BigIntegerField(null=True)
    law = models.ForeignKey(Law, models.PROTECT, null=True, related_name="changes")
    label = models.CharField(max_length=300)
    language = models.CharField(max_length=5)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("change of meaning")
        verbose_name_plural = _("changes of meaning")

    class Privacy:
        subject = None
        personal = {"by_id": "who made the change", "by_label": "who made it, readable after the account is gone"}
        plain = {"id", "of", "ref", "page_id", "law", "label", "language", "before", "after", "at"}

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.ref}"


class Recheck(models.Model):
    """Somebody looked at one thing that rests on a change, and found that it holds or brought it up to date."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="rechecks")
    rests = models.CharField(max_length=120)  # the key of `ui.citations.Rest`
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "rests"], name="recheck_once")]
        verbose_name = _("recheck")
        verbose_name_plural = _("rechecks")

    class Privacy:
        subject = None
        personal = {"by": "who looked", "at": "when they looked"}
        plain = {"id", "change", "rests"}

    def __str__(self) -> str:
        return f"{self.change_id} {self.rests}"
