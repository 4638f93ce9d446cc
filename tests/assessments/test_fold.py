"""The fold of the log against a model: whatever the line does to the saves, the newest of each question holds."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.domain import sit
from assessments.domain.fold import newest
from assessments.enums import Closed
from assessments.models import Answer
from tests.assessments.conftest import right_value, save, wrong_value
from tests.factories.assessments import started


@dataclass(frozen=True)
class Event:
    position: int
    epoch: int
    counter: int
    value: Any = None


events = st.lists(
    st.builds(Event, st.integers(1, 3), st.integers(0, 3), st.integers(0, 5)),
    unique_by=lambda e: (e.position, e.epoch, e.counter),
    max_size=30,
)


@given(events, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(log: list[Event], random: Any) -> None:
    shuffled = log * 3
    random.shuffle(shuffled)
    assert newest(shuffled) == newest(log)


@given(events)
def test_it_is_the_greatest_of_each_position(log: list[Event]) -> None:
    expected = {
        position: max((e for e in log if e.position == position), key=lambda e: (e.epoch, e.counter))
        for position in {e.position for e in log}
    }
    assert newest(log) == expected


class AgainstAModel(TestCase):
    """A phone on a bad line: it opens pages, saves, sends batches twice, late and in any order; then it finishes."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_the_result_is_what_the_newest_saves_say(self, data: st.DataObject) -> None:
        sitting = started()
        epoch, counter, sent, model = 0, 0, [], {}
        for _ in range(data.draw(st.integers(1, 12))):
            match data.draw(st.sampled_from(["save", "save", "open", "replay"])):
                case "open":
                    epoch = sit.resume(public_id=sitting.public_id, candidate=sitting.candidate).epoch
                    counter = 0
                case "save":
                    position, is_right = data.draw(st.integers(1, 4)), data.draw(st.booleans())
                    counter += 1
                    value = right_value(sitting, position) if is_right else wrong_value(sitting, position)
                    sent.append(sit.Saved(position, epoch, counter, value))
                    model[position] = max(model.get(position, (0, 0, False)), (epoch, counter, is_right))
                    if data.draw(st.booleans()):
                        save(sitting, sent[-1])
                case "replay" if sent:
                    save(sitting, *data.draw(st.lists(st.sampled_from(sent), min_size=1, max_size=6)))
        if sent:
            save(sitting, *data.draw(st.permutations(sent)))
        result = sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        assert result.score == sum(is_right for _, _, is_right in model.values())
        held = {a.position: (a.epoch, a.counter) for a in Answer.objects.filter(sitting=sitting)}
        assert held == {p: model[p][:2] if p in model else (0, 0) for p in held}


@pytest.mark.django_db
def test_an_older_page_does_not_win_over_a_newer_one() -> None:
    sitting = started()
    sit.resume(public_id=sitting.public_id, candidate=sitting.candidate)
    save(sitting, sit.Saved(1, 1, 1, right_value(sitting, 1)))
    save(sitting, sit.Saved(1, 0, 99, wrong_value(sitting, 1)))
    assert sit.close(sitting_id=sitting.pk, how=Closed.FINISHED).score == 1
