"""What must be refused at the door (security list, rows 25-28, 37 and 39)."""

import re
import statistics
import time

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from people.domain import grant, password, second_factor
from people.models import User
from tests.factories.people import PASSWORD, UserFactory, signed_in, with_authenticator
from tests.people.flows import LOGIN, code, log_in

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many wrong attempts"
WRONG = "The user name or the password is wrong."
EN = "/en/accounts/login/"


def attempt(client, name, word, **headers):
    return client.post(EN, {"login": name, "password": word}, **headers).content.decode()


def test_attack_25_guessing_one_account_is_throttled_from_anywhere(client):
    UserFactory(username="malika")

    answers = [attempt(client, "malika", f"guess {n}", REMOTE_ADDR=f"10.0.0.{n}") for n in range(100)]

    assert all(WRONG in answer for answer in answers[:5])
    assert all(TOO_MANY in answer for answer in answers[5:])
    assert TOO_MANY in attempt(client, "malika", PASSWORD, REMOTE_ADDR="10.0.1.1"), "nor is the right one tried"
    assert TOO_MANY in attempt(client, "ＭＡＬＩＫＡ", PASSWORD), "nor under another spelling"


def test_attack_25_trying_one_password_on_everybody_is_throttled(client):
    answers = [attempt(client, f"person{n}", "Qwerty-2026") for n in range(100)]

    assert sum(WRONG in answer for answer in answers) == 60
    assert sum(TOO_MANY in answer for answer in answers) == 40


def test_attack_25_a_forged_forwarded_address_is_no_new_address(client):
    answers = [attempt(client, f"p{n}", "x", HTTP_X_FORWARDED_FOR=f"10.9.8.{n}") for n in range(62)]

    assert sum(TOO_MANY in answer for answer in answers) == 2


def test_attack_25_by_json_it_is_no_easier(client):
    UserFactory(username="malika")
    sent = [client.post(EN, {"login": "malika", "password": f"g{n}"}, HTTP_ACCEPT="application/json") for n in range(8)]

    assert [TOO_MANY in response.content.decode() for response in sent] == [False] * 5 + [True] * 3


def test_attack_25_codes_cannot_be_guessed(client):
    with_authenticator(UserFactory(username="nigora", roles=["office"]))
    url = log_in(client, "nigora").headers["Location"]

    for n in range(20):
        client.post(url, {"code": f"{n:06d}"})
    client.post(url, {"code": code()})

    assert client.get("/tg/me/").status_code == 302, "the right code comes too late"


def test_attack_25_an_unknown_name_answers_with_the_same_text(client):
    UserFactory(username="malika")

    known, unknown = attempt(client, "malika", "wrong"), attempt(client, "nobody", "wrong")

    assert _plain(known).replace("malika", "X") == _plain(unknown).replace("nobody", "X")


