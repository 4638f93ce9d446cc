"""Who could collide while a wrong key is put right, by threads on PostgreSQL."""

import threading
import time

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.domain import mark, regrade, sit
from assessments.enums import Closed, KeyFrom
from assessments.models import KeyCorrection, Result
from tests.assessments.test_races import at_once
from tests.assessments.test_regrade import choose, make_right, put_right, sat, scores
from tests.factories.assessments import KeyCorrectionFactory, QuestionFactory, published, started
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("first", ["close", "regrade"])
def test_a_candidate_who_hands_in_at_the_same_moment_is_marked_by_the_new_key(first: str) -> None:
    """The candidate closes, a trainer puts right: whoever comes second waits, whichever of the two that is."""
    question = QuestionFactory()
    quiz = published([question])
    sitting = started(quiz)
    choose(sitting, 1, 2)
    make_right(question, "beta")
    begun, works = threading.Event(), {}

    def slow(work):
        def run() -> None:
            with transaction.atomic():
                work()
                begun.set()
                time.sleep(0.6)

        return run

    def eager(work):
        def run() -> None:
            begun.wait(10)
            work()

        return run

    works["close"] = lambda: sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    works["regrade"] = lambda: put_right(quiz, question)
    second = "regrade" if first == "close" else "close"

    assert at_once(slow(works[first]), eager(works[second])) == [None, None]

    assert scores([sitting])[0][:2] == (1, True)


def test_many_who_hand_in_while_it_is_put_right_all_end_by_the_new_key() -> None:
    question = QuestionFactory()
    quiz = published([question])
    sittings = [started(quiz) for _ in range(6)]
    for sitting in sittings:
        choose(sitting, 1, 2)
    make_right(question, "beta")
    works = [lambda pk=sitting.pk: sit.close(sitting_id=pk, how=Closed.FINISHED) for sitting in sittings]
    works += [lambda: put_right(quiz, question)] * 2

    found = at_once(*works)

    assert not [answer for answer in found if isinstance(answer, Exception)]
    assert {score[:2] for score in scores(sittings)} == {(1, True)}
    assert KeyCorrection.objects.count() == 1


def test_attack_33_two_who_put_the_same_right_make_one_correction_and_one_result_each() -> None:
    question = QuestionFactory()
    quiz = published([question])
    sittings = [sat(quiz, 2) for _ in range(3)]
    make_right(question, "beta")
    seen = regrade.plan(assessment=quiz, question=question, how=KeyFrom.BANK, by=UserFactory()).seen

    found = at_once(*[lambda: put_right(quiz, question, seen=seen)] * 6)

    assert sorted(len(done.results) for done in found) == [0] * 5 + [3]
    assert (KeyCorrection.objects.count(), Result.objects.count()) == (1, 6)
    assert scores(sittings) == [(1, True, 2)] * 3


def test_a_mark_given_at_the_same_moment_holds() -> None:
    question = QuestionFactory()
    quiz = published([question])
    sitting, by = sat(quiz, 2), UserFactory()
    make_right(question, "beta")
    answer = sitting.answers.get()

    found = at_once(
        lambda: mark.give(answer=answer, points=0, by=by, reason="copied"), lambda: put_right(quiz, question)
    )

    assert not [one for one in found if isinstance(one, Exception)]
    assert scores([sitting])[0][0] == 0


def test_whoever_starts_an_edition_while_it_is_put_right_is_marked_by_the_new_key() -> None:
    question, person = QuestionFactory(), UserFactory()
    quiz = published([question])
    make_right(question, "beta")
    begun = threading.Event()

    def slow_regrade() -> None:
        with transaction.atomic():
            put_right(quiz, question)
            begun.set()
            time.sleep(0.6)

    def eager_candidate() -> None:
        begun.wait(10)
        sat(quiz, 2, candidate=person)

    assert at_once(slow_regrade, eager_candidate) == [None, None]
    assert Result.objects.get().score == 1


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_attack_35_the_database_itself_refuses_to_change_a_correction(statement: str) -> None:
    KeyCorrectionFactory()
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement.format("assessments_keycorrection"))
