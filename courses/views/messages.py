"""Messages to the person who looks."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses import message_presenters
from courses.domain import messages
from people.access import SignedIn

A_PAGE = 20


@login_required
@require_safe
def listing(request: SignedIn) -> HttpResponse:
    """One's own messages, newest first; those shown are read thereby."""
    shown = Paginator(messages.to(request.user), A_PAGE).get_page(request.GET.get("page"))
    found = list(shown)
    context = {"shown": shown, "said": message_presenters.said(found)}
    response = render(request, "courses/messages.html", context)
    if request.method == "GET":
        messages.mark_read(messages=found, by=request.user)
    return response
