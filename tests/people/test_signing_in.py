"""Signing in and out, the second factor, first passwords, sessions."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from ledger.models import AuditEvent
from people.domain import account, password, second_factor
from people.models import User
from tests.factories.people import PASSWORD, SECRET, UserFactory, signed_in, with_authenticator
from tests.people.flows import LOGIN, code, log_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["tg", "ru", "en"])
def test_a_learner_signs_in_and_is_home_in_their_own_language(client, language):
    UserFactory(username="malika", language=language)

    response = log_in(client, "Malika")

    assert response.headers["Location"] == f"/{language}/"
    assert client.cookies["django_language"].value == language
    assert client.get(f"/{language}/").status_code == 200


def test_signing_in_leads_back_to_where_one_came_from(client):
    UserFactory(username="malika", language="ru")

    asked = client.get("/en/me/")
    assert asked.headers["Location"] == "/en/accounts/login/?next=/en/me/"
    assert 'value="/en/me/"' in client.get(asked.headers["Location"]).content.decode()

    assert log_in(client, "malika", next="/en/me/").headers["Location"] == "/en/me/"


def test_a_role_signs_in_with_the_app(client):
    with_authenticator(UserFactory(username="nigora", roles=["trainer"]))

    first = log_in(client, "nigora")
    assert first.headers["Location"].endswith("/accounts/2fa/authenticate/")
    assert client.get("/tg/me/").status_code == 302, "not signed in before the code"

    wrong = client.post(first.headers["Location"], {"code": "000000"})
    assert wrong.status_code == 200
    assert "message-error" in wrong.content.decode() or "field-error" in wrong.content.decode()
    right = client.post(first.headers["Location"], {"code": code()})

    assert right.headers["Location"] == "/tg/"
    assert client.get("/tg/me/").status_code == 200


def test_a_code_works_once(client):
    with_authenticator(UserFactory(username="nigora", roles=["trainer"]))
    url = log_in(client, "nigora").headers["Location"]
    used = code()
    client.post(url, {"code": used})

    again = Client()
    log_in(again, "nigora")
    again.post(url, {"code": used})

    assert again.get("/tg/me/").status_code == 302


@pytest.mark.django_db(transaction=True)  # allauth tells of a new app after the commit
@pytest.mark.parametrize("role", ["trainer", "office", "analyst", "administrator"])
def test_a_role_without_an_app_is_led_to_set_it_up_and_nowhere_else(client, role):
    UserFactory(username="nigora", roles=[role])
    log_in(client, "nigora")

    for path in ["/tg/", "/tg/me/", "/tg/people/", "/tg/your-data/", "/tg/accounts/2fa/", "/cms/"]:
        response = client.get(path)
        assert response.status_code == 302, path
        assert response.headers["Location"].endswith("/accounts/2fa/totp/activate/"), path
    page = client.get("/tg/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode().replace(" ", "")  # it is shown four letters at a time

    done = client.post("/tg/accounts/2fa/totp/activate/", {"code": code(secret)})

    assert done.headers["Location"].endswith("/recovery-codes/")
    codes = client.get(done.headers["Location"]).content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", codes)) == 10
    assert client.get("/tg/").status_code == 200
    assert AuditEvent.objects.filter(action="second_factor.set_up").count() == 1


def test_a_recovery_code_replaces_the_app_once(client):
    user = UserFactory(username="nigora", roles=["trainer"])
    log_in(client, "nigora")
    client.get("/tg/accounts/2fa/totp/activate/")
    client.post("/tg/accounts/2fa/totp/activate/", {"code": code(client.session["mfa.totp.secret"])})
    recovery = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]

    for expected in [200, 302]:
        other = Client()
        url = log_in(other, "nigora").headers["Location"]
        other.post(url, {"code": recovery})
        assert other.get("/tg/me/").status_code == expected


def test_the_secret_is_not_in_the_database_as_it_is(settings):
    user = with_authenticator(UserFactory(roles=["office"]))
    held = Authenticator.objects.get(user=user)

    assert SECRET not in str(held.data)
    assert second_factor.holds(user=user, secret=SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert second_factor.holds(user=user, secret=SECRET), "an old key still opens it"
    settings.SECRET_KEY_FALLBACKS = []
    assert not held.wrap().validate_code(code()), "a lost key opens nothing"


def test_a_role_cannot_do_without_the_app_a_learner_can(client):
    trainer, learner = UserFactory(roles=["trainer"]), with_authenticator(UserFactory())
    signed_in(client, trainer)
    page = client.get("/tg/accounts/2fa/totp/deactivate/", follow=True)
    client.post("/tg/accounts/2fa/totp/deactivate/")
    assert page.status_code == 200
    assert Authenticator.objects.filter(user=trainer, type="totp").exists()

    other = Client()
    url = log_in(other, learner.username).headers["Location"]
    other.post(url, {"code": code()})
    removed = other.post("/tg/accounts/2fa/totp/deactivate/")
    assert removed.headers["Location"].endswith("/accounts/2fa/")
    assert not Authenticator.objects.filter(user=learner).exists()


def test_a_slip_forces_a_password_of_ones_own(client):
    user, office = UserFactory(username="daler"), UserFactory(roles=["office"])
    first = password.hand_out(user=user, by=office)
    log_in(client, "daler", first)

    assert client.get("/tg/").headers["Location"] == "/tg/accounts/password/change/"
    assert client.get("/tg/me/").headers["Location"] == "/tg/accounts/password/change/"
    new = {"oldpassword": first, "password1": "Офтоби-баҳор-77", "password2": "Офтоби-баҳор-77"}
    changed = client.post("/tg/accounts/password/change/", new)

    assert changed.headers["Location"] == "/tg/me/"
    assert client.get("/tg/me/").status_code == 200
    user.refresh_from_db()
    assert not user.must_change_password
    assert user.check_password("Офтоби-баҳор-77")
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        "password.handed_out",
        "password.changed",
    ]


def test_a_weak_password_is_refused_in_words(client):
    signed_in(client, UserFactory())

    for weak in ["short", "1234567890", "password123"]:
        sent = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        response = client.post("/en/accounts/password/change/", sent)
        assert response.status_code == 200, weak
        assert "field-error" in response.content.decode(), weak


def test_without_mail_the_reset_page_says_whom_to_ask(client, settings, mailoutbox):
    settings.EMAIL_HOST = ""
    page = client.get("/en/accounts/password/reset/")

    assert "academy office" in page.content.decode()
    assert client.post("/en/accounts/password/reset/", {"email": "a@example.org"}).status_code == 200
    assert mailoutbox == []
    for step in ["account_reset_password_done", "account_reset_password_from_key_done"]:
        assert client.get(reverse(step)).status_code == 404


def test_with_mail_a_link_resets_the_password_once(client, settings, mailoutbox):
    settings.EMAIL_HOST = "mail.example.org"
    settings.BASE_URL = "https://dastur.example.org"
    user = UserFactory(email="daler@example.org", must_change_password=True)
    client.post("/en/accounts/password/reset/", {"email": "daler@example.org"})
    client.post("/en/accounts/password/reset/", {"email": "nobody@example.org"})
    assert [m.to for m in mailoutbox] == [["daler@example.org"]]
    link = re.search(r"https://dastur\.example\.org(/en/\S+)", mailoutbox[0].body).group(1)

    form = client.get(link, follow=True)
    new = {"password1": "Офтоби-баҳор-77", "password2": "Офтоби-баҳор-77"}
    client.post(form.redirect_chain[-1][0], new)

    user.refresh_from_db()
    assert user.check_password("Офтоби-баҳор-77")
    assert not user.must_change_password
    assert "set-password" not in str(Client().get(link, follow=True).redirect_chain), "the link works once"


@pytest.mark.parametrize(
    "name",
    [
        "account_signup", "account_email", "account_email_verification_sent", "account_set_password",
        "account_confirm_login_code",
    ],
)  # fmt: skip
def test_what_is_not_used_is_not_there(client, name):
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), {}).status_code == 404


@pytest.mark.ignore_template_errors
def test_the_editor_has_no_door_of_its_own(client):
    assert client.get("/cms/").headers["Location"] == "/cms/login/?next=/cms/"
    assert client.get("/cms/login/?next=/cms/").headers["Location"] == "/tg/accounts/login/?next=%2Fcms%2F"
    client.cookies["django_language"] = "ru"
    assert client.post("/cms/login/").headers["Location"] == "/ru/accounts/login/"
    assert client.get("/cms/password_reset/").status_code in {302, 404}


def test_a_closed_account_is_out_at_once_and_cannot_come_back(client):
    user = UserFactory(username="daler")
    log_in(client, "daler")
    assert client.get("/tg/me/").status_code == 200

    account.close(user=user, by=None)

    assert client.get("/tg/me/").status_code == 302
    assert log_in(Client(), "daler").headers["Location"].endswith("/accounts/inactive/")
    account.reopen(user=User.objects.get(pk=user.pk), by=None)
    assert log_in(Client(), "daler").headers["Location"] == "/tg/"


def test_signing_out_is_a_post_and_clears_the_browser(client):
    signed_in(client, UserFactory())

    assert client.get("/tg/accounts/logout/").status_code == 200
    assert client.get("/tg/me/").status_code == 200, "a GET signs nobody out"
    out = client.post("/tg/accounts/logout/")

    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/tg/me/").status_code == 302


def test_the_login_page_asks_for_no_more_than_it_needs(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(LOGIN)
    assert 'autocomplete="current-password"' in page.content.decode()
    assert "placeholder" not in page.content.decode()
