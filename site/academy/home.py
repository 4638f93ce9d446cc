"""What each role sees first."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ui import languages


def root(request: HttpRequest) -> HttpResponse:
    """«/» leads to the language chosen earlier, else to Tajik: never to a guess from the browser's settings."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    code = chosen if chosen in languages.codes() else settings.CONTENT_LANGUAGE
    return HttpResponseRedirect(f"/{code}/")


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "academy/home.html")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    code, following = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(following, allowed_hosts=None):
        following = "/"
    response = HttpResponseRedirect(following)
    if code in languages.codes():
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, samesite="Lax")
    return response
