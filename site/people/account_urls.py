"""Signing in: those of allauth's addresses that are used here. The others keep their names and answer 404."""

from typing import Any

from allauth.account import urls as allauth_urls
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, include, path

from people.views import signing_in

OURS = {"account_reset_password": signing_in.password_reset}
REACHABLE = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    *OURS,
}
BY_MAIL = {
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def not_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Nobody signs up by themselves, nor manages e-mail addresses here."""
    raise Http404


def by_mail(view: Any) -> Any:
    """A step of the reset by e-mail, which there is only where e-mail is set up."""

    def step(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs) if settings.EMAIL_HOST else not_here(request)

    return step


def ours(pattern: URLPattern) -> URLPattern:
    """The same address and name with the view that answers there."""
    name = pattern.name or ""
    view = OURS.get(name, pattern.callback) if name in REACHABLE else not_here
    if name in BY_MAIL:
        view = by_mail(pattern.callback)
    return URLPattern(pattern.pattern, view, name=name)


urlpatterns: list[Any] = [ours(pattern) for pattern in allauth_urls.urlpatterns]
urlpatterns += [path("2fa/", include("allauth.mfa.urls"))]
