"""The office's screens: finding people, opening accounts, slips; and the administrators' roles."""

import re

import pytest

from ledger.models import AuditEvent
from people.domain import account
from people.domain import grant as grant_module
from people.domain.grant import grant
from people.models import User
from tests.factories.people import RankFactory, UnitFactory, UserFactory, signed_in, with_authenticator

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return signed_in(client, UserFactory(roles=["office"], full_name_tg="Ятимзода Зарина"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_people(client, rows, django_assert_num_queries):
    clerk = UserFactory(roles=["office"])
    for _ in range(rows - 1):
        UserFactory(unit=UnitFactory(), rank=RankFactory(), roles=["trainer", "analyst"])
    signed_in(client, clerk)
    client.get("/tg/people/")

    # session, person, roles, count, page, grants (with units: none here)
    with django_assert_num_queries(6):
        page = client.get("/tg/people/")
    assert page.content.decode().count('<th scope="row">') == rows


def test_people_are_found_by_a_folded_part_of_the_name(office):
    UserFactory(full_name_tg="Қурбонӣ Ҳилола")

    found, missed = office.get("/tg/people/?q=курбони+хил"), office.get("/tg/people/?q=нест")

    assert "Қурбонӣ Ҳилола" in found.content.decode()
    assert "Ятимзода" not in found.content.decode().split("<main")[1]
    assert 'class="empty"' in missed.content.decode()


@pytest.mark.parametrize("junk", ["?page=x", "?page=99", "?q=%00", "?q=" + "я" * 500, "?user__password__startswith=a"])
def test_attack_29_the_list_bears_any_query_string(office, junk):
    assert office.get(f"/tg/people/{junk}").status_code == 200


def test_an_account_is_opened_with_a_slip_in_the_persons_language(office):
    rank, unit = RankFactory(), UnitFactory()
    sent = {
        "username": "Karimov.D",
        "full_name_tg": "Каримзода Далер",
        "service_number": "",
        "rank": rank.pk,
        "unit": unit.pk,
        "language": "ru",
    }
    slip = office.post("/tg/people/new/", sent)

    person = User.objects.get(username="karimov.d")
    text = slip.content.decode()
    word = re.search(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b", text).group(0)
    assert person.check_password(word)
    assert (person.must_change_password, person.service_number, person.unit, person.rank) == (True, None, unit, rank)
    assert '<article class="slip" lang="ru">' in text
    assert [e.action for e in AuditEvent.objects.order_by("id")] == ["account.opened", "password.handed_out"]
    assert word not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize(
    "wrong", [{"username": "TAKEN"}, {"username": "two words"}, {"full_name_tg": ""}, {"unit": "9999"}]
)
def test_a_wrong_form_says_where_and_loses_nothing(office, wrong):
    UserFactory(username="taken")
    sent = {"username": "new", "full_name_tg": "Каримзода Далер", "language": "tg", **wrong}

    page = office.post("/tg/people/new/", sent)

    assert page.status_code == 200
    assert "field-error" in page.content.decode()
    assert wrong.get("username", "new").lower() in page.content.decode().lower()
    assert not User.objects.filter(full_name_tg="Каримзода Далер").exists()


def test_the_office_helps_with_accounts(office):
    person = with_authenticator(UserFactory(roles=["head"]))
    page = f"/tg/people/{person.pk}/"
    assert office.get(page).status_code == 200

    for act in ["second-factor", "close", "reopen"]:
        assert office.post(f"{page}{act}/", follow=True).status_code == 200, act
    office.post(f"{page}password/")

    assert [e.action for e in AuditEvent.objects.order_by("id")] == [
        "second_factor.reset",
        "account.closed",
        "account.reopened",
        "password.handed_out",
    ]
    assert all(e.actor_label.startswith("person") for e in AuditEvent.objects.all())


@pytest.mark.parametrize("role", ["administrator", "office"])
def test_the_office_cannot_make_itself_administrator_by_a_slip(office, role, caplog):
    target = UserFactory(roles=[role])

    for act in ["password", "second-factor", "close"]:
        assert office.post(f"/tg/people/{target.pk}/{act}/").status_code == 404
    target.refresh_from_db()
    assert target.is_active
    assert not target.must_change_password
    assert "help with an account" in caplog.text


@pytest.mark.parametrize("role", [None, "trainer", "head", "analyst"])
def test_nobody_else_sees_the_people(client, role):
    person = UserFactory()
    signed_in(client, UserFactory(roles=[role] if role else []))

    for path in [
        "/tg/people/",
        f"/tg/people/{person.pk}/",
        "/tg/people/new/",
        "/tg/roles/",
        f"/tg/people/{person.pk}/roles/",
    ]:
        assert client.get(path).status_code == 404, path
    assert client.post(f"/tg/people/{person.pk}/password/").status_code == 404


def test_an_administrator_gives_and_takes_roles(client):
    admin, person, unit = UserFactory(roles=["administrator"]), UserFactory(), UnitFactory()
    signed_in(client, admin)
    url = f"/tg/people/{person.pk}/roles/"
    assert 'class="empty"' in client.get(url).content.decode()

    without = client.post(url, {"role": "head"})
    assert without.status_code == 200
    assert "error-summary" in without.content.decode()
    assert client.post(url, {"role": "head", "unit": unit.pk}).status_code == 302
    assert not person.grants.exists(), "a second person confirms it"
    second = UserFactory(roles=["office"])
    grant_module.decide(request=person.grant_requests.get(), confirmed=True, by=second)
    held = person.grants.get()
    assert (held.role, held.unit, held.granted_by) == ("head", unit, second)
    assert str(unit) in client.get(url).content.decode()
    assert person.get_full_name() in client.get("/tg/roles/").content.decode()

    client.post(f"{url}{held.pk}/withdraw/")
    assert not person.grants.exists()


def test_an_administrator_does_not_change_their_own(client):
    admin = UserFactory(roles=["administrator"])
    signed_in(client, admin)

    page = client.post(f"/tg/people/{admin.pk}/roles/", {"role": "office"})
    client.post(f"/tg/people/{admin.pk}/roles/{admin.grants.get().pk}/withdraw/")

    assert "error-summary" in page.content.decode()
    assert [g.role for g in admin.grants.all()] == ["administrator"]


def test_the_office_sees_no_roles_to_give(office):
    assert office.get("/tg/roles/").status_code == 404


def test_a_login_is_taken_in_any_spelling():
    account.open_account(username="Zarina", by=None, full_name_tg="Зарина")

    with pytest.raises(account.LoginTaken):
        account.open_account(username="ＺＡＲＩＮＡ", by=None, full_name_tg="Зарина")
    assert User.objects.count() == 1


def test_a_head_in_two_units_loses_one():
    person, one, two = UserFactory(), UnitFactory(), UnitFactory()
    grant(user=person, role="head", unit=one, by=None)
    grant(user=person, role="head", unit=two, by=None)

    from people.domain.grant import withdraw

    withdraw(user=person, role="head", unit=one, by=None)

    assert [g.unit for g in person.grants.all()] == [two]
