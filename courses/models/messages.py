"""Messages to people: their words are made when they are read, in the language of the reader."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import MessageKind
from courses.models.catalogue import Course
from courses.models.questions import LearnerQuestion
from courses.models.runs import CourseRun
from people.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, said in adjectives."""

    def to(self, recipient: User) -> MessageQuerySet:
        """Those to one person."""
        return self.filter(recipient=recipient)

    def unread(self) -> MessageQuerySet:
        """Not opened yet."""
        return self.filter(read_at=None)

    def to_be_mailed(self) -> MessageQuerySet:
        """Unread, not mailed yet, and to somebody who has an address and may sign in."""
        return self.unread().filter(mailed_at=None, recipient__is_active=True).exclude(recipient__email="")

    def to_be_texted(self) -> MessageQuerySet:
        """Unread, not texted yet, and to somebody who wants texts and may sign in."""
        return self.unread().filter(texted_at=None, recipient__is_active=True).exclude(recipient__phone="")

    def reminders_since(self, moment: datetime) -> MessageQuerySet:
        """Reminders that were written after a moment."""
        return self.filter(kind=MessageKind.REMINDER, created_at__gt=moment)


class Message(models.Model):
    """One message. `data` are the figures that its kind is told with: of a reminder {"why": [concerns]}, of news
    {"opens_on", "due_on": ISO day or null}.

    At most one reminder a person and run in 24 hours: `courses.domain.remind` sees to it under the run's lock, and
    `reminded_on` (the day in Asia/Dushanbe; two within 24 hours may lie on two days, two on one day never may).
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=MessageKind)
    course = models.ForeignKey(Course, models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey(CourseRun, models.PROTECT, null=True, related_name="messages")
    question = models.ForeignKey(LearnerQuestion, models.CASCADE, null=True, related_name="messages")
    data: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    reminded_on = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    texted_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(kind=MessageKind.REMINDER) & Q(reminded_on=None))
                | Q(kind=MessageKind.REMINDER, run__isnull=False, reminded_on__isnull=False),
                name="message_reminder_of_a_run_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MessageKind.ANSWER) | Q(question__isnull=False), name="message_answers_a_question"
            ),
            models.UniqueConstraint(fields=["recipient", "run", "reminded_on"], name="message_one_reminder_a_day"),
            models.UniqueConstraint(fields=["question"], name="message_one_answer"),
        ]
        indexes = [models.Index(fields=["recipient"], condition=Q(read_at=None), name="message_unread")]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    class Privacy:
        subject = "recipient"
        personal = {
            "recipient": "whom it is for",
            "run": "what they learn",
            "course": "what they learn",
            "question": "what they asked",
            "data": "how they get on",
            "sent_by": "who wrote it",
            "read_at": "when they read it",
        }
        plain = {"id", "kind", "created_at", "reminded_on", "mailed_at", "texted_at"}

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.kind}"
