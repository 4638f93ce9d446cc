"""The demonstration's bank and quiz: loaded once, published, in every language."""

import pytest

from assessments import kinds
from assessments.domain.demo import load_demo
from assessments.domain.publish import problems
from assessments.models import Assessment, Picture, Question

pytestmark = pytest.mark.django_db


def test_loading_again_changes_nothing() -> None:
    first = load_demo(by=None)
    question = Question.objects.first()
    Question.objects.filter(pk=question.pk).update(stem_tg="Аз ҷониби омӯзгор тағйир дода шуд")

    again = load_demo(by=None)

    question.refresh_from_db()
    assert question.stem_tg == "Аз ҷониби омӯзгор тағйир дода шуд"
    assert (again["competencies"], again["questions"]) == (28, first["questions"])
    assert again["editions"] == first["editions"] + 1, "what a trainer has changed is published with the next loading"


def test_the_quiz_is_whole_in_every_language_and_of_four_kinds() -> None:
    counts = load_demo(by=None)
    quiz = Assessment.objects.get(code="cp-start-quiz")
    assert (counts["questions"], counts["editions"]) == (40, 2)
    assert problems(quiz) == []
    assert {part["answering"] for part in quiz.current.paper} == {"one", "many", "number", "order"}
    assert (quiz.current.rules["draw"], set(quiz.current.rules["languages"])) == (10, {"tg", "ru", "en"})


def test_the_practice_has_every_other_kind() -> None:
    load_demo(by=None)
    practice = Assessment.objects.get(code="cp-practice")
    assert problems(practice) == []
    asked = {part["answering"] for part in practice.current.paper}
    assert asked | {"one", "number"} == {code for code, kind in kinds.registry().items() if kind.scored}
    digests = {part["picture"]["digest"] for part in practice.current.paper if "picture" in part}
    assert set(Picture.objects.values_list("digest", flat=True)) == digests
