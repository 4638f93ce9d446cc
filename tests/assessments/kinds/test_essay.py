"""A longer text that a person marks."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.domain import rubric
from assessments.kinds.base import Form, Given
from tests.factories.assessments import QuestionFactory

essay = kinds.get("essay")


def test_lines_are_kept_and_too_long_a_text_is_cut() -> None:
    given = essay.read(essay.parse(Form({"": ["  first\r\n\r\nsecond "]})), {})
    assert given == Given(text="first\n\nsecond")
    assert len(essay.read({"text": "я" * 20_000}, {}).text) == 12_000
    assert not essay.read({"text": ["list"]}, {})
    assert not essay.read({"text": " \n "}, {})


def test_no_key_gives_it_points() -> None:
    assert essay.by_hand
    assert essay.score(Given(text="words"), {"criteria": []}) == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3 Names the law\n1,5 Gives a reason", [("3", "Names the law"), ("1.5", "Gives a reason")]),
        ("", []),
        ("\n", []),
    ],
)
def test_criteria_are_read_line_by_line(text: str, told: list) -> None:
    assert rubric.criteria(text) == [(Decimal(most), words) for most, words in told]


def test_points_of_the_criteria_stand_for_those_of_the_question() -> None:
    """3 + 0.5 of 3 + 2 points, for a question worth 2: 3.5/5 * 2 = 1.4; a third of 10 rounds to 3.33."""
    assert rubric.points([Decimal(3), Decimal("0.5")], [["3", "a"], ["2", "b"]], Decimal(2)) == Decimal("1.40")
    assert rubric.points([Decimal(1)], [["3", "a"]], Decimal(10)) == Decimal("3.33")


@pytest.mark.parametrize("given", [[4, 0], [-1, 0], [1], [1, 1, 1]])
def test_points_out_of_range_are_refused(given: list) -> None:
    with pytest.raises(ValueError, match="criterion"):
        rubric.points([Decimal(one) for one in given], [["3", "a"], ["2", "b"]], Decimal(1))


def test_the_sample_for_a_second_marker_is_about_as_large_as_wanted_and_always_the_same() -> None:
    sample = [rubric.in_sample(answer, 7, 20) for answer in range(2000)]
    assert 320 <= sum(sample) <= 480  # 400 +- 4.5 standard deviations
    assert sample == [rubric.in_sample(answer, 7, 20) for answer in range(2000)]
    assert not any(rubric.in_sample(answer, 7, 0) for answer in range(50))
    assert all(rubric.in_sample(answer, 7, 100) for answer in range(50))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("criteria", "problems"), [("", 0), ("3 Names the law", 0), ("Names the law", 1), ("0 Nothing", 1)]
)
def test_draft(criteria: str, problems: int) -> None:
    question = QuestionFactory(answering="essay", details={"criteria": criteria}, choices=["-"])
    assert len(essay.problems(question)) == problems
