"""A wrong key is put right for everybody who sat it, and for nobody twice."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from assessments import kinds
from assessments.domain import corrections, mark, regrade, sit
from assessments.domain.publish import publish
from assessments.enums import Closed, KeyFrom
from assessments.models import Assessment, KeyCorrection, Question, Result, Sitting
from ledger.models import AuditEvent, OutboxMessage
from people.models import User
from tests.assessments.conftest import save, value_of
from tests.factories.assessments import QuestionFactory, published, started
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def make_right(question: Question, *texts: str) -> None:
    """The bank's question with these choices marked right, and no others."""
    for choice in question.choices.all():
        choice.score = int(any(choice.text_en.startswith(text) for text in texts))
        choice.save()


def choose(sitting: Sitting, position: int, *numbers: int, **more: Any) -> None:
    value = value_of(sitting, position, kinds.base.Given(choices=numbers))
    save(sitting, sit.Saved(position, 0, 1, value), **more)


def sat(assessment: Assessment, *numbers: int, candidate: User | None = None) -> Sitting:
    """A closed sitting that chose these numbers of the one question."""
    sitting = started(assessment, candidate=candidate)
    if numbers:
        choose(sitting, 1, *numbers)
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    return sitting


def put_right(assessment: Assessment, question: Question, how: KeyFrom = KeyFrom.BANK, **more: Any) -> regrade.Done:
    by = more.get("by") or UserFactory()
    plan = regrade.plan(assessment=assessment, question=question, how=how, by=by)
    told = {"by": by, "reason": "the key was wrong", "seen": plan.seen, **more}
    return regrade.regrade(assessment=assessment, question=question, how=how, **told)


def scores(sittings: Iterable[Sitting]) -> list[tuple[int, bool, int]]:
    """Score, passed, number of the current results."""
    found = [Result.objects.current().get(sitting=sitting) for sitting in sittings]
    return [(int(result.score), result.passed, result.number) for result in found]


@pytest.fixture
def question() -> Question:
    return QuestionFactory()


@pytest.fixture
def quiz(question: Question) -> Assessment:
    return published([question])


def test_everybody_whose_points_change_gets_a_further_result_and_nobody_else(
    quiz: Assessment, question: Question
) -> None:
    """The key said alpha (1); beta (2) is right."""
    wronged, favoured, neither, silent = (sat(quiz, *numbers) for numbers in [(2,), (1,), (3,), ()])
    make_right(question, "beta")
    publish(assessment_id=quiz.pk, by=UserFactory())
    by = UserFactory()

    plan = regrade.plan(assessment=quiz, question=question, how=KeyFrom.BANK, by=by)
    assert {(change.sitting.pk, int(change.score), change.passed) for change in plan.changes} == {
        (wronged.pk, 1, True),
        (favoured.pk, 0, False),
    }
    assert Result.objects.count() == 4, "a look changes nothing"
    done = put_right(quiz, question, by=by)

    assert scores([wronged, favoured, neither, silent]) == [(1, True, 2), (0, False, 2), (0, False, 1), (0, False, 1)]
    assert {(result.marked_by, result.reason) for result in done.results} == {(by, "the key was wrong")}
    assert AuditEvent.objects.filter(action="key.correct").count() == 1
    assert AuditEvent.objects.filter(action="mark.regrade").count() == 2
    assert OutboxMessage.objects.filter(topic="result.exists").count() == 6
    assert int(wronged.answers.get().points) == 1


def test_attack_33_putting_right_twice_changes_nothing_more(quiz: Assessment, question: Question) -> None:
    sitting = sat(quiz, 2)
    make_right(question, "beta")
    put_right(quiz, question)
    again = put_right(quiz, question)
    assert (again.corrections, again.results) == ([], [])
    assert (KeyCorrection.objects.count(), scores([sitting])) == (1, [(1, True, 2)])


def test_it_goes_back_by_a_later_correction(quiz: Assessment, question: Question) -> None:
    sitting = sat(quiz, 2)
    make_right(question, "beta")
    put_right(quiz, question)
    put_right(quiz, question, KeyFrom.FROZEN)
    assert scores([sitting]) == [(0, False, 3)]
    assert list(KeyCorrection.objects.values_list("number", flat=True)) == [1, 2]
    assert not regrade.plan(assessment=quiz, question=question, how=KeyFrom.BANK, by=UserFactory()).idle


def test_a_dropped_question_gives_everybody_its_points(quiz: Assessment, question: Question) -> None:
    sittings = [sat(quiz, 1), sat(quiz, 2), sat(quiz)]
    put_right(quiz, question, KeyFrom.DROP)
    assert scores(sittings) == [(1, True, 1), (1, True, 2), (1, True, 2)]
    put_right(quiz, question, KeyFrom.FROZEN)
    assert [score for score, _passed, _number in scores(sittings)] == [1, 0, 0]


def test_an_open_sitting_closes_by_the_corrected_key(quiz: Assessment, question: Question) -> None:
    sitting = started(quiz)
    choose(sitting, 1, 2)
    make_right(question, "beta")
    assert put_right(quiz, question).results == []
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    assert scores([sitting]) == [(1, True, 1)]


