"""A survey's item."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.enums import Stance
from assessments.kinds.base import NOTHING, Form, Given
from tests.factories.assessments import QuestionFactory

rating = kinds.get("rating")


@pytest.mark.parametrize(
    ("posted", "given"),
    [
        ("1", Given(number=Decimal(1))),
        ("5", Given(number=Decimal(5))),
        ("na", Given(text=Stance.NOT_MY_WORK)),
        ("declined", Given(text=Stance.DECLINED)),
        ("0", NOTHING),
        ("6", NOTHING),
        ("", NOTHING),
        ("<b>", NOTHING),
    ],
)
def test_a_step_a_stance_or_nothing(posted: str, given: Given) -> None:
    assert rating.read(rating.parse(Form({"": [posted]})), {}) == given


@pytest.mark.parametrize("value", [{}, {"rating": 3}, {"rating": None}, {"rating": ["3"]}, {"rating": {}}])
def test_nonsense_is_no_answer(value: dict) -> None:
    assert rating.read(value, {}) == NOTHING


def test_is_never_scored() -> None:
    with pytest.raises(TypeError):
        rating.score(Given(number=Decimal(5)), {})


@pytest.mark.django_db
def test_draft_names_a_competency() -> None:
    assert rating.check(QuestionFactory(answering="rating")) == []
    assert len(rating.check(QuestionFactory(answering="rating", competency=None))) == 1
