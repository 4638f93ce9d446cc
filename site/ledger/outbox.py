"""The outbox: promise work in the transaction that causes it, handle it later, at least once."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ledger.models import OutboxMessage

log = logging.getLogger("dastur.outbox")
Handler = Callable[..., None]


@dataclass(frozen=True)
class State:
    """Promised work that isn't done: how much waits, how much has failed at least once, and the last failures."""

    waiting: int
    failed: int
    failures: list[OutboxMessage]


HANDLERS: dict[str, Handler] = {}
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=6)
_doorbell: list[Callable[[], None]] = []


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Registers the function that does a topic's work; it gets the payload as keywords and may run twice."""

    def register(handler: Handler) -> Handler:
        HANDLERS[topic] = handler
        return handler

    return register


def doorbell(ring: Callable[[], None]) -> None:
    """Tells the outbox how to wake a worker once a promise is committed."""
    _doorbell[:] = [ring]


def promise(topic: str, key: str, **payload: Any) -> None:
    """Promises work once per (topic, key), in the caller's transaction; a worker is woken after its commit."""
    promise_each(topic, {key: payload})


def promise_each(topic: str, payloads: Mapping[str, dict[str, Any]]) -> None:
    """The same for many keys in one statement; each is handled, and retried, by itself."""
    messages = [OutboxMessage(topic=topic, key=key, payload=payload) for key, payload in payloads.items()]
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)
    for ring in _doorbell:
        transaction.on_commit(ring, robust=True)


def drain(*, limit: int = 100) -> int:
    """Handles what is due, each message in a transaction of its own; returns how many were done."""
    done = 0
    for _ in range(limit):
        outcome = _next()
        if outcome is None:
            break
        done += outcome
    return done


def _next() -> int | None:
    """One message: None when nothing is due, else 1 when it was done and 0 when it failed and will be retried.

    skip_locked: two drains never wait for each other, and never take the same message.
    """
    with transaction.atomic():
        due = OutboxMessage.objects.filter(done_at=None, available_at__lte=timezone.now(), topic__in=list(HANDLERS))
        locked = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        message = locked.order_by("available_at", "id").first()
        if message is None:
            return None
        message.attempts += 1
        try:
            with transaction.atomic():
                HANDLERS[message.topic](**message.payload)
        except Exception as error:
            log.exception("outbox: %s %s failed", message.topic, message.key)
            message.last_error = f"{type(error).__name__}: {error}"[:2000]
            message.available_at = timezone.now() + min(FIRST_DELAY * 2 ** min(message.attempts - 1, 20), LONGEST_DELAY)
            message.save()
            return 0
        message.done_at, message.last_error = timezone.now(), ""
        message.save()
        return 1


def state() -> State:
    """What is promised and not done, for whoever looks after the system; three queries."""
    open_ = OutboxMessage.objects.filter(done_at=None)
    failed = open_.filter(attempts__gt=0)
    return State(open_.count(), failed.count(), list(failed.order_by("-available_at")[:10]))
