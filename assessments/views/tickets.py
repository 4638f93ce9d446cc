"""Tickets for whoever runs an examination: how many there are, and new ones to print, shown once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.domain import authored, tickets
from assessments.door_forms import PrintTicketsForm
from assessments.models import Assessment
from people.access import SignedIn, permission_required, refused
from people.roles import Permission


@permission_required(Permission.PUBLISH, Permission.MANAGE_PEOPLE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def printed(request: SignedIn, code: str) -> HttpResponse:
    """What was printed so far, and the form; posting it shows the new tickets, this once and never again."""
    try:
        found = authored.get(code=code)
    except Assessment.DoesNotExist:
        raise refused(request, "assessment") from None
    form = PrintTicketsForm(request.POST or None, cohorts=tickets.cohorts_for(request.user))
    if request.method != "POST" or not form.is_valid():
        context = {"assessment": found, "form": form, "handed": tickets.handed_out(found)}
        return render(request, "assessments/tickets.html", context)
    cohort, spare = form.cleaned_data["cohort"], form.cleaned_data["spare"]
    made = tickets.print_for(assessment=found, cohort=cohort, spare=spare, by=request.user)
    context = {"assessment": found, "tickets": made, "cohort": cohort, "language": translation.get_language()}
    return render(request, "assessments/tickets_printed.html", context)
