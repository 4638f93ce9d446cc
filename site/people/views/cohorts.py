"""The office's screens for cohorts: who learns together, and who trains them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people import scope
from people.access import permission_required
from people.domain import cohort as verb
from people.forms import CohortForm
from people.models import Cohort
from people.roles import Permission


@permission_required(Permission.MANAGE_PEOPLE)
def cohorts(request: HttpRequest) -> HttpResponse:
    return render(request, "people/cohorts.html", {"cohorts": scope.manageable_cohorts(request.user)})


@permission_required(Permission.MANAGE_PEOPLE)
def new_cohort(request: HttpRequest) -> HttpResponse:
    return _kept(request, Cohort())


@permission_required(Permission.MANAGE_PEOPLE)
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    return _kept(request, get_object_or_404(scope.manageable_cohorts(request.user), pk=pk))


def _kept(request: HttpRequest, shown: Cohort) -> HttpResponse:
    """The form, and what it says once it is right."""
    form = CohortForm(request.POST or None, instance=shown, teachers=scope.trainers(request.user))
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        said = form.cleaned_data
        kept = verb.keep(cohort=form.instance, members=said["members"], trainers=said["trainers"], by=by)
        messages.success(request, _("The cohort “%(name)s” is kept.") % {"name": kept})
        return redirect("people:cohorts")
    people = shown.members.select_related("unit", "rank") if shown.pk else []
    data = {"form": form, "cohort": shown, "people": people, "trail": [(_("Cohorts"), reverse("people:cohorts"))]}
    return render(request, "people/cohort.html", data)
