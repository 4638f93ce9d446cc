"""Saving: appended once, in any order, however often; late ones kept and not counted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.domain import sit
from assessments.domain.save import GRACE
from assessments.enums import Closed
from assessments.models import AnswerEvent, Sitting
from tests.assessments.conftest import all_right, right_value, save
from tests.factories.assessments import published, started
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
EMPTY = {"choices": []}


def test_a_batch_is_appended_and_acknowledged() -> None:
    sitting = started()

    receipt = save(sitting, *all_right(sitting))

    assert (receipt.saved, receipt.late) == (4, False)
    assert 14 * 60 <= receipt.left <= 15 * 60
    assert AnswerEvent.objects.filter(sitting=sitting, late=False).count() == 4


def test_one_save_is_one_statement(django_assert_num_queries) -> None:
    sitting = started()
    batch = all_right(sitting)
    with django_assert_num_queries(1):
        save(sitting, *batch)


def test_the_same_batch_again_changes_nothing() -> None:
    sitting = started()
    batch = all_right(sitting)

    first, again = save(sitting, *batch), save(sitting, *batch[::-1])

    assert (first.saved, again.saved) == (4, 4)
    assert sitting.events.count() == 4


def test_without_a_time_limit_there_is_nothing_left_to_count() -> None:
    sitting = started(published(minutes=None))
    assert save(sitting, sit.Saved(1, 0, 1, EMPTY)).left is None


def test_attack_04_after_deadline_and_grace_it_is_kept_as_evidence_and_not_counted() -> None:
    sitting = started()
    in_grace = sitting.deadline_at + GRACE
    too_late = in_grace + timedelta(seconds=1)

    on_time = save(sitting, sit.Saved(1, 0, 1, right_value(sitting, 1)), now=in_grace)
    late = save(sitting, sit.Saved(1, 0, 2, EMPTY), sit.Saved(2, 0, 3, right_value(sitting, 2)), now=too_late)

    assert (on_time.late, late.late) == (False, True)
    assert sitting.events.count() == 3
    assert sit.close(sitting_id=sitting.pk, how=Closed.TIME, now=too_late).score == 1


def test_after_the_close_it_is_late_and_the_result_stays() -> None:
    sitting = started()
    result = sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)

    assert save(sitting, sit.Saved(1, 0, 1, right_value(sitting, 1))).late
    assert sit.close(sitting_id=sitting.pk, how=Closed.FINISHED) == result
    assert result.score == 0


def test_what_was_saved_in_time_is_acknowledged_as_such_also_after_the_close() -> None:
    """The acknowledgement was lost on the line, and the phone asks again."""
    sitting = started()
    entry = sit.Saved(1, 0, 1, right_value(sitting, 1))
    save(sitting, entry)
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)

    receipt = save(sitting, entry)

    assert (receipt.saved, receipt.late, receipt.left) == (1, False, 0)


@pytest.mark.parametrize("entry", [sit.Saved(5, 0, 1, EMPTY), sit.Saved(1, 1, 1, EMPTY)])
def test_attack_06_a_question_not_dealt_or_an_epoch_not_given_stores_nothing(entry: sit.Saved) -> None:
    sitting = started()
    with pytest.raises(sit.WrongQuestion):
        save(sitting, sit.Saved(1, 0, 1, EMPTY), entry)
    assert not sitting.events.exists()


def test_attack_09_a_replayed_older_answer_does_not_win() -> None:
    sitting = started()
    right, wrong = right_value(sitting, 1), EMPTY
    save(sitting, sit.Saved(1, 0, 7, right))
    save(sitting, sit.Saved(1, 0, 3, wrong))

    assert sit.close(sitting_id=sitting.pk, how=Closed.FINISHED).score == 1
    assert sitting.events.count() == 2


def test_attack_10_same_number_with_another_answer_is_a_conflict_and_the_first_stays() -> None:
    sitting = started()
    save(sitting, sit.Saved(1, 0, 1, right_value(sitting, 1)))

    with pytest.raises(sit.Conflict) as caught:
        save(sitting, sit.Saved(1, 0, 1, EMPTY), sit.Saved(2, 0, 2, EMPTY))

    assert caught.value.conflicts == [(1, 0, 1)]
    assert sitting.events.get(position=1).value == right_value(sitting, 1)
    assert sitting.events.filter(position=2).exists()


def test_attack_10_also_within_one_batch() -> None:
    sitting = started()
    with pytest.raises(sit.Conflict):
        save(sitting, sit.Saved(1, 0, 1, EMPTY), sit.Saved(1, 0, 1, {"choices": ["aaaa"]}))


def test_attack_01_another_persons_sitting_does_not_exist() -> None:
    sitting = started()
    with pytest.raises(Sitting.DoesNotExist):
        sit.save(public_id=sitting.public_id, candidate=UserFactory(), batch=[sit.Saved(1, 0, 1, EMPTY)])
    assert not sitting.events.exists()


@pytest.mark.parametrize(
    "value",
    [
        [],
        "x",
        None,
        {"choices": "x"},
        {"choices": [1]},
        {"choices": [["x"]]},
        {"places": {"a": 1}},
        {"places": ["a"]},
        {"number": 1},
        {"text": None},
        {"score": "10"},
        {"is_correct": True},
        {"choices": [], "score": "10"},
        {"text": "nul\x00l"},
        {"text": "half \ud83d"},
        {"text": "x" * 15_001},
        {"choices": ["x" * 50] * 100},
    ],
)
def test_attack_05_no_page_of_ours_sends_such_a_value(value: object) -> None:
    sitting = started()
    with pytest.raises(sit.BadValue):
        save(sitting, sit.Saved(1, 0, 1, value))
    assert not sitting.events.exists()


@pytest.mark.parametrize(
    "numbers", [(0, 0, 1), (-1, 0, 1), (1, -1, 1), (1, 0, True), (1, 0, 2**31), (1.0, 0, 1), ("1", 0, 1)]
)
def test_numbers_are_whole_and_within_reach(numbers: tuple) -> None:
    with pytest.raises(sit.BadValue):
        save(started(), sit.Saved(*numbers, EMPTY))


@pytest.mark.parametrize("size", [0, 201])
def test_a_batch_holds_something_and_not_too_much(size: int) -> None:
    with pytest.raises(sit.BadValue):
        save(started(), *[sit.Saved(1, 0, n, EMPTY) for n in range(size)])


def test_tajik_letters_come_back_as_they_went() -> None:
    sitting = started()
    save(sitting, sit.Saved(1, 0, 1, {"text": "ғӣқӯҳҷ «дуруст» 👍"}))
    assert sitting.events.get().value == {"text": "ғӣқӯҳҷ «дуруст» 👍"}


def test_the_clock_of_the_receipt_runs_on() -> None:
    sitting = started()
    later = timezone.now() + timedelta(minutes=10)
    assert save(sitting, sit.Saved(1, 0, 1, EMPTY), now=later).left == pytest.approx(5 * 60, abs=2)
