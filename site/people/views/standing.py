"""The office's screen for leave, dismissal and coming back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people import scope
from people.access import permission_required, refused
from people.domain import posting
from people.enums import Standing
from people.roles import Permission
from people.roster_forms import StandingForm


@permission_required(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def person_standing(request: HttpRequest, pk: int) -> HttpResponse:
    """What was noted of somebody's service, and the form that notes leave, dismissal or coming back."""
    shown = get_object_or_404(scope.manageable_people(request.user), pk=pk)
    by: Any = request.user
    if not scope.may_help(by, shown):
        raise refused(request, "a standing")
    form = StandingForm(request.POST or None, initial={"standing": posting.standing(shown).value})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if posting.note(user=shown, standing=Standing(told["standing"]), since=told["since"], by=by):
            messages.success(request, _("It is kept."))
        return redirect("people:person", pk=pk)
    trail = [(_("People"), reverse("people:people")), (str(shown), reverse("people:person", args=[pk]))]
    data = {"form": form, "person": shown, "postings": posting.of(shown), "trail": trail}
    return render(request, "people/standing.html", data)
