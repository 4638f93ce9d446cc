"""Tickets: printed once, entered once, spent on one attempt."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import access
from assessments.domain import sit, tickets
from assessments.models import Assessment, Sitting, Ticket
from ledger.models import AuditEvent
from people.enums import Role
from people.models import User
from tests.factories.assessments import TicketFactory, published
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam() -> Assessment:
    return published(kind="exam", max_sittings=None, needs_ticket=True)


def one(exam: Assessment, person: User | None = None) -> str:
    """The code of a new ticket for a person, or of a spare one."""
    cohort = CohortFactory(members=[person]) if person else None
    made = tickets.print_for(assessment=exam, cohort=cohort, spare=0 if person else 1, by=UserFactory())
    return made[0].code


def test_a_code_is_nowhere_in_the_database(exam: Assessment) -> None:
    code = one(exam)
    row = Ticket.objects.values_list("digest", flat=True).get()
    told = str(list(AuditEvent.objects.values_list("data", flat=True)))
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}", code)
    assert code not in row + told
    assert code.replace("-", "") not in row + told


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_code_is_entered_once_however_it_is_typed(exam: Assessment, typed: Any) -> None:
    code, person = one(exam), UserFactory()
    ticket = tickets.enter(code=typed(code), candidate=person)
    assert (ticket.used_by, ticket.assessment) == (person, exam)
    for who in (person, UserFactory()):
        with pytest.raises(tickets.WrongCode):
            tickets.enter(code=code, candidate=who)


def test_a_ticket_with_a_name_is_good_for_nobody_else(exam: Assessment) -> None:
    person = UserFactory()
    code = one(exam, person)
    with pytest.raises(tickets.WrongCode):
        tickets.enter(code=code, candidate=UserFactory())
    assert tickets.enter(code=code, candidate=person).used_by == person


def test_a_ticket_starts_one_attempt(exam: Assessment) -> None:
    person = UserFactory()
    with pytest.raises(sit.NoTicket):
        sit.start(assessment=exam, candidate=person)
    assert not Sitting.objects.exists()
    tickets.enter(code=one(exam), candidate=person)

    first = sit.start(assessment=exam, candidate=person)

    assert first.ticket.used_by == person
    assert sit.start(assessment=exam, candidate=person) == first, "an open one goes on without a further ticket"
    sit.close(sitting_id=first.pk, how="finished")
    with pytest.raises(sit.NoTicket):
        sit.start(assessment=exam, candidate=person)


def test_printing_again_makes_the_old_paper_worthless(exam: Assessment) -> None:
    person = UserFactory()
    cohort, by = CohortFactory(members=[person]), UserFactory()
    old, new = (tickets.print_for(assessment=exam, cohort=cohort, spare=0, by=by)[0].code for _ in range(2))
    with pytest.raises(tickets.WrongCode):
        tickets.enter(code=old, candidate=person)
    assert tickets.enter(code=new, candidate=person)


def test_a_changed_secret_key_leaves_printed_tickets_good(exam: Assessment, settings: Any) -> None:
    code = one(exam)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert tickets.enter(code=code, candidate=UserFactory())


def test_a_ticket_lets_in_whom_no_course_lets_in(exam: Assessment) -> None:
    named, stranger = UserFactory(), UserFactory()
    one(exam, named)
    assert [access.may_sit(who, exam) for who in (named, stranger)] == [True, False]
    tickets.enter(code=one(exam), candidate=stranger)
    assert access.may_sit(stranger, exam)


def test_a_ticket_stays_unused_where_none_is_asked_for(exam: Assessment) -> None:
    code = one(exam)
    Assessment.objects.update(needs_ticket=False)
    with pytest.raises(tickets.WrongCode):
        tickets.enter(code=code, candidate=UserFactory())
    Assessment.objects.update(needs_ticket=True)
    assert tickets.enter(code=code, candidate=UserFactory())


def test_entering_is_audited(exam: Assessment) -> None:
    person = UserFactory()
    tickets.enter(code=one(exam), candidate=person)
    assert AuditEvent.objects.get(action="ticket.enter").actor_id == person.pk


class TestScreens:
    def test_from_the_list_to_the_start(self, client: Client, exam: Assessment) -> None:
        code = one(exam)
        signed_in(client, UserFactory())
        assert client.get(reverse("assessments:assessment", args=[exam.code])).status_code == 404
        enter = reverse("assessments:enter_ticket")

        wrong = client.post(enter, {"ticket": "AAAAA-AAAAA", "for": ""})
        right = client.post(enter, {"ticket": code, "for": ""})

        assert wrong.url == reverse("assessments:open")
        assert right.url == reverse("assessments:assessment", args=[exam.code])
        start = reverse("assessments:start", args=[exam.code])
        assert start in client.get(right.url).content.decode()
        assert "/sittings/" in client.post(start).url

    def test_the_start_page_asks_for_the_code(self, client: Client, exam: Assessment) -> None:
        person = UserFactory()
        one(exam, person)
        signed_in(client, person)
        at = reverse("assessments:assessment", args=[exam.code])
        page = client.get(at)
        assert 'name="ticket"' in page.content.decode()
        assert client.post(reverse("assessments:start", args=[exam.code])).url == at
        assert client.post(reverse("assessments:enter_ticket"), {"ticket": "x", "for": exam.code}).url == at

    @pytest.mark.parametrize("back", ["//elsewhere.example/", "../x", "Ҷ", ""])
    def test_a_wrong_code_leads_nowhere_else(self, client: Client, back: str) -> None:
        signed_in(client, UserFactory())
        reply = client.post(reverse("assessments:enter_ticket"), {"ticket": "x", "for": back})
        assert reply.url == reverse("assessments:open")

    def test_attack_11_guessing_the_code_of_a_ticket_is_stopped(self, client: Client, exam: Assessment) -> None:
        code = one(exam)
        signed_in(client, UserFactory())
        for guess in range(10):
            client.post(reverse("assessments:enter_ticket"), {"ticket": f"guess {guess}"})
        client.post(reverse("assessments:enter_ticket"), {"ticket": code})
        assert Ticket.objects.get().used_by is None

    def test_a_trainer_prints_for_their_own_cohorts(self, client: Client, exam: Assessment) -> None:
        trainer, member = UserFactory(roles=[Role.TRAINER]), UserFactory()
        own, other = CohortFactory(members=[member], trainers=[trainer]), CohortFactory(members=[UserFactory()])
        signed_in(client, trainer)
        at = reverse("assessments:tickets", args=[exam.code])
        assert client.get(at).status_code == 200

        refused = client.post(at, {"cohort": other.pk, "spare": 0})
        nothing = client.post(at, {"cohort": "", "spare": 0})
        assert [bool(reply.context["form"].errors) for reply in (refused, nothing)] == [True, True]
        printed = client.post(at, {"cohort": own.pk, "spare": 2})

        assert [ticket.person for ticket in printed.context["tickets"]] == [member, None, None]
        assert all(ticket.code in printed.content.decode() for ticket in printed.context["tickets"])
        assert "no-store" in printed["Cache-Control"]
        assert {line.made for line in client.get(at).context["handed"]} == {1, 2}

    @pytest.mark.parametrize("roles", [[], [Role.ANALYST], [Role.HEAD], [Role.AUTHOR]])
    def test_nobody_else_prints(self, client: Client, exam: Assessment, roles: list[str]) -> None:
        signed_in(client, UserFactory(roles=roles))
        assert client.post(reverse("assessments:tickets", args=[exam.code]), {"spare": 1}).status_code == 404
        assert not Ticket.objects.exists()


@pytest.mark.parametrize("changes", [{"used_at": True}, {"used_by": True}, {"used_by": True, "used_at": True}])
def test_a_ticket_is_consistent(changes: dict[str, bool]) -> None:
    """Used by somebody and at some time, or neither; and never by anybody but whom it was printed for."""
    ticket = TicketFactory(person=UserFactory())
    values = {"used_at": timezone.now(), "used_by": UserFactory().pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(**{name: values[name] for name in changes})


def test_an_unused_ticket_belongs_to_no_sitting(exam: Assessment) -> None:
    tickets.enter(code=one(exam), candidate=(person := UserFactory()))
    sitting = sit.start(assessment=exam, candidate=person)
    Ticket.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        TicketFactory(sitting=sitting)