def test_points_given_by_hand_stay_and_so_do_late_saves_that_were_admitted(
    quiz: Assessment, question: Question
) -> None:
    by_hand, late = sat(quiz, 1), started(quiz)
    mark.give(answer=by_hand.answers.get(), points=Decimal("0.5"), by=UserFactory(), reason="seen by two")
    sit.close(sitting_id=late.pk, how=Closed.TIME)
    choose(late, 1, 2)
    mark.admit_late(sitting=late, by=UserFactory(), reason="the mast was down")
    make_right(question, "beta")

    results = put_right(quiz, question).results

    assert [(result.sitting_id, int(result.score), result.late_admitted) for result in results] == [(late.pk, 1, True)]
    assert by_hand.results.first().score == Decimal("0.5")


def test_every_edition_that_asks_it_is_put_right_in_its_own_numbers(quiz: Assessment, question: Question) -> None:
    """In the second edition the choices stand the other way round, and another was added."""
    first = sat(quiz, 2)
    for order, choice in enumerate(reversed(list(question.choices.all())), 1):
        choice.order = order
        choice.save()
    publish(assessment_id=quiz.pk, by=UserFactory())
    quiz.refresh_from_db()
    second = sat(quiz, 3)  # beta again
    assert scores([first, second]) == [(0, False, 1), (0, False, 1)]
    make_right(question, "beta")

    put_right(quiz, question)

    assert scores([first, second]) == [(1, True, 2), (1, True, 2)]
    assert [row.edition.number for row in KeyCorrection.objects.order_by("edition__number")] == [1, 2]


def test_a_choice_that_the_bank_has_lost_is_told_and_the_question_can_be_dropped(
    quiz: Assessment, question: Question
) -> None:
    sitting = sat(quiz, 2)
    question.choices.filter(text_en__startswith="beta").delete()
    plan = regrade.plan(assessment=quiz, question=question, how=KeyFrom.BANK, by=UserFactory())
    assert "not in the bank any more" in plan.problems[0]
    assert plan.idle
    assert put_right(quiz, question).results == []
    put_right(quiz, question, KeyFrom.DROP)
    assert scores([sitting]) == [(1, True, 2)]


def test_a_key_of_another_kind_is_told(quiz: Assessment, question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(answering="many")
    plan = regrade.plan(assessment=quiz, question=question, how=KeyFrom.BANK, by=UserFactory())
    assert "another kind" in plan.problems[0]


def test_numbers_and_orders_are_put_right_too() -> None:
    number = QuestionFactory(answering="number", details={"answer": "3"})
    order = QuestionFactory(answering="order", choices=["first", "second", "third"], choices__right=[])
    quiz = published([number, order])
    sitting = started(quiz)
    key = kinds.get("order").right(quiz.current.key["2"]).choices
    batch = [
        sit.Saved(1, 0, 1, {"number": "4"}),
        sit.Saved(2, 0, 2, value_of(sitting, 2, kinds.base.Given(choices=key[::-1]))),
    ]
    save(sitting, *batch)
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    Question.objects.filter(pk=number.pk).update(details={"answer": "4"})
    for place, choice in enumerate(reversed(list(order.choices.all())), 1):
        choice.order = place
        choice.save()

    put_right(quiz, number)
    assert scores([sitting]) == [(1, False, 2)]
    put_right(quiz, order)
    assert scores([sitting]) == [(2, True, 3)]


def test_attack_33_ones_own_result_waits_for_somebody_else(quiz: Assessment, question: Question) -> None:
    trainer = UserFactory()
    own, other = sat(quiz, 2, candidate=trainer), sat(quiz, 2)
    make_right(question, "beta")
    assert regrade.plan(assessment=quiz, question=question, how=KeyFrom.BANK, by=trainer).own

    put_right(quiz, question, by=trainer)
    assert scores([own, other]) == [(0, False, 1), (1, True, 2)]
    put_right(quiz, question)
    assert scores([own, other]) == [(1, True, 2), (1, True, 2)]
    assert KeyCorrection.objects.count() == 1


def test_attack_33_what_was_not_looked_at_is_not_done(quiz: Assessment, question: Question) -> None:
    sitting = sat(quiz, 2)
    make_right(question, "beta")
    plan = regrade.plan(assessment=quiz, question=question, how=KeyFrom.BANK, by=UserFactory())
    make_right(question, "gamma")
    with pytest.raises(regrade.LookAgain):
        put_right(quiz, question, seen=plan.seen)
    with pytest.raises(ValueError, match="reason"):
        put_right(quiz, question, reason=" ")
    assert scores([sitting]) == [(0, False, 1)]


def test_looking_and_doing_ask_the_same_few_questions_for_one_and_for_three(
    quiz: Assessment, question: Question, django_assert_num_queries: Any
) -> None:
    make_right(question, "beta")
    for _ in range(2):
        sat(quiz, 2)
        with django_assert_num_queries(9):
            assert regrade.plan(assessment=quiz, question=question, how=KeyFrom.BANK, by=User(pk=0)).changes
        sat(quiz, 2)


def test_the_corrected_key_counts_wherever_a_key_is_read(quiz: Assessment, question: Question) -> None:
    from assessments.domain.feedback import review
    from assessments.domain.gather import gather

    sitting = sat(quiz, 2)
    make_right(question, "beta")
    Question.objects.filter(pk=question.pk).update(explanation_en="Because of beta.")
    put_right(quiz, question)
    (reviewed,) = review(sitting)
    assert (reviewed.is_right, reviewed.right) == (True, reviewed.given)
    assert corrections.keys(quiz.current)["1"]["explanation"]["en"] == "Because of beta."
    assert gather(quiz).columns[0].right == (2,)
