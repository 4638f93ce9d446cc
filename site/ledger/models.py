"""What happened (audit events) and what is still to be done because of it (the outbox)."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Frozen(Exception):
    """Somebody tried to change or delete a row of an append-only table."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A queryset without ways to change or delete."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Frozen(f"{self.model._meta.label} rows are never changed.")

    def delete(self) -> NoReturn:
        raise Frozen(f"{self.model._meta.label} rows are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen(f"{self.model._meta.label} rows are never changed.")


class AppendOnly(models.Model):
    """A row that is written once. PostgreSQL holds a trigger as well (`ledger.triggers.append_only`)."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen(f"{self._meta.label} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen(f"{self._meta.label} rows are never deleted.")


class AuditEvent(AppendOnly):
    """Who did what to which thing, when. No foreign keys: history outlives what it speaks of."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True, help_text="null: the system itself")
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=60, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"])]
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")

    class Privacy:
        subject = None
        personal = {
            "actor_id": "who acted; kept as evidence",
            "actor_label": "who acted, readable after the account is gone",
            "subject_id": "may be a person's row",
            "data": "facts of the act; never a survey reply",
        }
        plain = {"id", "at", "action", "subject_type"}

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.action} {self.subject_type} {self.subject_id}"


class OutboxMessage(models.Model):
    """Work promised in the transaction that causes it. The row decides; Celery only wakes the drain."""

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    promised_at = models.DateTimeField(default=timezone.now)
    available_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "key"], name="outbox_promise_once")]
        indexes = [
            models.Index(fields=["available_at"], condition=models.Q(done_at=None), name="outbox_open"),
        ]
        verbose_name = _("promised work")
        verbose_name_plural = _("promised work")

    class Privacy:
        subject = None
        personal = {"payload": "ids of rows, never names or answers", "key": "id of the row that caused it"}
        plain = {"id", "topic", "promised_at", "available_at", "attempts", "done_at", "last_error"}

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class AuditDigest(AppendOnly):
    """The digest over one day of the audit trail, chained to the day before."""

    day = models.DateField(unique=True)
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("digest of the audit trail")
        verbose_name_plural = _("digests of the audit trail")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "day", "events", "digest", "written_at"}

    def __str__(self) -> str:
        return f"{self.day} {self.events} {self.digest[:12]}"
