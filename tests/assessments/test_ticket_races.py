"""Who could collide at the door, by threads on PostgreSQL."""

import pytest

from assessments.domain import resit, sit, tickets
from assessments.models import Assessment, Sitting, Ticket
from tests.assessments.test_races import at_once
from tests.factories.assessments import published
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def spare(exam: Assessment) -> str:
    return tickets.print_for(assessment=exam, cohort=None, spare=1, by=UserFactory())[0].code


def test_one_paper_in_many_hands_opens_one_attempt() -> None:
    code = spare(published(needs_ticket=True))
    people = UserFactory.create_batch(8)

    found = at_once(*[lambda who=who: tickets.enter(code=code, candidate=who) for who in people])

    assert sorted(type(one).__name__ for one in found) == ["Ticket"] + ["WrongCode"] * 7
    assert Ticket.objects.get().used_by in people


def test_many_devices_spend_one_ticket_on_one_sitting() -> None:
    exam, person = published(needs_ticket=True, max_sittings=None), UserFactory()
    for _ in range(2):
        tickets.enter(code=spare(exam), candidate=person)

    found = at_once(*[lambda: sit.start(assessment=exam, candidate=person)] * 10)

    assert {sitting.pk for sitting in found} == {Sitting.objects.get().pk}
    assert Ticket.objects.filter(sitting=None).count() == 1


def test_a_ticket_entered_while_it_is_printed_anew_is_not_lost() -> None:
    from tests.factories.people import CohortFactory

    exam, person, clerk = published(needs_ticket=True), UserFactory(), UserFactory()
    cohort = CohortFactory(members=[person])
    [old] = tickets.print_for(assessment=exam, cohort=cohort, spare=0, by=clerk)

    entered, _printed = at_once(
        lambda: tickets.enter(code=old.code, candidate=person),
        lambda: tickets.print_for(assessment=exam, cohort=cohort, spare=0, by=clerk),
    )

    kept = Ticket.objects.filter(used_by=person).exists()
    assert kept is isinstance(entered, Ticket), "either it is entered and stays, or it was worthless before"


def test_two_trainers_make_two_re_sits() -> None:
    exam, by = published(kind="exam"), UserFactory()
    made = at_once(*[lambda: resit.make(assessment=exam, by=by)] * 4)
    assert sorted(one.code for one in made) == [f"{exam.code}-resit-{number}" for number in (1, 2, 3, 4)]
