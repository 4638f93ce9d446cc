"""Audit events, digests and promised work for tests."""

from datetime import date

import factory

from ledger.models import AuditDigest, AuditEvent, OutboxMessage


class AuditEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditEvent

    actor_id = 1
    actor_label = "malika"
    action = "account.opened"
    subject_type = "people.user"
    subject_id = factory.Sequence(str)


class AuditDigestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditDigest

    day = date(2026, 3, 21)
    events = 0
    digest = "0" * 64


class OutboxMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutboxMessage

    topic = "test.topic"
    key = factory.Sequence(str)
