"""A number is written."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given
from assessments.kinds.number import decimal
from tests.factories.assessments import QuestionFactory

number = kinds.get("number")
KEY = {"answer": "12.5", "tolerance": "0.5"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (" 12 500 ", "12500"),
        ("12\u00a0500,25", "12500.25"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        ("+3", "3"),
        ("0,000001", "0.000001"),
    ],
)
def test_reads_a_number_as_people_write_it(text: str, value: str) -> None:
    assert decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "12,5,6", "1e9", "NaN", "Infinity", "٣", "0x1", "12.", ",5", "9" * 30, "1.0000001", None, 12, ["1"]],
)
def test_everything_else_is_no_number(text: object) -> None:
    assert decimal(text) is None


@pytest.mark.parametrize(
    ("given", "share"), [("12.5", 1), ("12", 1), ("13", 1), ("11.99", 0), ("13.01", 0), ("-12.5", 0)]
)
def test_tolerance_includes_its_ends(given: str, share: int) -> None:
    assert number.score(Given(number=Decimal(given)), KEY) == share


def test_parse_and_read_a_posted_form() -> None:
    assert number.read(number.parse(Form({"": [" 12,5 "]})), {}) == Given(number=Decimal("12.5"))
    assert not number.read(number.parse(Form({"": ["dozen"]})), {})
    assert number.parse(Form({"": ["dozen"]})) == {"number": "dozen"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("details", "problems"),
    [
        ({"answer": "5"}, 0),
        ({"answer": "5", "tolerance": ""}, 0),
        ({"answer": "5", "tolerance": "-1"}, 1),
        ({"answer": "5", "tolerance": "x"}, 1),
        ({}, 1),
        ({"answer": "x"}, 1),
    ],
)
def test_draft(details: dict, problems: int) -> None:
    assert len(number.check(QuestionFactory(answering="number", details=details))) == problems
