"""Signing in as a person does it: forms are posted, codes are computed from the secret."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from tests.factories.people import PASSWORD, SECRET

LOGIN = "/tg/accounts/login/"


def code(secret: str = SECRET) -> str:
    """The six digits that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def log_in(client: Client, username: str, password: str = PASSWORD, **extra: str) -> HttpResponse:
    """The answer to the posted login form."""
    return client.post(LOGIN, {"login": username, "password": password, **extra})
