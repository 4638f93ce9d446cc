"""Several choices may be right."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given
from tests.factories.assessments import QuestionFactory

many = kinds.get("many")
ALL = {"rule": "all", "right": [1, 3], "wrong": [2, 4]}
PART = {**ALL, "rule": "part"}


@pytest.mark.parametrize(("chosen", "share"), [((1, 3), "1"), ((1,), "0"), ((1, 2, 3), "0"), ((), "0")])
def test_all_or_nothing(chosen: tuple[int, ...], share: str) -> None:
    assert many.score(Given(choices=chosen), ALL) == Decimal(share)


@pytest.mark.parametrize(
    ("chosen", "share"),
    [((1, 3), "1"), ((1,), "0.5"), ((1, 2, 3), "0.5"), ((1, 2), "0"), ((2, 4), "0"), ((1, 2, 3, 4), "0"), ((), "0")],
)
def test_in_part_choosing_everything_earns_nothing(chosen: tuple[int, ...], share: str) -> None:
    assert many.score(Given(choices=chosen), PART) == Decimal(share)


def test_right_answer_scores_full_under_both_rules() -> None:
    assert many.score(many.right(ALL), ALL) == many.score(many.right(PART), PART) == 1


def test_parse_and_read_a_posted_form() -> None:
    names = {"bb": 2, "aa": 1}
    assert many.read(many.parse(Form({"": ["bb", "aa", "bb"]})), names) == Given(choices=(1, 2))
    assert not many.read(many.parse(Form()), names)


@pytest.mark.parametrize("value", [{}, {"choices": {"aa": 1}}, {"choices": [1, None]}, {"choices": ["zz"]}])
def test_nonsense_is_no_answer(value: dict) -> None:
    assert not many.read(value, {"aa": 1})


@pytest.mark.django_db
def test_draft_needs_a_right_choice() -> None:
    assert many.check(QuestionFactory(answering="many")) == []
    assert len(many.check(QuestionFactory(answering="many", choices__right=[]))) == 1


SUM = {"rule": "sum", "scores": {"1": "0.5", "2": "0.5", "3": "-0.5", "4": "-1"}}


@pytest.mark.parametrize(
    ("chosen", "share"), [((1, 2), "1"), ((1,), "0.5"), ((1, 2, 3), "0.5"), ((1, 4), "0"), ((3,), "0"), ((), "0")]
)
def test_by_each_choices_own_score_and_never_below_zero(chosen: tuple[int, ...], share: str) -> None:
    assert many.score(Given(choices=chosen), SUM) == Decimal(share)


@pytest.mark.django_db
def test_scores_that_nobody_can_fill_up_are_told() -> None:
    question = QuestionFactory(answering="many", details={"rule": "sum"}, choices=["a", "b"], choices__right=["a"])
    assert many.check(question) == []
    question.choices.filter(score=1).update(score=Decimal("0.5"))
    assert len(many.check(type(question).objects.get(pk=question.pk))) == 1
