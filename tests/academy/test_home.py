"""What each role sees first; the frame of every page; public pages; errors."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from academy import context
from ledger.models import AuditEvent
from people.models import User
from tests.factories.ledger import AuditEventFactory, OutboxMessageFactory
from tests.factories.people import UnitFactory, UserFactory, signed_in

pytestmark = pytest.mark.django_db
ROLES = [None, "trainer", "head", "office", "analyst", "administrator"]


def person(role):
    return UserFactory(unit=UnitFactory(), roles=[role] if role else [])


@pytest.mark.parametrize("code", ["tg", "ru", "en"])
@pytest.mark.parametrize("path", ["", "your-data/", "help/", "accounts/login/", "accounts/password/reset/", "nothing/"])
def test_public_pages_in_every_language(client, code, path):
    page = client.get(f"/{code}/{path}")

    assert page.status_code == (404 if path == "nothing/" else 200)
    text = page.content.decode()
    assert f'<html lang="{code}"' in text
    assert len(re.findall("<h1", text)) == 1
    assert "style=" not in text.split("<main")[1]


@pytest.mark.parametrize("code", ["tg", "ru", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_screen_of_every_role_in_every_language(client, role, code):
    """Whatever the navigation and the desks lead to opens."""
    user = signed_in(client, person(role)) and User.objects.get()
    with translation.override(code):
        home, name = client.get(reverse("home")).content.decode(), user.get_full_name()
    links = set(re.findall(rf'href="(/{code}/[^"#]*)"', home))

    assert name in home
    assert f"/{code}/me/" in links
    for link in sorted(links):
        assert client.get(link, follow=True).status_code == 200, link


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("trainer", "courses:cohorts"),
        ("head", "courses:unit"),
        ("office", "people:people"),
        ("analyst", "surveys:needs_list"),
        ("administrator", "people:roles"),
        (None, "handbook:contents"),
    ],
)
def test_each_role_finds_its_own_things_first(client, role, first):
    signed_in(client, person(role))

    main = client.get("/en/").content.decode().split("<main")[1]

    with translation.override("en"):
        assert re.search(r'class="card-title"><a href="([^"]+)"', main).group(1) == reverse(first)


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_shows_what_one_may_open_and_no_more(client, role):
    signed_in(client, person(role))
    with translation.override("en"):
        guarded = {reverse(n) for n in ["people:people", "people:roles", "audit_trail", "system", "surveys:needs_list"]}
        shown = {item.url for item in context.navigation("/en/", User.objects.get())}

    for url in guarded:
        assert (client.get(url).status_code == 200) is (url in shown), url


def test_the_frame_costs_no_query_signed_out_and_one_signed_in(rf, django_assert_num_queries):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/tg/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        context.page(request)
    request.user = UserFactory(roles=["administrator"])
    with django_assert_num_queries(1):
        context.page(request)


def test_the_language_switch_keeps_the_place_and_the_question(client):
    page = client.get("/ru/accounts/login/?next=/ru/me/&x=1").content.decode()

    assert 'href="/en/accounts/login/?next=/ru/me/&amp;x=1"' in page


def test_logging_in_leads_back_from_a_page_but_not_from_home(client):
    assert 'href="/en/accounts/login/?next=/en/help/%3Fa%3D1"' in client.get("/en/help/?a=1").content.decode()
    assert 'href="/en/accounts/login/"' in client.get("/en/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_audit_trail_is_read_filtered_and_costs_the_same(client, rows, django_assert_num_queries):
    admin = person("administrator")
    for _ in range(rows):
        AuditEventFactory(actor_label="malika", subject_id=str(admin.pk), data={"role": "trainer", "unit": None})
    AuditEventFactory(actor_label="daler", action="role.granted")
    signed_in(client, admin)

    # session, person, roles, count, events, the people they are about
    with django_assert_num_queries(6):
        page = client.get("/en/audit/?who=malika").content.decode()
    assert page.count("opened an account</td>") == rows
    assert "role: trainer" in page
    assert "None" not in page.split("<tbody")[1]
    assert admin.full_name_en in page

    assert "gave a role</td>" in client.get("/en/audit/?action=role.granted").content.decode()
    assert 'class="empty"' in client.get("/en/audit/?until=2020-01-01").content.decode()
    assert "malika" in client.get("/en/audit/?since=2020-01-01").content.decode()


@pytest.mark.parametrize(
    "junk", ["?since=yesterday", "?action=x%27--", "?page=0", "?until=9999-12-31", "?actor_id__gt=0"]
)
def test_attack_29_the_trail_bears_any_query_string(client, junk):
    signed_in(client, person("administrator"))

    assert client.get(f"/en/audit/{junk}").status_code == 200


def test_the_state_of_the_system(client):
    OutboxMessageFactory(attempts=3, last_error="ValueError: the disk is full")
    AuditEventFactory(at="2026-03-21T12:00:00+05:00")
    signed_in(client, person("administrator"))

    page = client.get("/en/system/").content.decode()

    assert "the disk is full" in page
    assert "audit_digest" in page
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("code", ["tg", "ru", "en"])
def test_errors_in_every_language_without_a_database(code, rf, settings, django_assert_num_queries):
    from academy import errors

    with translation.override(code), django_assert_num_queries(0):
        pages = [errors.server_error(None), errors.bad_request(None, Exception())]

    for page, status in zip(pages, [500, 400], strict=True):
        assert page.status_code == status
        assert f'<html lang="{code}"' in page.content.decode()


def test_an_error_page_that_breaks_still_answers(monkeypatch):
    from academy import errors

    monkeypatch.setattr(errors.loader, "render_to_string", lambda *args: 1 / 0)

    assert errors.server_error(None).status_code == 500


def test_a_stale_form_says_that_nothing_was_changed():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    page = client.post("/en/accounts/login/", {})

    assert page.status_code == 403
    assert "Nothing was changed" in page.content.decode()


def test_too_many_attempts_is_a_page_of_ours(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post("/en/accounts/login/", {"login": "a", "password": "b"})

    page = client.post("/en/accounts/login/", {"login": "a", "password": "b"})

    assert page.status_code == 429
    assert page.headers["Retry-After"] == "300"
    assert "five minutes" in page.content.decode()


def test_no_page_here_is_over_its_weight(client):
    import gzip

    signed_in(client, person("administrator"))
    for _ in range(60):
        AuditEventFactory()
    for path in ["/tg/", "/tg/me/", "/tg/people/", "/tg/audit/", "/tg/roles/", "/tg/system/", "/tg/your-data/"]:
        assert len(gzip.compress(client.get(path).content)) < 14_000, path


@pytest.mark.parametrize("rows", [1, 3])
def test_ones_results_stand_on_ones_page(rf, rows, django_assert_num_queries):
    from django.template.loader import render_to_string

    from academy import own_results
    from tests.factories.assessments import ResultFactory, SittingFactory

    me = UserFactory()
    for _ in range(rows):
        ResultFactory(sitting=SittingFactory(candidate=me))
    ResultFactory()

    with django_assert_num_queries(1):
        section = own_results.my_results(me, rf.get("/"))
        page = render_to_string(section.template, section.context)

    assert page.count("<tr>") == rows + 1
