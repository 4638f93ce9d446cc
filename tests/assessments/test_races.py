"""Who could collide, by threads on PostgreSQL."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assessments.domain import sit
from assessments.domain.publish import publish
from assessments.enums import Closed
from assessments.models import Answer, AnswerEvent, Edition, Result, Sitting
from ledger.models import AuditEvent, OutboxMessage
from tests.assessments.conftest import all_right, right_value, save, wrong_value
from tests.factories.assessments import AssessmentFactory, four_kinds, published, started
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Runs every work in a thread of its own, all starting together; returns what each returned or raised."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            gate.wait(20)
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_attack_07_twenty_parallel_starts_give_one_sitting() -> None:
    assessment, person = published(max_sittings=1), UserFactory()

    found = at_once(*[lambda: sit.start(assessment=assessment, candidate=person)] * 20)

    assert {sitting.pk for sitting in found} == {Sitting.objects.get().pk}
    assert Answer.objects.count() == 4


def test_attack_07_parallel_starts_after_the_last_attempt_start_nothing() -> None:
    assessment, person = published(max_sittings=1), UserFactory()
    sit.close(sitting_id=sit.start(assessment=assessment, candidate=person).pk, how=Closed.FINISHED)

    found = at_once(*[lambda: sit.start(assessment=assessment, candidate=person)] * 10)

    assert {type(answer) for answer in found} == {sit.NoSittingsLeft}
    assert Sitting.objects.count() == 1


def test_devices_that_open_a_sitting_at_the_same_moment_are_told_apart() -> None:
    sitting = started()
    public_id, person = sitting.public_id, sitting.candidate

    found = at_once(*[lambda: sit.resume(public_id=public_id, candidate=person).epoch] * 20)

    assert sorted(found) == list(range(1, 21))


def test_attack_09_a_replayed_shuffled_thrice_sent_batch_gives_the_newest_answers() -> None:
    sitting = started()
    saves = [
        sit.Saved(p, 0, 10 * n + p, wrong_value(sitting, p) if n < 9 else right_value(sitting, p))
        for n in range(10)
        for p in (1, 2, 3, 4)
    ]
    random = Random(2026)
    batches = [random.sample(saves, len(saves))[start : start + 8] for start in range(0, 40, 8) for _ in range(3)]
    batches += [saves[start : start + 8] for start in range(0, 40, 8)]

    found = at_once(*[lambda batch=batch: save(sitting, *batch) for batch in batches])

    assert [receipt.saved for receipt in found] == [8] * len(batches), "nobody waits in a ring for each other"
    assert AnswerEvent.objects.count() == 40
    assert sit.close(sitting_id=sitting.pk, how=Closed.FINISHED).score == 4


def test_attack_10_one_number_with_ten_contents_stores_one_and_refuses_nine() -> None:
    sitting = started()
    works = [lambda n=n: save(sitting, sit.Saved(4, 0, 1, {"number": str(n)})) for n in range(10)]
    found = at_once(*works)
    assert sorted(type(answer).__name__ for answer in found) == ["Conflict"] * 9 + ["Receipt"]


def test_attack_08_submit_against_submit_against_the_clock_gives_one_result() -> None:
    sitting = started()
    save(sitting, *all_right(sitting))
    late = sitting.deadline_at + timedelta(minutes=5)
    works = [lambda: sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)] * 15
    works += [lambda: sit.close_overdue(now=late)] * 5

    found = at_once(*works)

    assert {answer.pk for answer in found[:15]} == {Result.objects.get().pk}
    assert sum(found[15:]) <= 1
    assert OutboxMessage.objects.filter(topic="result.exists").count() == 1
    assert AuditEvent.objects.filter(action="sitting.close").count() == 1


@pytest.mark.parametrize("attempt", range(6))
def test_save_against_submit_an_answer_is_either_counted_or_late(attempt: int) -> None:
    sitting = started()
    batch = all_right(sitting)
    works = [lambda entry=entry: save(sitting, entry) for entry in batch]
    works.insert(attempt % 4, lambda: sit.close(sitting_id=sitting.pk, how=Closed.FINISHED))

    found = at_once(*works)

    result = found.pop(attempt % 4)
    assert result.score == sum(not receipt.late for receipt in found)
    assert AnswerEvent.objects.filter(late=False).count() == result.score


def test_a_save_waits_for_a_close_in_flight_and_then_knows_that_it_is_late() -> None:
    """Without FOR KEY SHARE in the INSERT this save would be stored as counted, and not be counted."""
    sitting = started()
    entry = sit.Saved(1, 0, 1, right_value(sitting, 1))
    closing, receipts = threading.Event(), []

    def slow_close() -> None:
        with transaction.atomic():
            sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
            closing.set()
            time.sleep(0.6)

    def eager_save() -> None:
        closing.wait(10)
        receipts.append(save(sitting, entry))

    assert at_once(slow_close, eager_save) == [None, None]
    assert receipts[0].late
    assert Result.objects.get().score == 0


def test_a_close_waits_for_a_save_in_flight_and_counts_it() -> None:
    sitting = started()
    entry = sit.Saved(1, 0, 1, right_value(sitting, 1))
    saving = threading.Event()

    def slow_save() -> None:
        with transaction.atomic():
            save(sitting, entry)
            saving.set()
            time.sleep(0.6)

    def eager_close() -> Result:
        saving.wait(10)
        return sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)

    assert at_once(slow_save, eager_close)[1].score == 1


def test_two_workers_on_overdue_sittings_close_each_once() -> None:
    assessment = published()
    for _ in range(6):
        started(assessment)
    now = timezone.now() + timedelta(hours=1)

    closed = at_once(*[lambda: sit.close_overdue(now=now)] * 4)

    assert sum(closed) == Result.objects.count() == 6
    assert AuditEvent.objects.filter(action="sitting.close").count() == 6


def test_two_publishers_of_one_draft_make_one_edition() -> None:
    draft = AssessmentFactory(questions=four_kinds())

    found = at_once(*[lambda: publish(assessment_id=draft.pk, by=None)] * 8)

    assert {edition.pk for edition in found} == {Edition.objects.get().pk}


def test_a_publisher_waits_for_an_edit_in_flight_and_never_takes_half_of_it() -> None:
    draft = AssessmentFactory(questions=four_kinds()[:1])
    question = draft.items.get().question
    edited = threading.Event()

    def slow_edit() -> None:
        with transaction.atomic():
            type(question).objects.filter(pk=question.pk).update(stem_tg="Саволи нав")
            edited.set()
            time.sleep(0.6)
            question.choices.filter(order=1).update(text_tg="Ҷавоби нав")

    def eager_publish() -> Edition:
        edited.wait(10)
        return publish(assessment_id=draft.pk, by=None)

    part = at_once(slow_edit, eager_publish)[1].paper[0]
    assert (part["stem"]["tg"], part["choices"][0]["text"]["tg"]) == ("Саволи нав", "Ҷавоби нав")


@pytest.mark.parametrize("table", ["edition", "editionitem", "editionchoice", "answerevent", "result"])
def test_the_database_itself_refuses_to_change_what_is_only_ever_added(table: str) -> None:
    from django.db import DatabaseError

    sitting = started()
    save(sitting, *all_right(sitting))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    for statement in ("UPDATE assessments_{} SET id = id", "DELETE FROM assessments_{}"):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            connection.cursor().execute(statement.format(table))


@pytest.mark.parametrize("works", [20])
def test_two_forms_posted_at_once_rank_one_after_the_other(works: int) -> None:
    from assessments.domain.post import save_page
    from assessments.kinds.base import Form

    sitting = started()
    posts = [
        lambda n=n: save_page(sitting=sitting, page_epoch=0, posted={4: Form({"": [str(n)]})}) for n in range(works)
    ]

    found = at_once(*posts)

    assert not [answer for answer in found if isinstance(answer, Exception)]
    assert AnswerEvent.objects.count() == works
