"""What readers leave behind: their place, what they have read, and what they found wrong."""

import re
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handbook.domain import contents, visit
from handbook.domain import report as reports
from handbook.forms.reading import ReportForm
from handbook.models import SectionPage
from handbook.presenters import contents as presenters
from people.models import User
from ui import languages, throttle

BLOCK = re.compile(r"[0-9a-f-]{36}|")
# A class of thirty may sit behind one address; a machine is stopped.
MOST, SECONDS = 30, 600


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Keeps the block that was read last, and that the end was reached: a few bytes of the page's script, no answer."""
    if not isinstance(request.user, User):
        return HttpResponseForbidden()
    block = request.POST.get("block", "")
    if not BLOCK.fullmatch(block):
        return HttpResponse(status=400)
    section = _published(request)
    visit.keep_place(section=section, block=block, by=request.user)
    if request.POST.get("read") == "1":
        visit.mark(section=section, read=True, by=request.user)
    return HttpResponse(status=204)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Marks a section as read or not; leads back to where its button stands."""
    user: Any = request.user
    section = _published(request)
    visit.mark(section=section, read=request.POST.get("read") != "0", by=user)
    return redirect(f"{section.get_url(request)}#read")


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form for what is wrong at a place of a section, open to everybody who can read it."""
    section = contents.find(request.GET.get("section", ""))
    if section is None:
        raise Http404
    block = request.GET.get("block", "")
    form = ReportForm(request.POST or None, places=presenters.places(section), initial={"place": block})
    if request.method == "POST" and form.is_valid() and not _too_often(request, form):
        _keep(request, section, form)
        return redirect(f"{reverse('handbook:report_done')}?section={request.GET['section']}")
    slow = form.has_error(NON_FIELD_ERRORS, "slow")
    status = 429 if slow else 400 if form.errors else 200
    shown = presenters.paragraph(section, form["place"].value() or "")
    return render(request, "handbook/report.html", {"section": section, "form": form, "shown": shown}, status=status)


def report_done(request: HttpRequest) -> HttpResponse:
    """Thanks, and the way back to the section."""
    section = contents.find(request.GET.get("section", ""))
    return render(request, "handbook/report_done.html", {"section": section})


def _keep(request: HttpRequest, section: SectionPage, form: ReportForm) -> None:
    user = request.user if isinstance(request.user, User) else None
    told = form.cleaned_data
    reports.report(section=section, block=told["place"], language=languages.current(), text=told["text"], by=user)


def _published(request: HttpRequest) -> SectionPage:
    number = request.POST.get("section", "")
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        raise Http404
    return get_object_or_404(contents.sections(), pk=int(number))


def _too_often(request: HttpRequest, form: ReportForm) -> bool:
    """Whether that was one too many; the form then says so, with all that was written still in it."""
    visitor = str(request.user.pk) if request.user.is_authenticated else get_adapter().get_client_ip(request)
    spent = throttle.spent(what="problem-report", visitor=visitor, most=MOST, seconds=SECONDS)
    if spent:
        said = _("Many reports have come from here. Wait ten minutes and send yours again.")
        form.add_error(None, ValidationError(said, code="slow"))
    return spent
