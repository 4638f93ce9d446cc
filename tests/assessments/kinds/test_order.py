"""Steps are put in order."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given
from tests.factories.assessments import QuestionFactory

order = kinds.get("order")
ALL = {"rule": "all", "right": [2, 3, 1]}
PART = {**ALL, "rule": "part"}
NAMES = {"aa": 1, "bb": 2, "cc": 3}


@pytest.mark.parametrize(("placed", "share"), [((2, 3, 1), "1"), ((3, 2, 1), "0"), ((1, 3, 2), "0"), ((), "0")])
def test_all_or_nothing(placed: tuple[int, ...], share: str) -> None:
    assert order.score(Given(choices=placed), ALL) == Decimal(share)


def test_in_part_is_kendalls_tau_floored_at_zero() -> None:
    """One of three pairs swapped: tau = 1 - 2*1/3; two of three: -1/3, floored; the reverse: -1, floored."""
    shares = [order.score(Given(choices=placed), PART) for placed in [(2, 3, 1), (3, 2, 1), (3, 1, 2), (1, 3, 2)]]
    assert shares[0] == 1
    assert shares[1] == pytest.approx(Decimal(1) / 3)
    assert shares[2:] == [0, 0]


def test_parse_and_read_a_posted_form() -> None:
    value = order.parse(Form({"aa": ["3"], "bb": ["1"], "cc": ["2"]}))
    assert order.read(value, NAMES) == Given(choices=(2, 3, 1))
    assert order.score(order.read(value, NAMES), ALL) == 1


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"places": []},
        {"places": {"aa": "1", "bb": "2"}},
        {"places": {"aa": "1", "bb": "1", "cc": "2"}},
        {"places": {"aa": "1", "bb": "2", "cc": "9"}},
        {"places": {"aa": "1", "bb": "2", "zz": "3"}},
        {"places": {"aa": [], "bb": {}, "cc": None}},
    ],
)
def test_an_order_with_gaps_or_doubles_is_no_answer_yet(value: dict) -> None:
    assert not order.read(value, NAMES)


@pytest.mark.django_db
class TestDraft:
    def test_needs_three_steps(self) -> None:
        assert order.check(QuestionFactory(answering="order", choices=["a", "b", "c"])) == []
        assert len(order.check(QuestionFactory(answering="order", choices=["a", "b"]))) == 1

    def test_the_numbering_of_the_paper_does_not_tell_the_order(self) -> None:
        """Over many questions the right order is 1, 2, 3, 4 about as often as chance has it."""
        questions = [QuestionFactory(answering="order") for _ in range(60)]
        told = sum(order.key(question)["right"] == [1, 2, 3, 4] for question in questions)
        assert told <= 10  # chance: 60/24 = 2.5

    def test_key_follows_the_bank(self) -> None:
        question = QuestionFactory(answering="order", choices=["a", "b", "c"])
        paper = [choice.text_en for choice in order.ordered(question)]
        assert [paper[number - 1] for number in order.key(question)["right"]] == ["a [en]", "b [en]", "c [en]"]
