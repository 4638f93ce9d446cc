"""Giving and taking roles, and what follows: sessions end, /cms/ opens or closes, a line is written."""

import threading

import pytest
from django.db import connection
from wagtail.models import Page

from ledger.models import AuditEvent
from people import groups
from people.domain.grant import NotGranted, grant, withdraw
from people.models import RoleGrant, User
from tests.factories.people import UnitFactory, UserFactory, signed_in


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
def test_a_trainer_enters_the_editor_and_manages_no_accounts(client):
    trainer, admin = UserFactory(), UserFactory(roles=["administrator"])
    grant(user=trainer, role="trainer", by=admin)
    trainer = User.objects.get(pk=trainer.pk)
    signed_in(client, trainer)

    assert client.get("/cms/").status_code == 200
    root = Page.get_first_root_node()
    assert root.permissions_for_user(trainer).can_add_subpage()
    assert root.permissions_for_user(trainer).can_publish_subpage()
    for closed in ["/cms/users/", "/cms/groups/", "/cms/users/add/", f"/cms/users/edit/{admin.pk}/"]:
        response = client.get(closed)
        assert response.status_code in {302, 403, 404}, closed
        assert not response.headers.get("Location", "/cms/").startswith("/cms/users"), closed


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("role", [None, "office", "analyst", "head"])
def test_nobody_else_enters_the_editor(client, role):
    user = UserFactory(unit=UnitFactory())
    if role:
        grant(user=user, role=role, by=None, unit=user.unit)
    signed_in(client, User.objects.get(pk=user.pk))

    assert client.get("/cms/").status_code in {302, 403, 404}
    assert client.get("/cms/pages/").status_code in {302, 403, 404}


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
def test_administrators_enter_the_editor_but_write_nothing(client):
    user = UserFactory()
    grant(user=user, role="administrator", by=None)
    signed_in(client, User.objects.get(pk=user.pk))

    assert client.get("/cms/").status_code == 200
    assert client.get("/cms/users/").status_code in {302, 403, 404}


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
def test_withdrawing_closes_the_editor_and_every_session(client):
    user = UserFactory()
    grant(user=user, role="trainer", by=None)
    user = User.objects.get(pk=user.pk)
    signed_in(client, user)
    assert client.get("/tg/me/").status_code == 200

    withdraw(user=user, role="trainer", by=None)

    assert client.get("/tg/me/").status_code == 302
    assert user.roles == frozenset()
    assert not user.groups.filter(name=groups.AUTHORS).exists()
    assert [e.action for e in AuditEvent.objects.order_by("id")] == ["role.granted", "role.withdrawn"]


@pytest.mark.django_db
def test_giving_twice_is_giving_once():
    user = UserFactory()

    first, second = grant(user=user, role="analyst", by=None), grant(user=user, role="analyst", by=None)

    assert first == second
    assert AuditEvent.objects.filter(action="role.granted").count() == 1


@pytest.mark.django_db
def test_nobody_changes_their_own_roles_and_a_head_needs_a_unit():
    admin, user = UserFactory(roles=["administrator"]), UserFactory()

    for impossible in [
        {"user": admin, "role": "office"},
        {"user": user, "role": "head"},
        {"user": user, "role": "king"},
    ]:
        with pytest.raises(NotGranted):
            grant(by=admin, **impossible)
    with pytest.raises(NotGranted):
        withdraw(user=admin, role="administrator", by=admin)
    assert RoleGrant.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_administrators_giving_the_same_role_give_it_once():
    if connection.vendor != "postgresql":
        pytest.skip("races are PostgreSQL's")
    user = UserFactory()
    failures = []

    def give():
        try:
            grant(user=User.objects.get(pk=user.pk), role="analyst", by=None)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert RoleGrant.objects.filter(user=user).count() == 1
    assert AuditEvent.objects.filter(action="role.granted").count() == 1
