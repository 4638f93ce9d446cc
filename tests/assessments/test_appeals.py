"""Appeals: made once and in time, decided by somebody who hasn't marked, with new points that the candidate sees."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import appeals, mark, sit
from assessments.enums import AppealState, Cause, Closed, ShowsWhen
from assessments.models import Appeal, Assessment, Result, Sitting
from ledger.models import OutboxMessage
from people.domain.grant import grant
from people.enums import Role
from people.models import Cohort, User
from tests.assessments.conftest import all_right, save
from tests.factories.assessments import published, started
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all", "english")]
TEXT = "Question 2: the handbook says otherwise."


@pytest.fixture
def sitting() -> Sitting:
    sitting = started()
    save(sitting, *all_right(sitting)[1:])
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    sitting.refresh_from_db()
    return sitting


def trainer_of(*people: User) -> User:
    trainer, cohort = UserFactory(), CohortFactory()
    grant(user=trainer, role=Role.TRAINER, by=None)
    cohort.trainers.add(trainer)
    cohort.members.add(*people)
    return trainer


def at(sitting: Sitting, name: str = "appeal") -> str:
    return reverse(f"assessments:{name}", args=[sitting.public_id])


def test_from_the_result_to_the_decision_and_back(client: Client, sitting: Sitting) -> None:
    client.cookies["django_language"] = "en"
    signed_in(client, sitting.candidate)
    assert at(sitting) in client.get(at(sitting, "result")).content.decode()
    assert client.post(at(sitting), {"text": " "}).status_code == 422
    assert client.post(at(sitting), {"text": TEXT}, follow=True).status_code == 200
    client.post(at(sitting), {"text": "again"})
    appeal = Appeal.objects.get()
    assert appeal.text == TEXT

    signed_in(client, trainer_of(sitting.candidate))
    page = reverse("assessments:decide_appeal", args=[appeal.pk])
    assert page in client.get(reverse("assessments:appeals")).content.decode()
    assert TEXT in client.get(page).content.decode()
    said = {"state": "rejected", "reason": "No.", "p1": "1"}
    assert client.post(page, said).status_code == 422
    wrong = client.post(page, said | {"state": "upheld", "p1": "9"})
    assert wrong.status_code == 422
    assert "No." in wrong.content.decode()
    assert client.post(page, said | {"state": "upheld", "reason": "You are right."}).status_code == 302

    result = Result.objects.current().get(sitting=sitting)
    assert (result.number, result.score, result.cause, result.reason) == (2, Decimal(4), Cause.APPEAL, "You are right.")
    signed_in(client, sitting.candidate)
    told = client.get(at(sitting)).content.decode()
    assert "You are right." in told
    assert "4 of 4" in " ".join(told.split())
    assert "upheld" in client.get(at(sitting, "result")).content.decode()


class TestWhen:
    def test_the_days_count_from_the_newest_result(self, sitting: Sitting) -> None:
        ends = appeals.until(sitting, sitting.results.get())
        assert ends == sitting.results.get().marked_at + timedelta(days=7)
        with pytest.raises(appeals.NotNow):
            appeals.make(sitting=sitting, text=TEXT, now=ends + timedelta(seconds=1))
        later = mark.give(
            answer=sitting.answers.get(position=2), points=Decimal(0), by=UserFactory(), reason="Looked again."
        )
        assert appeals.until(sitting, later) == later.marked_at + timedelta(days=7)

    def test_not_where_there_are_none_nor_before_the_result_is_shown(self, sitting: Sitting) -> None:
        quiz = Assessment.objects.filter(pk=sitting.assessment_id)
        for change in ({"appeal_days": 0}, {"appeal_days": 7, "shows_when": ShowsWhen.NEVER}):
            quiz.update(**change)
            sitting.refresh_from_db()
            with pytest.raises(appeals.NotNow):
                appeals.make(sitting=sitting, text=TEXT)
        closes = timezone.now() - timedelta(days=2)
        quiz.update(shows_when=ShowsWhen.CLOSED, closes_at=closes)
        sitting.refresh_from_db()
        assert appeals.until(sitting, sitting.results.get()) == sitting.results.get().marked_at + timedelta(days=7)
        quiz.update(closes_at=timezone.now() + timedelta(days=2))
        sitting.refresh_from_db()
        assert appeals.until(sitting, sitting.results.get()) is None

    def test_the_page_says_so(self, client: Client, sitting: Sitting) -> None:
        client.cookies["django_language"] = "en"
        Assessment.objects.filter(pk=sitting.assessment_id).update(appeal_days=0)
        signed_in(client, sitting.candidate)
        assert "No appeal is possible now" in client.get(at(sitting)).content.decode()
        client.post(at(sitting), {"text": TEXT})
        assert not Appeal.objects.exists()
        assert at(sitting) not in client.get(at(sitting, "result")).content.decode()


class TestWho:
    def test_nobody_else_appeals_for_one(self, client: Client, sitting: Sitting) -> None:
        signed_in(client, UserFactory())
        assert client.post(at(sitting), {"text": TEXT}).status_code == 404

    def test_whoever_has_marked_or_sat_it_does_not_decide(self, client: Client, sitting: Sitting) -> None:
        appeal = appeals.make(sitting=sitting, text=TEXT)
        marker = trainer_of(sitting.candidate)
        mark.give(answer=sitting.answers.get(position=1), points=Decimal("0.5"), by=marker, reason="Half.")
        other = trainer_of(sitting.candidate)
        assert (appeals.waiting(marker), appeals.waiting(other)) == (0, 1)
        for person in (marker, sitting.candidate):
            with pytest.raises(mark.OwnSitting):
                appeals.decide(appeal=appeal, state=AppealState.REJECTED, reason="No.", points={}, by=person)
        signed_in(client, marker)
        client.cookies["django_language"] = "en"
        page = reverse("assessments:decide_appeal", args=[appeal.pk])
        assert "somebody else decides" in client.get(page).content.decode()
        client.post(page, {"state": "rejected", "reason": "No."})
        appeal.refresh_from_db()
        assert appeal.state == AppealState.OPEN

    def test_others_cohorts_are_not_seen(self, client: Client, sitting: Sitting) -> None:
        appeal = appeals.make(sitting=sitting, text=TEXT)
        signed_in(client, trainer_of(UserFactory()))
        assert client.get(reverse("assessments:decide_appeal", args=[appeal.pk])).status_code == 404
        assert not client.get(reverse("assessments:appeals")).context["page_obj"].object_list


def test_it_is_decided_once(sitting: Sitting) -> None:
    appeal, by = appeals.make(sitting=sitting, text=TEXT), trainer_of(sitting.candidate)
    appeals.decide(appeal=appeal, state=AppealState.REJECTED, reason="No.", points={}, by=by)
    promised = OutboxMessage.objects.get(topic="appeal.decided").payload
    assert promised["sitting"] == str(sitting.public_id), "the candidate is told, by whoever handles it"
    with pytest.raises(appeals.Decided):
        appeals.decide(appeal=appeal, state=AppealState.UPHELD, reason="Yes.", points={}, by=by)
    assert sitting.results.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_statements(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    quiz, people = published(), [UserFactory() for _ in range(rows)]
    trainer = trainer_of(*people)
    for person in people:
        sitting = started(quiz, candidate=person)
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        sitting.refresh_from_db()
        appeals.make(sitting=sitting, text=TEXT)
    assert Cohort.objects.count() == 1
    signed_in(client, trainer)
    client.get(reverse("assessments:appeals"))
    with django_assert_num_queries(LIST):
        client.get(reverse("assessments:appeals"))


LIST = 5
