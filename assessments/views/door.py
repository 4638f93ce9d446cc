"""At the door of an assessment: what is open to a person, tickets entered, and refusals in words."""

from __future__ import annotations

import re

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments import door_presenters
from assessments.domain import door, tickets
from assessments.door_forms import TicketForm
from people.access import SignedIn
from ui import throttle

SLUG = re.compile(r"[-\w]{1,60}", re.ASCII)
# Ten codes in ten minutes: enough for cold fingers, far too few for guessing one of 31^10.
MOST, SECONDS = 10, 600


def is_inside(request: HttpRequest, networks: str) -> bool:
    """Whether the visitor comes from one of the networks; without a list the address isn't even looked at."""
    return not networks.strip() or door.is_inside(networks, get_adapter().get_client_ip(request))


def outside(request: HttpRequest, title: str) -> HttpResponse:
    """Says that this is to be done from another place; what was saved is kept."""
    return render(request, "assessments/outside.html", {"title": title}, status=403)


@login_required
@require_safe
def open_to_me(request: SignedIn) -> HttpResponse:
    """Quizzes and examinations that one may sit now or later, and a field for a ticket's code."""
    context = {"cards": door_presenters.cards(request.user), "ticket_form": TicketForm()}
    return render(request, "assessments/open.html", context)


@login_required
@require_POST
def enter_ticket(request: SignedIn) -> HttpResponse:
    """Takes a ticket's code and leads to what it opens; a wrong one is refused without saying why it is wrong."""
    if throttle.spent(what="ticket", visitor=str(request.user.pk), most=MOST, seconds=SECONDS):
        messages.error(request, _("Too many codes. Wait ten minutes, or ask whoever gave you the ticket."))
        return _back(request)
    try:
        entered = tickets.enter(code=request.POST.get("ticket", "")[:40], candidate=request.user)
    except tickets.WrongCode:
        messages.error(request, _("This code opens nothing for you. Look at it again: it may have been used already."))
        return _back(request)
    messages.success(request, _("The ticket is entered. It is good for one attempt."))
    return redirect("assessments:assessment", entered.assessment.code)


def _back(request: SignedIn) -> HttpResponse:
    """To the page that the code was typed on: the list, or an assessment's own."""
    code = request.POST.get("for", "")
    return redirect("assessments:assessment", code) if SLUG.fullmatch(code) else redirect("assessments:open")
