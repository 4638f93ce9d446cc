"""Tickets for whoever runs an examination: how many there are, and new ones to print, shown once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.domain import authored, tickets
from assessments.door_forms import PrintTicketsForm
from assessments.models import Assessment
from people.access import SignedIn, permission_required, refused
from people.models import Cohort
from people.roles import Permission
from ui import languages


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
    slips = [_slip(ticket, found, cohort) for ticket in made]
    return render(request, "assessments/tickets_printed.html", {"assessment": found, "tickets": made, "slips": slips})


def _slip(ticket: tickets.Printed, assessment: Assessment, cohort: Cohort | None) -> tuple[str, str]:
    """A ticket in the language of whoever will read it, the page around it in the printer's; (language, words)."""
    language = ticket.person.language if ticket.person else languages.current()
    with translation.override(language):
        words = {"ticket": ticket, "assessment": assessment, "cohort": cohort}
        return language, render_to_string("assessments/ticket_slip.html", words)