def test_attack_25_an_unknown_name_takes_about_the_same_time(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    User.objects.filter(pk=UserFactory(username="malika").pk).update(password=make_password(PASSWORD))

    def seconds(name: str) -> float:
        began = time.perf_counter()
        attempt(client, name, "wrong")
        return time.perf_counter() - began

    attempt(client, "malika", "warm")
    known = statistics.median(seconds("malika") for _ in range(5))
    unknown = statistics.median(seconds("nobody") for _ in range(5))

    assert 0.5 < known / unknown < 2


def test_attack_25_asking_for_resets_is_throttled_and_tells_nothing(client, settings, mailoutbox):
    settings.EMAIL_HOST = "mail.example.org"
    UserFactory(email="daler@example.org")
    url = "/en/accounts/password/reset/"

    known = client.post(url, {"email": "daler@example.org"})
    unknown = client.post(url, {"email": "nobody@example.org"})
    many = [client.post(url, {"email": "daler@example.org"}).status_code for _ in range(6)]

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert many[-1] == 429
    assert len(mailoutbox) <= 3


def test_attack_25_a_reset_link_names_our_host_whatever_the_request_says(client, settings, mailoutbox):
    settings.EMAIL_HOST = "mail.example.org"
    settings.BASE_URL = "https://dastur.example.org"
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    UserFactory(email="daler@example.org")

    client.post("/en/accounts/password/reset/", {"email": "daler@example.org"}, HTTP_HOST="other.example.org")
    refused = client.post("/en/accounts/password/reset/", {"email": "x@example.org"}, HTTP_HOST="evil.example")

    assert "https://dastur.example.org/" in mailoutbox[0].body
    assert "other.example.org" not in mailoutbox[0].body + mailoutbox[0].subject
    assert refused.status_code == 400


def test_attack_26_a_session_planted_before_signing_in_is_worthless(client):
    UserFactory(username="malika")
    client.get(LOGIN)
    client.session["planted"] = 1
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    log_in(client, "malika")

    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/tg/me/").status_code == 302


@pytest.mark.parametrize(
    "act",
    [
        lambda user: password.hand_out(user=user, by=None),
        lambda user: second_factor.reset(user=user, by=None),
        lambda user: grant.grant(user=user, role="analyst", by=None),
    ],
    ids=["password", "second factor", "role"],
)
def test_attack_26_an_old_cookie_is_refused_after(act, client):
    user = UserFactory(username="malika")
    log_in(client, "malika")
    assert client.get("/tg/me/").status_code == 200

    act(user)

    assert client.get("/tg/me/").status_code == 302


def test_attack_26_changing_the_password_ends_the_other_sessions_only(client):
    UserFactory(username="malika")
    here, elsewhere = client, Client()
    log_in(here, "malika")
    log_in(elsewhere, "malika")

    new = {"oldpassword": PASSWORD, "password1": "Офтоби-баҳор-77", "password2": "Офтоби-баҳор-77"}
    here.post("/tg/accounts/password/change/", new)

    assert here.get("/tg/me/").status_code == 200
    assert elsewhere.get("/tg/me/").status_code == 302


def test_attack_26_a_cookie_kept_after_signing_out_is_refused(client):
    UserFactory(username="malika")
    log_in(client, "malika")
    kept = client.cookies["sessionid"].value
    client.post("/tg/accounts/logout/")

    thief = Client()
    thief.cookies["sessionid"] = kept

    assert thief.get("/tg/me/").status_code == 302


@pytest.mark.parametrize(("key", "ago"), [("seen", 3 * 3600), ("began", 13 * 3600)])
def test_attack_26_a_session_ends_by_itself(client, key, ago):
    signed_in(client, UserFactory())
    session = client.session
    session[key] = int(time.time()) - ago
    session.save()

    assert client.get("/tg/me/").status_code == 302


def test_attack_26_a_session_in_use_stays(client):
    signed_in(client, UserFactory())
    session = client.session
    session["seen"] = int(time.time()) - 3600
    session.save()

    assert client.get("/tg/me/").status_code == 200
    assert time.time() - client.session["seen"] < 60


def test_attack_26_cookies_are_out_of_reach_of_scripts_and_other_sites(client):
    UserFactory(username="malika")
    log_in(client, "malika")

    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "path",
    [
        "/language/", "/tg/accounts/login/", "/tg/accounts/logout/", "/tg/accounts/password/change/",
        "/tg/accounts/2fa/totp/activate/", "/tg/people/{pk}/password/", "/tg/people/{pk}/second-factor/",
        "/tg/people/{pk}/close/", "/tg/people/{pk}/reopen/", "/tg/people/new/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json", "text/plain"])
def test_attack_27_no_post_without_its_token(path, kind):
    client = signed_in(Client(enforce_csrf_checks=True), UserFactory(roles=["office"]))
    before = User.objects.order_by("pk").values_list("password", "is_active", "language")
    person = UserFactory()
    untouched = list(before)

    response = client.post(path.format(pk=person.pk), data="language=en", content_type=kind)

    assert response.status_code == 403
    assert list(before.all()) == untouched
    assert "form" in response.content.decode() or "форм" in response.content.decode().lower() or response.content


