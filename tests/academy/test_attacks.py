"""What must be refused at the edges of the whole: other people's doors, odd requests, a server half set up."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.embeds.models import Embed

from courses.models import LessonPage
from handbook.models import SectionPage
from people.domain.grant import grant
from people.enums import Role
from people.models import User
from tests.factories.people import PASSWORD, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
CMS = [
    "", "pages/", "pages/1/", "pages/1/edit/", "pages/1/history/", "pages/1/view_draft/", "pages/1/usage/",
    "api/main/pages/", "api/main/documents/", "api/main/images/", "choose-page/", "choose-page/search/?q=a",
    "reports/site-history/", "reports/locked/", "reports/page-types-usage/", "translations/", "users/", "users/add/",
    "groups/", "sites/", "collections/", "workflows/list/", "account/", "documents/", "documents/chooser/", "images/",
    "images/chooser/", "images/multiple/add/", "embeds/chooser/", "snippets/assessments/question/",
    "snippets/choose/assessments/question/", "snippets/courses/course/", "snippets/choose/courses/course/",
    "handbook/archive/", "handbook/archive/preview/",
]  # fmt: skip


def trainer(client):
    person = UserFactory()
    grant(user=person, role=Role.TRAINER, by=None)
    return signed_in(client, person)


def test_attack_20_embedding_fetches_nothing_from_other_servers(client, monkeypatch):
    def called(*args, **kwargs):
        raise AssertionError("a request left the server")

    monkeypatch.setattr("urllib.request.urlopen", called)
    monkeypatch.setattr("socket.create_connection", called)
    trainer(client)

    page = client.post("/cms/embeds/chooser/upload/", {"embed-chooser-url": "https://www.youtube.com/watch?v=x"})

    assert page.status_code == 200
    assert not Embed.objects.exists()


@pytest.mark.parametrize("page", [SectionPage, LessonPage])
def test_attack_22_no_page_can_be_marked_private_where_views_would_show_it_still(page):
    form = PageViewRestrictionForm(private_page_options=page.private_page_options)

    assert [code for code, _label in form.fields["restriction_type"].choices] == ["none"]


@pytest.mark.parametrize("roles", [[], [Role.HEAD], [Role.OFFICE], [Role.ANALYST]], ids=str)
def test_attack_23_nobody_but_authors_opens_any_part_of_the_editor(client, roles):
    signed_in(client, UserFactory(roles=roles))

    shown = [path for path in CMS if client.get(f"/cms/{path}").status_code not in {302, 403, 404}]

    assert shown == []


def test_attack_23_an_author_is_no_administrator(client):
    trainer(client)
    before = User.objects.values_list("pk", "username", "is_superuser").order_by("pk")
    untouched = list(before)

    closed = ["users/", "users/add/", "groups/", "groups/new/", "sites/", "collections/", "workflows/list/", "locales/"]
    answers = {path: client.get(f"/cms/{path}").status_code for path in closed}
    client.post("/cms/users/add/", {"username": "own", "is_superuser": "on"})

    assert not {path for path, status in answers.items() if status == 200}
    assert list(before.all()) == untouched


@pytest.mark.parametrize("path", ["/en/_util/login/", "/cms/login/"])
def test_attack_25_wagtails_own_sign_in_pages_lead_to_the_one_door(client, path):
    user = UserFactory(roles=[Role.HEAD])

    for data in [{}, {"username": user.username, "password": PASSWORD}, {"login": user.username, "password": PASSWORD}]:
        answer = client.post(path, data)
        assert answer.status_code == 302
        assert answer.headers["Location"].split("?")[0].endswith("/accounts/login/")
    assert client.get("/en/me/").status_code == 302, "nobody was signed in"
    assert reverse("wagtailcore_login").endswith("/_util/login/"), "the name is where private pages lead"


@pytest.mark.parametrize("name", ["sessionid", "django_language", "csrftoken"])
def test_attack_30_a_cookie_with_a_null_is_no_error(client, name):
    client.cookies.load(f'{name}="{"a" * 32}\\000"')

    assert client.get("/en/").status_code == 200
    assert client.get("/en/me/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/tg/%00", "/tg/../cms/", "/tg/%2e%2e/cms/", "/tg/%E2%88%95", "/tg//evil.example/", "/documents/1/%00",
        "/tg/check/%00/", "/c/%00/", "/tg/people/99999999999999999999999/", "/tg/courses/" + "x" * 3000 + "/",
        "/tg/handbook/" + "q" * 3000 + "/", "/tg/certificates/99999999999999999999999/", "/en/surveys/%E2%80%AE/",
    ],
)  # fmt: skip
def test_attack_30_an_odd_address_is_a_plain_404(client, path):
    signed_in(client, UserFactory(roles=[Role.OFFICE]))

    assert client.get(path, follow=True).status_code in {404, 429}


@pytest.mark.parametrize("cache", [None, ""])
def test_attack_39_production_does_not_start_without_a_shared_cache(cache):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "academy.settings.production",
        "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz!?",
        "ALLOWED_HOSTS": "dastur.example.org",
        "BASE_URL": "https://dastur.example.org",
        "DATABASE_URL": "postgres://nobody@127.0.0.1/none",
    }
    environment.pop("CACHE_URL", None)
    if cache is not None:
        environment["CACHE_URL"] = cache
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "CACHE_URL" in done.stderr
