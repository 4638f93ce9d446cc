"""The audit after an ordeal: what the phones saw against what the database holds. A sentence is a broken promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assessments.models import AnswerEvent, Sitting
from assessments.models.sittings import GRACE
from tests.reliability.phones import RIGHT, Log, Number, Phone

Stored = dict[Number, AnswerEvent]


def wrong(sittings: Sequence[Sitting], phones: Mapping[int, Sequence[Phone]]) -> list[str]:
    """Compares every closed sitting with the logs of its devices."""
    found = []
    for sitting in Sitting.objects.filter(pk__in=[one.pk for one in sittings]):
        logs = [phone.log for phone in phones[sitting.pk]]
        stored = {(event.position, event.epoch, event.counter): event for event in sitting.events.all()}
        checks = [_refused(logs), _lost(stored, logs), _invented(stored, logs), _lateness(sitting, stored, logs)]
        checks += [_fold(sitting, stored, logs), _results(sitting, stored)]
        found += [f"sitting {sitting.pk}: {sentence}" for check in checks for sentence in check]
    return found


def _refused(logs: Sequence[Log]) -> Iterator[str]:
    for log in logs:
        yield from log.wrong


def _lost(stored: Stored, logs: Sequence[Log]) -> Iterator[str]:
    """Everything acknowledged is stored, as it was sent."""
    for log in logs:
        for number in log.acknowledged:
            if number not in stored:
                yield f"{number} was acknowledged and is lost"
            elif stored[number].value != {"text": log.sent[number]}:
                yield f"{number} was acknowledged as {log.sent[number]!r} and is {stored[number].value}"


def _invented(stored: Stored, logs: Sequence[Log]) -> Iterator[str]:
    """Everything stored was sent, by one device, with that value."""
    for number, event in stored.items():
        if not any(log.sent.get(number) == event.value.get("text") for log in logs):
            yield f"{number} holds {event.value}, which nobody sent"


def _lateness(sitting: Sitting, stored: Stored, logs: Sequence[Log]) -> Iterator[str]:
    """What was told as saved in time counts, what was told as late doesn't; by the server's clock alone."""
    for log in logs:
        for numbers, late in log.batches:
            flags = [stored[number].late for number in numbers if number in stored]
            if flags and any(flags) != late:
                yield f"{numbers} was told as {'late' if late else 'in time'}, and is stored as {flags}"
    over = sitting.deadline_at + GRACE if sitting.deadline_at else None
    for number, event in stored.items():
        if not event.late and over and event.received_at > over:
            yield f"{number} came after the end and counts"
        if event.late and not (over and event.received_at > over) and _before_the_close(sitting, event):
            yield f"{number} came in time and doesn't count"


def _before_the_close(sitting: Sitting, event: AnswerEvent) -> bool:
    """Surely before: who waits for the lock of the close has a time before it, and is late all the same."""
    return sitting.closed_at is None or (sitting.closed_at - event.received_at).total_seconds() > 30


def _fold(sitting: Sitting, stored: Stored, logs: Sequence[Log]) -> Iterator[str]:
    """Of each question's saves that count the newest holds, and none older than one that was acknowledged."""
    for answer in sitting.answers.all():
        counted = [number for number, event in stored.items() if number[0] == answer.position and not event.late]
        newest = max(counted, key=lambda number: number[1:], default=(answer.position, 0, 0))
        held = (answer.position, answer.epoch, answer.counter)
        if held != newest:
            yield f"question {answer.position} holds {held}, the newest save is {newest}"
        elif counted and answer.text != stored[newest].value["text"]:
            yield f"question {answer.position} holds {answer.text!r} instead of {stored[newest].value}"
        told = [n for log in logs for n, late in log.acknowledged.items() if n[0] == answer.position and not late]
        if any(number[1:] > held[1:] for number in told):
            yield f"question {answer.position} holds {held}, older than {max(told)}, which was acknowledged"


def _results(sitting: Sitting, stored: Stored) -> Iterator[str]:
    """One result, and its score is what the log comes to."""
    results = list(sitting.results.all())
    if len(results) != 1:
        yield f"there are {len(results)} results"
        return
    last: dict[int, Number] = {}
    for number, event in stored.items():
        if not event.late and number[1:] > last.get(number[0], (0, 0, 0))[1:]:
            last[number[0]] = number
    right = sum(stored[number].value["text"] == RIGHT for number in last.values())
    if results[0].score != right:
        yield f"the result is {results[0].score}, the log comes to {right}"
