"""What a person decides about a closed sitting adds a result, and never changes one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.domain import mark, sit
from assessments.enums import Closed
from assessments.models import Mark, Result, Sitting
from ledger.models import AuditEvent, OutboxMessage
from tests.assessments.conftest import all_right, save
from tests.factories.assessments import started
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def late() -> Sitting:
    """Everything right, and everything too late."""
    sitting = started()
    after = timezone.now() + timedelta(hours=1)
    save(sitting, *all_right(sitting), now=after)
    sit.close(sitting_id=sitting.pk, how=Closed.TIME, now=after)
    return sitting


def test_late_saves_count_once_a_person_admits_them(late: Sitting) -> None:
    by = UserFactory()

    result = mark.admit_late(sitting=late, by=by, reason="the mast was down")

    assert (result.number, result.score, result.passed, result.marked_by) == (2, 4, True, by)
    assert list(late.results.order_by("number").values_list("score", flat=True)) == [0, 4]
    assert Result.objects.current().get(sitting=late) == result
    assert AuditEvent.objects.get(action="sitting.admit_late").data["saves"] == 4
    assert OutboxMessage.objects.filter(topic="result.exists").count() == 2


def test_points_given_by_hand_hold_and_keep_what_was_admitted(late: Sitting) -> None:
    mark.admit_late(sitting=late, by=UserFactory(), reason="the mast was down")
    answer = late.answers.get(position=1)

    result = mark.give(answer=answer, points=Decimal("0.5"), by=UserFactory(), reason="half of it")
    again = mark.give(answer=answer, points=Decimal(0), by=UserFactory(), reason="seen by two")

    assert (result.score, again.score, again.late_admitted) == (Decimal("3.5"), 3, True)
    assert Mark.objects.count() == 2


def test_attack_34_nobody_decides_about_their_own_sitting(late: Sitting) -> None:
    with pytest.raises(mark.OwnSitting):
        mark.admit_late(sitting=late, by=late.candidate, reason="please")
    with pytest.raises(mark.OwnSitting):
        mark.give(answer=late.answers.first(), points=Decimal(1), by=late.candidate, reason="please")
    assert Result.objects.count() == 1


def test_attack_34_a_decision_needs_a_reason(late: Sitting) -> None:
    with pytest.raises(ValueError, match="reason"):
        mark.admit_late(sitting=late, by=UserFactory(), reason=" ")


@pytest.mark.parametrize("points", [Decimal("1.01"), Decimal("-0.01")])
def test_points_are_within_what_the_question_is_worth(late: Sitting, points: Decimal) -> None:
    with pytest.raises(ValueError, match="points"):
        mark.give(answer=late.answers.first(), points=points, by=UserFactory(), reason="x")


def test_an_open_sitting_or_one_without_late_saves_is_left_alone() -> None:
    sitting = started()
    for _ in range(2):
        with pytest.raises(mark.NotMarkable):
            mark.admit_late(sitting=sitting, by=UserFactory(), reason="x")
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
