"""Blueprints: what publishing freezes, what a sitting is dealt, and what is wrong with too small a pool."""

from typing import Any

import pytest

from assessments.domain import dealing
from assessments.domain.publish import NotPublishable, publish
from assessments.models import Assessment, BlueprintRow, Question
from tests.factories.assessments import (
    AssessmentFactory,
    BlueprintRowFactory,
    CompetencyFactory,
    QuestionFactory,
    started,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def pool(code: str, many: int, **more: Any) -> list[Question]:
    competency = CompetencyFactory(code=code)
    return [QuestionFactory(competency=competency, **more) for _ in range(many)]


def draft(*rows: dict[str, Any], **more: Any) -> Assessment:
    """A draft with rows, told as {"competency": code, "count": 2, ...}."""
    assessment = AssessmentFactory(**more)
    for order, row in enumerate(rows, 1):
        code = row.pop("competency", None)
        competency = CompetencyFactory(code=code) if code else None
        BlueprintRowFactory(assessment=assessment, order=order, competency=competency, **row)
    return assessment


def published(assessment: Assessment) -> Assessment:
    publish(assessment_id=assessment.pk, by=None)
    assessment.refresh_from_db()
    return assessment


def words(assessment: Assessment) -> list[str]:
    with pytest.raises(NotPublishable) as refusal:
        publish(assessment_id=assessment.pk, by=None)
    return [f"{problem.where}: {problem.what}" for problem in refusal.value.problems]


def test_each_sitting_gets_so_many_of_each_row_by_its_own_seed() -> None:
    pool("A", 6), pool("B", 5), pool("C", 4)
    exam = published(draft({"competency": "A", "count": 3, "points": 2}, {"competency": "B", "count": 2}))
    dealt = []
    for _ in range(8):
        sitting = started(exam)
        items = [answer.item for answer in sitting.answers.select_related("item__question__competency")]
        assert [item.question.competency.code for item in items] == ["A"] * 3 + ["B"] * 2
        assert sum(item.points for item in items) == 8
        assert sitting.length == len({item.pk for item in items}) == 5
        dealt.append(tuple(item.pk for item in items))
    assert len(set(dealt)) > 1
    assert exam.current.items.count() == 11, "the whole pool is frozen, and nothing else"


def test_the_same_seed_deals_the_same() -> None:
    rules = {"fixed": 1, "strata": [{"first": 2, "pool": 9, "count": 4}, {"first": 11, "pool": 3, "count": 3}]}
    first, again = (dealing.dealt(12, rules, 13) for _ in range(2))
    assert first == again
    assert first[0] == 1
    assert set(first[1:5]) <= set(range(2, 11))
    assert set(first[5:]) == {11, 12, 13}
    assert dealing.length(rules, 13) == 8


def test_fixed_questions_come_first_and_are_not_drawn_again() -> None:
    questions = pool("A", 3)
    exam = published(draft({"competency": "A", "count": 2}, questions=questions[:1]))
    asked = [answer.item.question for answer in started(exam).answers.select_related("item__question")]
    assert asked[0] == questions[0]
    assert set(asked[1:]) == set(questions[1:])


def test_a_question_belongs_to_the_row_that_asks_most_of_it() -> None:
    pool("A", 2, topic="patrol")
    pool("A", 2)
    exam = published(draft({"competency": "A", "count": 2}, {"competency": "A", "topic": "patrol", "count": 2}))
    topics = [a.item.question.topic for a in started(exam).answers.select_related("item__question")]
    assert topics == ["", "", "patrol", "patrol"]


def test_an_edition_keeps_its_pool_when_the_bank_changes() -> None:
    questions = pool("A", 3)
    exam = published(draft({"competency": "A", "count": 2}))
    pool("A", 5)
    Question.objects.filter(pk=questions[0].pk).update(topic="other")
    assert exam.current.items.count() == 3
    assert publish(assessment_id=exam.pk, by=None).number == 2


@pytest.mark.parametrize("left_out", ["retired", "a language", "no right answer"])
def test_only_whole_questions_are_drawn_and_publishing_says_where_they_lack(left_out: str) -> None:
    from django.utils import timezone

    questions = pool("A", 3)
    one = Question.objects.filter(pk=questions[0].pk)
    if left_out == "retired":
        one.update(retired_at=timezone.now())
    elif left_out == "a language":
        one.update(stem_ru="")
    else:
        questions[0].choices.update(score=0)
    small, enough = draft({"competency": "A", "count": 3}), draft({"competency": "A", "count": 2})

    [told] = words(small)

    assert "Blueprint, row 1 (A" in told
    assert "only 2" in told
    assert ("1 more fit" in told) is (left_out != "retired")
    assert published(enough).current.items.count() == 2


def test_too_small_a_pool_is_said_row_by_row() -> None:
    pool("A", 1)
    told = words(draft({"competency": "A", "count": 1}, {"competency": "B", "count": 2}, {"topic": "x", "count": 1}))
    assert [line.split(" (")[0] for line in told] == ["Blueprint, row 2", "Blueprint, row 3"]


def test_a_blueprint_and_a_draw_dont_go_together() -> None:
    pool("A", 3)
    assert len(words(draft({"competency": "A", "count": 1}, draw=1))) == 1


def test_a_draft_without_a_blueprint_publishes_the_same_rules_as_before() -> None:
    exam = published(AssessmentFactory(questions=pool("A", 2)))
    assert not {"strata", "fixed"} & set(exam.current.rules)


def test_a_row_asks_for_a_difficulty() -> None:
    pool("A", 2, difficulty="easy"), pool("A", 2, difficulty="hard")
    exam = published(draft({"competency": "A", "difficulty": "hard", "count": 2}))
    asked = started(exam).answers.select_related("item__question")
    assert [answer.item.question.difficulty for answer in asked] == ["hard", "hard"]


def test_statements_do_not_grow_with_the_pool(django_assert_num_queries: Any) -> None:
    for code, many in (("A", 3), ("B", 9)):
        pool(code, many)
        exam = draft({"competency": code, "count": 2})
        with django_assert_num_queries(PUBLISHING):
            publish(assessment_id=exam.pk, by=None)


PUBLISHING = 21


@pytest.mark.parametrize("changes", [{"count": 0}, {"points": 0}])
def test_a_row_draws_something_worth_something(changes: dict[str, int]) -> None:
    from django.db import IntegrityError, transaction

    row = BlueprintRowFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        BlueprintRow.objects.filter(pk=row.pk).update(**changes)
