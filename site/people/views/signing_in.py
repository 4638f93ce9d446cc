"""Signing in, where allauth's own view isn't enough."""

from allauth.account import views as allauth_views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from ui import languages


def password_reset(request: HttpRequest) -> HttpResponse:
    """By e-mail where the server can send it; else the page says whom to ask."""
    if settings.EMAIL_HOST:
        return allauth_views.password_reset(request)
    return render(request, "account/password_reset_at_the_office.html")


def cms_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in page knows no second factor: everybody signs in at the one door.

    This address has no language of its own: the door is shown in the one chosen last, else in Tajik.
    """
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    with translation.override(chosen if chosen in languages.codes() else settings.CONTENT_LANGUAGE):
        response = redirect("account_login")
    if request.GET:
        response["Location"] += f"?{request.GET.urlencode()}"
    return response
