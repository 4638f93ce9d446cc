"""The audit trail: one line an act, written in the actor's own transaction."""

import json
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from ledger.models import AuditEvent

log = logging.getLogger("dastur.audit")
SYSTEM = "system"


def record(*, actor: AbstractBaseUser | None, action: str, subject: models.Model, **data: Any) -> AuditEvent:
    """Writes one line: `actor` (None is the system itself) did `action` (dotted, `noun.verb`) to `subject`."""
    event = _event(actor, action, subject, data)
    event.save(force_insert=True)
    _mirror(event)
    return event


def record_each(
    *, actor: AbstractBaseUser | None, action: str, subjects: Iterable[models.Model], **data: Any
) -> list[AuditEvent]:
    """Writes the same line for each of `subjects`, in one statement."""
    events = AuditEvent.objects.bulk_create([_event(actor, action, subject, data) for subject in subjects])
    for event in events:
        _mirror(event)
    return events


def record_many(
    *, actor: AbstractBaseUser | None, action: str, told: Iterable[tuple[models.Model, dict[str, Any]]]
) -> list[AuditEvent]:
    """Writes a line for each subject, each with its own particulars, in one statement."""
    events = AuditEvent.objects.bulk_create([_event(actor, action, subject, data) for subject, data in told])
    for event in events:
        _mirror(event)
    return events


def done_since(*, action: str, subject: models.Model, actor: AbstractBaseUser, since: datetime) -> bool:
    """Whether `actor` did `action` to `subject` after a moment."""
    return AuditEvent.objects.filter(
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        actor_id=actor.pk,
        at__gt=since,
    ).exists()


def _event(actor: AbstractBaseUser | None, action: str, subject: models.Model, data: dict[str, Any]) -> AuditEvent:
    return AuditEvent(
        actor_id=actor.pk if actor else None,
        actor_label=actor.get_username() if actor else SYSTEM,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        data=json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
    )


def _mirror(event: AuditEvent) -> None:
    """The same line to the log, without its data, for whoever watches the server."""
    subject = f"{event.subject_type}:{event.subject_id}"
    log.info(json.dumps({"action": event.action, "subject": subject, "actor": event.actor_id}))