@pytest.mark.parametrize("act", ["password", "second-factor", "close", "reopen"])
def test_attack_27_a_get_changes_nothing(client, act):
    signed_in(client, UserFactory(roles=["office"]))
    person = UserFactory()

    assert client.get(f"/tg/people/{person.pk}/{act}/").status_code == 405
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert person.is_active
    assert client.get("/language/?language=en").status_code == 405


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example", r"\\evil.example", r"/\evil.example", "https://evil.example/", "javascript:alert(1)",
        "http:evil.example", "///evil.example", "\t//evil.example", "%2F%2Fevil.example/..//",
    ],
)  # fmt: skip
def test_attack_28_next_leads_nowhere_else(client, evil):
    UserFactory(username="malika")

    gone = [
        log_in(client, "malika", next=evil).headers["Location"],
        client.post("/language/", {"language": "ru", "next": evil}).headers["Location"],
        client.post(f"/tg/accounts/logout/?next={evil}").headers["Location"],
    ]

    for location in gone:
        assert re.fullmatch(r"/(?![/\\]).*|%2F%2Fevil.*", location), location


def test_attack_37_nothing_personal_is_kept_by_a_cache(client):
    signed_in(client, UserFactory())

    for path in ["/tg/", "/tg/me/", "/tg/accounts/password/change/", "/tg/your-data/"]:
        assert "no-store" in client.get(path).headers["Cache-Control"], path
    out = client.post("/tg/accounts/logout/")
    assert "storage" in out.headers["Clear-Site-Data"]
    assert "no-store" in client.get("/tg/me/").headers.get("Cache-Control", "no-store")


def test_attack_37_a_slip_is_shown_once_and_never_kept(client):
    signed_in(client, UserFactory(roles=["office"]))
    person = UserFactory()

    slip = client.post(f"/tg/people/{person.pk}/password/")
    word = re.search(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b", slip.content.decode()).group(0)

    assert "no-store" in slip.headers["Cache-Control"]
    assert User.objects.get(pk=person.pk).check_password(word)
    assert word not in client.get(f"/tg/people/{person.pk}/").content.decode()
    assert not User.objects.filter(password__contains=word).exists()


def test_attack_39_errors_show_nothing_of_the_inside(client, settings, monkeypatch):
    settings.DEBUG = False
    client.raise_request_exception = False
    monkeypatch.setattr("academy.desks.coming", lambda user: 1 / 0)
    signed_in(client, UserFactory())

    page = client.get("/tg/")

    assert page.status_code == 500
    assert not re.search(rb"Traceback|ZeroDivision|desks|django", page.content, re.IGNORECASE)


@pytest.mark.parametrize("path", ["/metrics", "/django-admin/", "/admin/", "/.env", "/.git/config", "/__debug__/"])
def test_attack_39_there_is_no_back_door(client, path):
    assert client.get(path, follow=True).status_code == 404


def test_attack_39_a_forged_host_is_refused(client):
    response = client.get("/tg/", HTTP_HOST="evil.example")

    assert response.status_code == 400
    assert b"evil.example" not in response.content


def test_attack_39_production_settings_pass_djangos_own_check():
    import os
    import subprocess
    import sys

    from django.conf import settings

    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "academy.settings.production",
        "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz!?",
        "ALLOWED_HOSTS": "dastur.example.org",
        "BASE_URL": "https://dastur.example.org",
        "DATABASE_URL": "postgres://nobody@127.0.0.1/none",
        "CACHE_URL": "redis://127.0.0.1:6379/9",
        "CELERY_BROKER_URL": "redis://127.0.0.1:6379/9",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_attack_40_a_name_as_long_as_allowed_breaks_no_page(client):
    long = "Ғ" * 149 + "ӯ"
    user = UserFactory(full_name_tg=long, full_name_ru=long, full_name_en="<b>&" * 30)
    signed_in(client, UserFactory(roles=["office"]))

    page = client.get(f"/tg/people/{user.pk}/")
    english = client.get(f"/en/people/{user.pk}/").content.decode()

    assert page.status_code == 200
    assert long in page.content.decode()
    assert "<b>&" not in english
    assert "&lt;b&gt;&amp;" in english


def _plain(page: str) -> str:
    """A page without what differs at every load."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
