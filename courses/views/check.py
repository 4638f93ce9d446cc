"""The public check of certificates: no account, nothing kept, a brake for guessing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses import presenters
from courses.domain import verify
from courses.enums import Validity
from courses.forms import CheckFileForm, CheckForm
from ui import throttle

# A ministry's whole building may share one address; a machine that guesses is stopped within a minute.
MOST, SECONDS = 60, 600
View = Callable[..., HttpResponse]


def _guarded(view: View) -> View:
    """Never stored, never indexed."""

    @never_cache
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@_guarded
def form(request: HttpRequest) -> HttpResponse:
    """The form, and what a number comes to: validity, course, date and the masked name."""
    asked = CheckForm(request.GET if "number" in request.GET else None)
    if not asked.is_bound or not asked.is_valid():
        return render(request, "courses/check.html", {"form": asked, "file_form": CheckFileForm(), "found": None})
    number = asked.cleaned_data["number"]
    if verify.TOKEN.fullmatch(number.strip().upper()):
        return redirect("courses:check_token", number.strip().upper())
    if _too_often(request):
        return _slow_down(request)
    found = presenters.checked(verify.by_number(number), in_full=False)
    context = {"form": asked, "file_form": CheckFileForm(), "found": found, "number": number}
    return render(request, "courses/check.html", context)


@_guarded
def by_token(request: HttpRequest, token: str) -> HttpResponse:
    """What the paper shows, to whoever holds the paper. Only misses count as tries."""
    finding = verify.by_token(token)
    if finding.validity is Validity.UNKNOWN and _too_often(request):
        return _slow_down(request)
    found = presenters.checked(finding, in_full=True)
    context = {"form": CheckForm(), "file_form": CheckFileForm(), "found": found}
    return render(request, "courses/check.html", context, status=404 if finding.certificate is None else 200)


@never_cache
@require_POST
def by_file(request: HttpRequest) -> HttpResponse:
    """Whether a PDF is the one that was issued. Of an altered one no more is shown than by its number: whoever writes a
    number into a file learns nothing by it."""
    asked = CheckFileForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": CheckForm(), "file_form": asked, "found": None}
    if asked.is_valid():
        if _too_often(request):
            return _slow_down(request)
        finding = verify.by_file(asked.cleaned_data["file"])
        whole = finding.validity is not Validity.ALTERED
        context = {**context, "file_form": CheckFileForm(), "found": presenters.checked(finding, in_full=whole)}
    response = render(request, "courses/check.html", context, status=422 if asked.errors else 200)
    response["X-Robots-Tag"] = "noindex"
    return response


@_guarded
def short(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the QR code leads to the check page in the visitor's own language."""
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponseRedirect(reverse("courses:check_token", args=[token.upper()]))


def _too_often(request: HttpRequest) -> bool:
    address = get_adapter().get_client_ip(request)
    return throttle.spent(what="certificate-check", visitor=address, most=MOST, seconds=SECONDS)


def _slow_down(request: HttpRequest) -> HttpResponse:
    response = render(request, "courses/check_slow_down.html", {"minutes": SECONDS // 60}, status=429)
    response["Retry-After"] = str(SECONDS)
    return response
