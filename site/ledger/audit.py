"""The audit trail: one line an act, written in the actor's own transaction."""

import json
import logging
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from ledger.models import AuditEvent

log = logging.getLogger("dastur.audit")
SYSTEM = "system"


def record(*, actor: AbstractBaseUser | None, action: str, subject: models.Model, **data: Any) -> AuditEvent:
    """Writes one line: `actor` (None is the system itself) did `action` (dotted, `noun.verb`) to `subject`."""
    event = AuditEvent(
        actor_id=actor.pk if actor else None,
        actor_label=actor.get_username() if actor else SYSTEM,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        data=json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
    )
    event.save(force_insert=True)
    log.info(json.dumps({"action": action, "subject": f"{event.subject_type}:{event.subject_id}", "actor": event.actor_id}))
    return event
