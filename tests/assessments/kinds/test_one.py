"""One choice is right."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given
from tests.factories.assessments import ChoiceFactory, QuestionFactory

one = kinds.get("one")
KEY = {"scores": {"1": "0", "2": "1", "3": "0.500"}}


@pytest.mark.parametrize(
    ("chosen", "share"), [((2,), "1"), ((1,), "0"), ((3,), "0.5"), ((), "0"), ((1, 2), "0"), ((9,), "0")]
)
def test_share_of_the_one_choice_made(chosen: tuple[int, ...], share: str) -> None:
    assert one.score(Given(choices=chosen), KEY) == Decimal(share)


def test_right_answer_scores_full() -> None:
    assert one.score(one.right(KEY), KEY) == 1


def test_parse_and_read_a_posted_form() -> None:
    names = {"aa": 1, "bb": 2}
    assert one.read(one.parse(Form({"": ["bb"]})), names) == Given(choices=(2,))
    assert not one.read(one.parse(Form()), names)


@pytest.mark.parametrize(
    "value",
    [{}, {"choices": "bb"}, {"choices": [["bb"]]}, {"choices": ["zz"]}, {"choices": None}, {"places": {"bb": "1"}}],
)
def test_nonsense_is_no_answer(value: dict) -> None:
    assert not one.read(value, {"aa": 1, "bb": 2})


@pytest.mark.django_db
class TestDraft:
    def test_a_good_one_has_no_problems(self) -> None:
        assert one.check(QuestionFactory()) == []

    def test_no_right_choice(self) -> None:
        assert len(one.check(QuestionFactory(choices__right=[]))) == 1

    def test_two_right_choices(self) -> None:
        assert len(one.check(QuestionFactory(choices__right=["alpha", "beta"]))) == 1

    def test_a_single_choice(self) -> None:
        assert len(one.check(QuestionFactory(choices=["alpha"]))) == 1

    def test_ten_thousand_choices(self) -> None:
        question = QuestionFactory()
        ChoiceFactory._meta.model.objects.bulk_create([ChoiceFactory.build(question=question) for _ in range(10_000)])
        assert len(one.check(question)) == 1
