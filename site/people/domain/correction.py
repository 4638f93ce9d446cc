"""Requests for corrections: a person asks, the office puts it right or says why not."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from ledger import audit, outbox
from people.models import CorrectionRequest, User


class AlreadyAsked(Exception):
    """One request waits for the office already."""


def ask(*, text: str, by: User) -> CorrectionRequest:
    """A request to the office; one at a time. Raises AlreadyAsked."""
    try:
        with transaction.atomic():
            made = CorrectionRequest.objects.create(person=by, text=text)
            audit.record(actor=by, action="correction.asked", subject=by)
    except IntegrityError:
        raise AlreadyAsked from None
    return made


def answer(*, pk: int, text: str, corrected: bool, by: User) -> CorrectionRequest:
    """The office's answer, which the person is told of; the first one stays. Raises CorrectionRequest.DoesNotExist."""
    with transaction.atomic():
        # Two clerks at once: the second finds it answered.
        found = CorrectionRequest.objects.select_for_update(of=_of()).get(pk=pk, answered_at=None)
        found.answer, found.corrected = text, corrected
        found.answered_by, found.answered_at = by, timezone.now()
        found.save(update_fields=["answer", "corrected", "answered_by", "answered_at"])
        audit.record(actor=by, action="correction.answered", subject=found.person)
        outbox.promise("correction.answered", str(found.pk), person_id=found.person_id, corrected=corrected)
    return found


def waiting() -> QuerySet[CorrectionRequest]:
    """Requests without an answer, the oldest first."""
    return CorrectionRequest.objects.filter(answered_at=None).select_related("person__unit")


def of(person: User) -> list[CorrectionRequest]:
    """A person's requests, the newest first."""
    return list(CorrectionRequest.objects.filter(person=person).order_by("-asked_at", "-pk")[:20])


def _of() -> tuple[str, ...]:
    return ("self",) if connection.features.has_select_for_update_of else ()
