"""How allauth behaves here: no self-registration, our words, a person's own language after signing in."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import quote

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from people.logins import normal_login
from people.models import User
from people.roles import needs_second_factor


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask the academy office."),
        "enter_current_password": _("Type the password that you use now."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("The user name or the password is wrong."),
        "username_password_mismatch": _("The user name or the password is wrong."),
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes and try again."),
        "invalid_password_reset": _("This link has been used already, or is too old."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the academy office, never by whoever comes along."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts attempts by the one form of a login, so that another spelling is no new try."""
        credentials["username"] = normal_login(credentials.get("username", ""))
        super().pre_authenticate(request, **credentials)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home in the person's own language."""
        with translation.override(getattr(request.user, "language", settings.CONTENT_LANGUAGE)):
            return reverse("home")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        remember_language(response, getattr(user, "language", settings.CONTENT_LANGUAGE))
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:me")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within minutes of signing in: whoever has just typed their password isn't asked for it again."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the address that the settings name, whatever host the request claimed to be for."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", quote(key))

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:  # type: ignore[override]
        words = {
            "reauthenticate": _("Use your password instead"),
            "mfa_reauthenticate": _("Use the authenticator app instead"),
        }
        methods = super().get_reauthentication_methods(user)  # type: ignore[arg-type]
        return [{**method, "description": words[method["id"]]} for method in methods]


def remember_language(response: HttpResponse, language: str) -> None:
    """Sets the cookie by which «/» finds the language chosen last."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


class MFAAdapter(DefaultMFAAdapter):
    """Authenticator secrets are stored encrypted: a copy of the database alone opens no account."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or too old. Type the one that the app shows now."),
        "cannot_delete_authenticator": _("Your role needs the authenticator app."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; under another SECRET_KEY a random one, which no code fits, until the office resets it."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Holders of a role may not go without; a lost telephone is the office's to reset."""
        user = authenticator.user
        return not (isinstance(user, User) and needs_second_factor(user))


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"people.adapter.totp:{key!s}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
