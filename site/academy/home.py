"""What each role sees first, and the choice of language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path
from django.views.decorators.http import require_http_methods, require_POST

from academy import desks, own_results
from courses.domain import messages
from handbook.presenters.contents import place
from people.adapter import remember_language
from people.domain import language
from people.models import User
from ui import languages


def root(request: HttpRequest) -> HttpResponse:
    """«/» leads to the language chosen earlier, else to Tajik: never to a guess from the browser's settings."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    code = chosen if chosen in languages.codes() else settings.CONTENT_LANGUAGE
    return HttpResponseRedirect(f"/{code}/")


def home(request: HttpRequest) -> HttpResponse:
    """Signed out: what this is and how to begin. Signed in: what is to be done next, and the desk of each role."""
    user: Any = request.user
    if not isinstance(user, User):
        return render(request, "academy/welcome.html")
    coming, unread = desks.coming(user), messages.unread(user)
    data = {
        "person": user,
        "corrected": own_results.corrected(user),
        "coming": coming,
        "tests": desks.tests(user, coming),
        "reading": place(user),
        "surveys": desks.surveys(user),
        "unread": unread,
        "desks": desks.desks(user, unread),
    }
    return render(request, "academy/home.html", data)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remembers a language, and leads to the same place in it."""
    code, following = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(following, allowed_hosts=None):
        following = "/"
    if code not in languages.codes():
        return HttpResponseRedirect(following)
    user: Any = request.user
    if isinstance(user, User):
        language.choose(user=user, language=code, by=user)
    # An address is only recognised while the language that it begins with is active.
    with translation.override(get_language_from_path(following) or languages.current()):
        response = HttpResponseRedirect(str(translate_url(following, code)))
    remember_language(response, code)
    return response


SIZES, YEAR = ("1", "2", "3"), 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
def text_size(request: HttpRequest) -> HttpResponse:
    """Three sizes of text; the choice is a cookie, so that the server draws every page in it at once."""
    following = request.POST.get("next") or request.GET.get("next") or reverse("home")
    if not url_has_allowed_host_and_scheme(following, allowed_hosts=None):
        following = reverse("home")
    size = request.POST.get("size", "")
    if request.method != "POST" or size not in SIZES:
        chosen = request.COOKIES.get("size", SIZES[0])
        data = {"next": following, "chosen": chosen if chosen in SIZES else SIZES[0], "sizes": SIZES}
        return render(request, "academy/text_size.html", data)
    response = HttpResponseRedirect(following)
    response.set_cookie("size", size, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


def your_data(request: HttpRequest) -> HttpResponse:
    """What is kept of a person, why, and who sees it."""
    return render(request, "academy/your_data.html")


def help_page(request: HttpRequest) -> HttpResponse:
    """How to begin, and whom to ask."""
    return render(request, "academy/help.html")
