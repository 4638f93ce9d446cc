"""One person's attempt at an edition: the sitting, its answers, and the log of every save."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import Closed
from assessments.models.authoring import Assessment
from assessments.models.editions import Edition, EditionChoice, EditionItem
from ledger.models import AppendOnly
from people.models import Unit
from ui.languages import codes

GRACE = timedelta(seconds=60)


def new_seed() -> int:
    """Decides what is drawn and how choices are ordered and named in one sitting; never sent to anybody."""
    return secrets.randbits(62)


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Sittings, said in adjectives."""

    def open(self) -> SittingQuerySet:
        """Not closed yet (they may be overdue)."""
        return self.filter(closed_at=None)

    def overdue(self, now: datetime) -> SittingQuerySet:
        """Open, though their deadline and the grace after it have passed at `now`."""
        return self.open().filter(deadline_at__lt=now - GRACE)

    def of(self, candidate: models.Model) -> SittingQuerySet:
        """One person's own."""
        return self.filter(candidate=candidate)


class Sitting(models.Model):
    """One attempt. The deadline is computed once, by the server. `epoch` counts how often its page was opened."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sittings")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sittings")
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sittings")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=5, choices=[(c, c) for c in codes()])
    number = models.PositiveSmallIntegerField()
    length = models.PositiveSmallIntegerField(help_text="how many questions were dealt")
    seed = models.BigIntegerField(default=new_seed)
    epoch = models.PositiveIntegerField(default=0)
    reached = models.PositiveSmallIntegerField(
        default=1, help_text="forward only: the position that one has come to; what lies before it takes no more saves"
    )
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed = models.CharField(max_length=10, choices=Closed, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "candidate"], condition=Q(closed_at=None), name="sitting_one_open"
            ),
            models.UniqueConstraint(fields=["assessment", "candidate", "number"], name="sitting_numbered_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed="") | (Q(closed_at__isnull=False) & ~Q(closed="")),
                name="sitting_closed_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(deadline_at=None) | Q(deadline_at__gt=F("started_at")), name="sitting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, length__gte=1, reached__gte=1), name="sitting_counts_from_one"
            ),
        ]
        indexes = [models.Index(fields=["deadline_at"], condition=Q(closed_at=None), name="sitting_due")]
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")

    class Privacy:
        subject = "candidate"
        withheld = {"epoch", "length", "reached", "seed"}
        personal = {
            "candidate": "who sits",
            "unit": "where they served when they sat",
            "public_id": "names one person's attempt in an address",
            "extra_minutes": "may tell of an impairment",
            "language": "language they sat in",
            "started_at": "when they sat",
            "closed_at": "when they finished",
        }
        plain = {
            "id", "edition", "assessment", "number", "length", "seed", "epoch", "deadline_at", "closed", "reached",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.public_id}"

    def is_overdue(self, now: datetime) -> bool:
        """Whether somebody ought to close it now."""
        return self.closed_at is None and self.deadline_at is not None and self.deadline_at + GRACE < now


class Flag(models.Model):
    """A question that the candidate wants to look at again before handing in. Counts for nothing."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="flags")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["sitting", "position"]
        constraints = [models.UniqueConstraint(fields=["sitting", "position"], name="flag_once_a_question")]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")

    class Privacy:
        subject = "sitting__candidate"
        personal = {"sitting": "whose attempt it was", "position": "what they were unsure about"}
        plain = {"id"}

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.position}"


class Answer(models.Model):
    """One dealt question of a sitting: empty at the start, filled from the log when the sitting closes.

    `position` is its place in this sitting; `item` says which question of the edition that is.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="answers")
    item = models.ForeignKey(EditionItem, models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField()
    epoch = models.PositiveIntegerField(default=0)
    counter = models.PositiveIntegerField(default=0)
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    text = models.TextField(blank=True)
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sitting_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="answer_position_once"),
            models.UniqueConstraint(fields=["sitting", "item"], name="answer_item_once"),
        ]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    class Privacy:
        subject = "sitting__candidate"
        withheld = {"points"}
        personal = {
            "sitting": "leads to the person",
            "number": "what they answered",
            "text": "what they answered",
            "points": "what it earned",
            "answered_at": "when they answered",
        }
        plain = {"id", "item", "position", "epoch", "counter"}

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.position}"


class AnswerChoice(models.Model):
    """A choice that was made; `place` is where the candidate put it (1 and up) in an ordering question."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="chosen")
    choice = models.ForeignKey(EditionChoice, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["answer_id", "place", "id"]
        constraints = [models.UniqueConstraint(fields=["answer", "choice"], name="answer_choice_once")]
        verbose_name = _("chosen choice")
        verbose_name_plural = _("chosen choices")

    class Privacy:
        subject = None
        personal = {"answer": "leads to the person", "choice": "what they answered", "place": "what they answered"}
        plain = {"id"}

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.choice_id}"


class AnswerEvent(AppendOnly):
    """One save, kept as it came. `value` speaks in this sitting's own names of choices (`domain.dealing`).

    It is written by `domain.save` alone, in one INSERT whose lock on the sitting's row closing waits for.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="events")
    position = models.PositiveSmallIntegerField()
    epoch = models.PositiveIntegerField()
    counter = models.PositiveIntegerField()
    value = models.JSONField()
    received_at = models.DateTimeField()
    late = models.BooleanField()

    class Meta:
        ordering = ["sitting_id", "position", "epoch", "counter"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position", "epoch", "counter"], name="answer_event_once"),
        ]
        verbose_name = _("save of an answer")
        verbose_name_plural = _("saves of answers")

    class Privacy:
        subject = "sitting__candidate"
        personal = {
            "sitting": "leads to the person",
            "value": "what they answered",
            "received_at": "when they answered",
        }
        plain = {"id", "position", "epoch", "counter", "late"}

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.position} {self.epoch}.{self.counter}"
