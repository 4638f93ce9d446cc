"""What tests of assessments share."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from assessments import access, kinds
from assessments.domain import dealing, sit
from assessments.kinds.base import Given
from assessments.models import Sitting

Answers = Callable[..., list[sit.Saved]]


@pytest.fixture
def open_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets everybody sit everything."""
    monkeypatch.setattr(access, "_rules", [*access._rules, _anybody])
    monkeypatch.setattr(access, "_homes", access._homes[:])


def _anybody(user: Any, assessment: Any) -> bool:
    return True


def value_of(sitting: Sitting, position: int, given: Given) -> dict[str, Any]:
    """The value that this sitting's page would send for an answer."""
    answer = sitting.answers.select_related("item").get(position=position)
    part = sitting.edition.paper[answer.item.position - 1]
    names = {number: name for name, number in dealing.names(sitting.seed, part).items()}
    if given.number is not None:
        return {"number": str(given.number)}
    if kinds.get(part["answering"]).in_order:
        return {"places": {names[number]: str(place) for place, number in enumerate(given.choices, 1)}}
    return {"choices": [names[number] for number in sorted(given.choices)]}


def right_value(sitting: Sitting, position: int) -> dict[str, Any]:
    """The value of the right answer at a position."""
    item = sitting.answers.select_related("item").get(position=position).item
    key = sitting.edition.key[str(item.position)]
    return value_of(sitting, position, kinds.get(item.answering).right(key))


def wrong_value(sitting: Sitting, position: int) -> dict[str, Any]:
    """The value of some wrong, whole answer at a position."""
    item = sitting.answers.select_related("item").get(position=position).item
    key = sitting.edition.key[str(item.position)]
    right = kinds.get(item.answering).right(key)
    if right.number is not None:
        return {"number": str(right.number + Decimal(1000))}
    if kinds.get(item.answering).in_order:
        return value_of(sitting, position, Given(choices=right.choices[::-1]))
    count = len(sitting.edition.paper[item.position - 1]["choices"])
    return value_of(sitting, position, Given(choices=(next(n for n in range(1, count + 1) if n not in right.choices),)))


def all_right(sitting: Sitting, epoch: int = 0, counter: int = 1) -> list[sit.Saved]:
    """A batch that answers everything rightly."""
    return [
        sit.Saved(position, epoch, counter, right_value(sitting, position)) for position in range(1, sitting.length + 1)
    ]


def save(sitting: Sitting, *batch: sit.Saved, **more: Any) -> sit.Receipt:
    """Saves as the sitting's own candidate."""
    return sit.save(public_id=sitting.public_id, candidate=sitting.candidate, batch=list(batch), **more)
