"""The answers of a sitting as the fold of its log: of each question's saves, the newest (epoch, counter) holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar


class Logged(Protocol):
    """What the fold looks at in a save."""

    position: int
    epoch: int
    counter: int
    value: dict[str, Any]


Event = TypeVar("Event", bound=Logged)


def newest(events: Iterable[Event]) -> dict[int, Event]:
    """The save that holds, by position; in whatever order, and however often, the saves come."""
    held: dict[int, Event] = {}
    for event in events:
        rival = held.get(event.position)
        if rival is None or (event.epoch, event.counter) > (rival.epoch, rival.counter):
            held[event.position] = event
    return held
