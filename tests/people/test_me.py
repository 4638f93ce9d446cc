"""A person's own page: its sections, who looked, the language."""

import pytest
from django.utils import translation

from ledger.models import AuditEvent
from people import looks, sections
from people.domain import language
from people.sections import Section
from tests.factories.people import UserFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["tg", "ru", "en"])
def test_the_page_has_its_sections_in_order(client, code):
    signed_in(client, UserFactory(language=code))

    page = client.get(f"/{code}/me/").content.decode()

    places = [
        page.index(f'<section id="{anchor}"')
        for anchor in ["courses", "results", "certificates", "looks", "language", "security"]
    ]
    assert places == sorted(places)


def test_an_app_adds_its_own_section(client, monkeypatch):
    monkeypatch.setattr(sections, "_REGISTERED", [])
    sections.register(20, lambda user, request: None)
    sections.register(10, lambda user, request: Section("extra", "Extra", "people/section_looks.html", {"looks": []}))
    signed_in(client, UserFactory())

    page = client.get("/en/me/").content.decode()

    assert page.count("<section ") == 1
    assert "Extra" in page


def test_one_sees_who_looked_and_at_what(client):
    me, trainer = UserFactory(), UserFactory(roles=["trainer"], full_name_tg="Ҳакимзода Нигора")
    looks.record_look(viewer=trainer, person=me, what="Тести якум")
    signed_in(client, me)

    page = client.get("/tg/me/").content.decode()

    assert "Ҳакимзода Нигора" in page
    assert "Тести якум" in page


def test_a_look_is_written_once_in_ten_minutes_and_never_of_oneself(django_assert_num_queries):
    viewer, people = UserFactory(), [UserFactory() for _ in range(3)]

    with django_assert_num_queries(2):
        looks.record_looks(viewer=viewer, people=[*people, viewer], what="ҷадвал")
    with django_assert_num_queries(1):
        looks.record_looks(viewer=viewer, people=people, what="ҷадвал")
    looks.record_look(viewer=viewer, person=people[0], what="дигар")

    assert AuditEvent.objects.filter(action="results.viewed").count() == 4
    assert not looks.looks_at(viewer).exists()


def test_a_look_stays_when_the_account_is_gone():
    me, viewer = UserFactory(), UserFactory(username="gone")
    looks.record_look(viewer=viewer, person=me, what="ҷадвал")
    viewer.delete()

    assert [look.by for look in looks.latest(me)] == ["gone"]


def test_ones_language_is_chosen_on_the_page_and_kept(client):
    me = UserFactory(language="tg")
    signed_in(client, me)

    chosen = client.post("/language/", {"language": "ru", "next": "/tg/me/#language"})

    me.refresh_from_db()
    assert me.language == "ru"
    assert chosen.headers["Location"] == "/ru/me/#language"
    assert client.cookies["django_language"].value == "ru"
    assert client.get("/").headers["Location"] == "/ru/"
    assert AuditEvent.objects.get().action == "language.chosen"


def test_an_unknown_language_changes_nothing(client):
    me = UserFactory(language="tg")
    signed_in(client, me)

    assert client.post("/language/", {"language": "xx", "next": "/tg/me/"}).headers["Location"] == "/tg/me/"
    with pytest.raises(ValueError, match="xx"):
        language.choose(user=me, language="xx", by=me)
    assert not AuditEvent.objects.exists()


def test_a_name_falls_back_and_is_never_empty():
    person = UserFactory(username="karim", full_name_tg="Карим", full_name_ru=None, full_name_en=None)
    nameless = UserFactory(username="nobody", full_name_tg="", full_name_ru="", full_name_en="")

    with translation.override("en"):
        assert person.get_full_name() == "Карим"
        assert nameless.get_full_name() == "nobody"
