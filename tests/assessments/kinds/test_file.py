"""A file is handed in, and a person marks it."""

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given
from tests.factories.assessments import QuestionFactory

file = kinds.get("file")
HELD = "0f1b2c3d-0000-4000-8000-000000000000/plan.jpg"


def test_an_answer_names_the_upload_and_says_what_it_was_called() -> None:
    given = file.read(file.parse(Form({"": [HELD]})), {})
    assert given == Given(text=HELD)
    assert file.said(given, {}, "en") == ("plan.jpg",)
    assert file.value(given, {}) == {"text": HELD}


@pytest.mark.parametrize("value", [{}, {"text": ""}, {"text": "no upload"}, {"text": 3}])
def test_what_names_no_upload_is_no_answer(value: dict) -> None:
    assert not file.read(value, {})


def test_a_person_marks_it() -> None:
    assert file.by_hand
    assert file.score(Given(text=HELD), {}) == 0


@pytest.mark.django_db
def test_draft() -> None:
    assert file.problems(QuestionFactory(answering="file", choices=["-"])) == []
    wrong = QuestionFactory(answering="file", details={"criteria": "no points"}, choices=["-"])
    assert len(file.problems(wrong)) == 1
