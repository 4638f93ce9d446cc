"""Promised work: once, after the commit, again after a failure, by one drain at a time."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ledger import outbox
from ledger.models import OutboxMessage


@pytest.fixture
def done(monkeypatch):
    """Handlers of this test alone; the list of what `work` was done with."""
    effects = []
    monkeypatch.setattr(outbox, "HANDLERS", {"work": lambda **payload: effects.append(payload)})
    return effects


@pytest.mark.django_db
def test_a_promise_is_made_once_and_kept(done):
    outbox.promise("work", "1", row=7)
    outbox.promise("work", "1", row=8)

    assert outbox.drain() == 1
    assert outbox.drain() == 0
    assert done == [{"row": 7}]
    message = OutboxMessage.objects.get()
    assert message.done_at is not None
    assert message.attempts == 1


@pytest.mark.django_db(transaction=True)
def test_a_promise_of_a_transaction_that_fails_was_never_made(done):
    def work() -> None:
        with transaction.atomic():
            outbox.promise("work", "1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()

    assert not OutboxMessage.objects.exists()
    assert done == []


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_it_is_done_when_the_transaction_commits(done):
    with transaction.atomic():
        outbox.promise("work", "1", row=7)
        assert done == []

    assert done == [{"row": 7}]


@pytest.mark.django_db
def test_a_topic_that_nobody_handles_here_waits(done):
    outbox.promise("another", "1")

    assert outbox.drain() == 0
    assert outbox.state().waiting == 1


@pytest.mark.django_db
def test_a_failure_is_kept_and_tried_again_ever_later(monkeypatch):
    calls = []

    def fails(**payload):
        calls.append(payload)
        OutboxMessage.objects.create(topic="effect", key=str(len(calls)))
        if len(calls) < 4:
            raise ValueError("the disk is full")

    monkeypatch.setattr(outbox, "HANDLERS", {"work": fails})
    outbox.promise("work", "1")
    waits = []
    for _ in range(3):
        assert outbox.drain() == 0
        message = OutboxMessage.objects.get(topic="work")
        waits.append((message.available_at - timezone.now()).total_seconds())
        assert message.last_error == "ValueError: the disk is full"
        assert not OutboxMessage.objects.filter(topic="effect").exists(), "what it did half is undone"
        OutboxMessage.objects.update(available_at=timezone.now() - timedelta(seconds=1))

    assert [round(wait / 30) for wait in waits] == [1, 2, 4]
    assert outbox.drain() == 1
    assert outbox.state().failed == 0


@pytest.mark.django_db
def test_the_wait_never_exceeds_six_hours(monkeypatch):
    monkeypatch.setattr(outbox, "HANDLERS", {"work": lambda **payload: 1 / 0})
    outbox.promise("work", "1")
    OutboxMessage.objects.update(attempts=500)

    outbox.drain()

    assert OutboxMessage.objects.get().available_at <= timezone.now() + timedelta(hours=6)


@pytest.mark.django_db
def test_one_that_fails_holds_up_no_other(monkeypatch, done):
    monkeypatch.setitem(outbox.HANDLERS, "broken", lambda **payload: 1 / 0)
    outbox.promise("broken", "1")
    outbox.promise("work", "2")

    assert outbox.drain() == 1
    assert done == [{}]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_drains_at_once_do_each_thing_once(monkeypatch):
    """Two drains meet at a row: the lock is the first one's, and skip_locked sends the second to the next row."""
    if connection.vendor != "postgresql":
        pytest.skip("races are PostgreSQL's")
    monkeypatch.setattr(outbox, "_doorbell", [])
    monkeypatch.setattr(
        outbox, "HANDLERS", {"work": lambda n: OutboxMessage.objects.create(topic=f"effect {n}", key=str(n))}
    )
    for n in range(12):
        outbox.promise("work", str(n), n=n)
    counts, together = [], threading.Barrier(4)

    def drain():
        together.wait()
        counts.append(outbox.drain())
        connection.close()

    threads = [threading.Thread(target=drain) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(counts) == 12
    assert OutboxMessage.objects.filter(topic__startswith="effect").count() == 12
    assert set(OutboxMessage.objects.filter(topic="work").values_list("attempts", flat=True)) == {1}
