"""Extra time: given by the office with a reason, kept for everything that is sat, and nobody's business otherwise."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ledger.models import AuditEvent, Frozen
from people.domain import extra_time
from people.models import ExtraTime
from tests.factories.people import ExtraTimeFactory, UserFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return signed_in(client, UserFactory(roles=["office"]))


@pytest.mark.parametrize(
    ("percent", "minutes", "of", "more"),
    [(25, 0, 60, 15), (25, 0, 45, 12), (0, 10, 45, 10), (50, 5, 30, 20), (25, 10, None, 0), (0, 0, 60, 0)],
)
def test_percent_are_rounded_up_and_minutes_come_on_top(percent, minutes, of, more):
    held = ExtraTimeFactory(percent=percent, minutes=minutes)
    assert extra_time.minutes_for(held.person, of) == more


def test_the_newest_decision_holds_and_earlier_ones_stay():
    person, clerk = UserFactory(), UserFactory()
    for percent in (50, 25, 0):
        extra_time.give(person=person, percent=percent, minutes=0, reason="order 12", by=clerk)
    assert extra_time.held(person) is None
    assert [row.percent for row in extra_time.decided(person)] == [0, 25, 50]
    assert extra_time.minutes_for(UserFactory(), 60) == 0


@pytest.mark.parametrize(
    "wrong", [{"reason": "  "}, {"percent": 201}, {"percent": -1}, {"minutes": 241}, {"minutes": -1}]
)
def test_out_of_range_or_without_a_reason_is_refused(wrong):
    told = {"percent": 25, "minutes": 0, "reason": "order 12", **wrong}
    with pytest.raises(extra_time.Refused):
        extra_time.give(person=UserFactory(), by=UserFactory(), **told)
    assert not ExtraTime.objects.exists()


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"percent": 201}, {"minutes": 241}])
def test_the_database_refuses_it_too(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtraTimeFactory(**wrong)


def test_a_decision_is_never_changed():
    row = ExtraTimeFactory()
    with pytest.raises(Frozen):
        row.save()


def test_the_office_gives_it_and_the_trail_names_no_number(office):
    person = UserFactory()
    at = reverse("people:extra_time", args=[person.pk])
    assert at in office.get(reverse("people:person", args=[person.pk])).content.decode()
    assert 'class="empty"' in office.get(at).content.decode()

    missing = office.post(at, {"percent": 25, "minutes": 0, "reason": ""})
    given = office.post(at, {"percent": 25, "minutes": 5, "reason": "order 12 of 3 March"})

    assert missing.status_code == 200
    assert given.url == reverse("people:person", args=[person.pk])
    event = AuditEvent.objects.get(action="extra_time.given")
    assert (event.subject_id, event.data) == (str(person.pk), {})
    assert "order 12" in office.get(at).content.decode()


@pytest.mark.parametrize("roles", [[], ["trainer"], ["administrator"], ["head"]])
def test_nobody_else_sees_or_gives_it(client, roles):
    held = ExtraTimeFactory(reason="order-of-march")
    signed_in(client, UserFactory(roles=roles))
    at = reverse("people:extra_time", args=[held.person_id])
    assert client.post(at, {"percent": 0, "minutes": 0, "reason": "x"}).status_code == 404
    assert client.get(at).status_code == 404
    page = client.get(reverse("people:person", args=[held.person_id])).content.decode()
    assert at not in page
    assert ExtraTime.objects.count() == 1


def test_nobody_gives_it_to_themselves(client):
    clerk = UserFactory(roles=["office"])
    signed_in(client, clerk)
    assert client.get(reverse("people:extra_time", args=[clerk.pk])).status_code == 404


def test_what_is_held_is_added_at_the_start(client):
    from assessments.models import Sitting
    from tests.factories.assessments import published
    from tests.factories.people import CohortFactory

    held = ExtraTimeFactory(percent=50, minutes=2)
    quiz = published(minutes=15)
    quiz.cohorts.set([CohortFactory(members=[held.person])])
    quiz.save()
    signed_in(client, held.person)
    page = client.get(reverse("assessments:assessment", args=[quiz.code]))
    client.post(reverse("assessments:start", args=[quiz.code]))
    sitting = Sitting.objects.get()
    assert page.context["entrance"].extra_minutes == sitting.extra_minutes == 10
    assert (sitting.deadline_at - sitting.started_at).total_seconds() == 25 * 60
