"""Powers are never one hand's: roles are confirmed by a second person, and nobody holds both of another's keys."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ledger.models import AuditEvent
from people.domain import password, second_factor
from people.domain.grant import NotGranted, ask, decide
from people.models import GrantRequest, RoleGrant, User
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def admin():
    return UserFactory(roles=["administrator"])


def test_from_asking_to_holding(client, admin):
    person, office = UserFactory(), UserFactory(roles=["office"])
    asking = signed_in(client, admin)
    page = asking.post(f"/en/people/{person.pk}/roles/", {"role": "trainer"}, follow=True).content.decode()
    assert "A second person confirms it" in page
    assert "1 role waits for a second person" in asking.get("/en/roles/").content.decode()
    own = asking.get("/en/roles/asked/").content.decode()
    assert "Somebody else has to decide this." in own
    waiting = GrantRequest.objects.get()
    refused = asking.post(f"/en/roles/asked/{waiting.pk}/", {"decision": "confirm"}, follow=True)
    assert "A second person decides" in refused.content.decode()
    assert not person.grants.exists()

    client.logout()
    second = signed_in(client, office)
    assert 'value="confirm"' in second.get("/en/roles/asked/").content.decode()
    second.post(f"/en/roles/asked/{waiting.pk}/", {"decision": "confirm"})
    assert person.grants.get().role == "trainer"
    assert second.post(f"/en/roles/asked/{waiting.pk}/", {"decision": "confirm"}).status_code == 404
    assert [e.action for e in AuditEvent.objects.filter(action__startswith="role.").order_by("pk")] == [
        "role.asked",
        "role.granted",
    ]


def test_refused_it_is_not_given(admin):
    person = UserFactory()
    decide(request=ask(user=person, role="analyst", by=admin), confirmed=False, by=UserFactory(roles=["office"]))
    assert not person.grants.exists()
    assert AuditEvent.objects.filter(action="role.refused").count() == 1


def test_the_person_does_not_confirm_their_own(admin):
    office = UserFactory(roles=["office"])
    with pytest.raises(NotGranted):
        decide(request=ask(user=office, role="administrator", by=admin), confirmed=True, by=office)


def test_asked_twice_is_one_request_and_a_held_role_is_none(admin):
    person = UserFactory(roles=["analyst"])
    assert ask(user=person, role="trainer", by=admin) == ask(user=person, role="trainer", by=admin)
    with pytest.raises(NotGranted):
        ask(user=person, role="analyst", by=admin)


@pytest.mark.parametrize("role", [None, "trainer", "analyst"])
def test_others_see_nothing_of_it(client, admin, role):
    waiting = ask(user=UserFactory(), role="trainer", by=admin)
    visitor = signed_in(client, UserFactory(roles=[role] if role else []))
    assert visitor.get("/en/roles/asked/").status_code == 404
    assert visitor.post(f"/en/roles/asked/{waiting.pk}/", {"decision": "confirm"}).status_code == 404


def test_the_database_refuses_one_hand(admin):
    waiting = ask(user=UserFactory(), role="trainer", by=admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantRequest.objects.filter(pk=waiting.pk).update(decided_by=admin, decided_at=timezone.now(), confirmed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantRequest.objects.filter(pk=waiting.pk).update(confirmed=True)


class TestBothKeys:
    def test_who_hands_out_the_password_does_not_take_the_app_and_the_other_way_round(self, admin):
        trainer, other = UserFactory(roles=["trainer"]), UserFactory(roles=["administrator"])
        password.hand_out(user=trainer, by=admin)
        with pytest.raises(second_factor.BothKeys):
            second_factor.reset(user=trainer, by=admin)
        second_factor.reset(user=trainer, by=other)
        with pytest.raises(second_factor.BothKeys):
            password.hand_out(user=trainer, by=other)

    def test_it_is_said_on_the_page(self, client, admin):
        trainer = UserFactory(roles=["trainer"])
        password.hand_out(user=trainer, by=admin)
        page = signed_in(client, admin).post(f"/en/people/{trainer.pk}/second-factor/", follow=True)
        assert "Somebody else has to take the app away." in page.content.decode()

    def test_who_has_signed_in_since_may_be_helped_again(self, admin):
        trainer = UserFactory(roles=["trainer"])
        password.hand_out(user=trainer, by=admin)
        trainer.last_login = timezone.now()
        trainer.save()
        second_factor.reset(user=trainer, by=admin)

    def test_a_learner_needs_no_second_person(self, admin):
        learner = UserFactory()
        password.hand_out(user=learner, by=admin)
        second_factor.reset(user=learner, by=admin)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_give_it_once():
    waiting = ask(user=UserFactory(), role="analyst", by=UserFactory(roles=["administrator"]))
    seconds = [UserFactory(roles=["office"]) for _ in range(4)]
    refused = []

    def confirm(by):
        try:
            decide(request=waiting, confirmed=True, by=User.objects.get(pk=by.pk))
        except NotGranted:
            refused.append(by)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[one]) for one in seconds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert RoleGrant.objects.filter(role="analyst").count() == 1
