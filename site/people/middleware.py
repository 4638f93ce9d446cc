"""Sessions that end by themselves, and what must be done before anything else is."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from people.models import User
from people.roles import needs_second_factor

Handler = Callable[[HttpRequest], HttpResponse]
BEGAN, SEEN = "began", "seen"
# How exactly the last request is remembered: a session is written this seldom, not at every request.
REMEMBERED_EVERY = 5 * 60
SIGNED_OUT = "people_signed_out"


class SessionLimits:
    """Ends a session after hours without a request, and after a day's work in any case.

    At sign-out the browser is told to forget what it kept: on a shared telephone the next person finds nothing.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._keep(request)
        response = self.get_response(request)
        if getattr(request, SIGNED_OUT, False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _keep(self, request: HttpRequest) -> None:
        now = int(time.time())
        began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, 0)
        if now - began > settings.SESSION_COOKIE_AGE or (seen and now - seen > settings.SESSION_IDLE_SECONDS):
            logout(request)
        elif now - seen > REMEMBERED_EVERY:
            request.session[BEGAN], request.session[SEEN] = began, now


class SecondFactorRequired:
    """Nobody with a role acts on a password alone, nor anybody on a password that the office knows."""

    REACHABLE = frozenset({"account_logout", "account_login", "account_reauthenticate", "set_language"})
    PASSWORD = "account_change_password"  # noqa: S105 (the name of an address)
    SET_UP = "mfa_activate_totp"

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Leads to the step that is missing, whatever was asked for; a JSON client sees the redirect and stops."""
        user = request.user
        if not isinstance(user, User):
            return None
        step = self._missing(request, user)
        match = request.resolver_match
        name = match.url_name if match else None
        if step is None or name == step or name in self.REACHABLE:
            return None
        return HttpResponseRedirect(reverse(step))

    def _missing(self, request: HttpRequest, user: User) -> str | None:
        if user.must_change_password:
            return self.PASSWORD
        # The record in the session is asked first: it costs no query.
        if signed_in_with_app(request, user) or not needs_second_factor(user):
            return None
        return self.SET_UP


def signed_in_with_app(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened with a code of the authenticator app, or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
