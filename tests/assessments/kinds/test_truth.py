"""True or false."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given
from tests.factories.assessments import QuestionFactory

truth = kinds.get("truth")


@pytest.mark.parametrize(
    ("answer", "given", "share"), [("true", 1, 1), ("true", 0, 0), ("false", 0, 1), ("false", 1, 0)]
)
def test_score(answer: str, given: int, share: int) -> None:
    assert truth.score(Given(number=Decimal(given)), {"answer": answer}) == share


def test_parse_read_and_value_agree() -> None:
    for word, number in (("true", 1), ("false", 0)):
        value = truth.parse(Form({"": [word]}))
        given = truth.read(value, {})
        assert given == Given(number=Decimal(number))
        assert given  # «false» is an answer too
        assert truth.value(given, {}) == value


@pytest.mark.parametrize(
    "value", [{}, {"choices": []}, {"choices": ["maybe"]}, {"choices": [["true"]]}, {"choices": "true"}]
)
def test_what_makes_no_sense_is_no_answer(value: dict) -> None:
    assert not truth.read(value, {})


def test_the_words_are_those_of_the_paper(practice) -> None:
    part = truth.show(practice("practice-truth"))
    assert truth.said(Given(number=Decimal(0)), part, "ru") == ("Неверно",)
    assert truth.said(Given(number=Decimal(1)), part, "en") == ("True",)


@pytest.mark.django_db
@pytest.mark.parametrize(("details", "problems"), [({"answer": "true"}, 0), ({}, 1), ({"answer": "perhaps"}, 1)])
def test_draft(details: dict, problems: int) -> None:
    assert len(truth.problems(QuestionFactory(answering="truth", details=details, choices=["-"]))) == problems
