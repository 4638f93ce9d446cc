"""Roles: what each is, who holds it; giving and taking them is the administrators'."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people import scope
from people.access import permission_required
from people.domain import grant as verb
from people.forms import GrantForm
from people.presenters import role_name, roles_held, roles_in_prose
from people.roles import Permission


@permission_required(Permission.ADMINISTER)
def roles(request: HttpRequest) -> HttpResponse:
    """Every role in a sentence, with its holders."""
    return render(
        request,
        "people/roles.html",
        {
            "roles": roles_in_prose(scope.manageable_people(request.user)),
            "waiting": scope.grant_requests(request.user).count(),
        },
    )


@permission_required(Permission.ADMINISTER)
def person_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """The roles of one person, and a form to give another."""
    person = get_object_or_404(scope.manageable_people(request.user), pk=pk)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        try:
            verb.ask(user=person, role=form.cleaned_data["role"], by=by, **form.reach())
        except verb.NotGranted as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request, _("It is asked for. A second person confirms it: an administrator or the office.")
            )
            return redirect("people:person_roles", pk=pk)
    trail = [(_("Roles"), reverse("people:roles")), (str(person), reverse("people:person", args=[pk]))]
    waiting = [role_name(one) for one in scope.grant_requests(request.user).filter(user=person)]
    data = {"person": person, "roles": roles_held(person), "waiting": waiting, "form": form, "trail": trail}
    return render(request, "people/person_roles.html", data)


@permission_required(Permission.ADMINISTER, Permission.MANAGE_PEOPLE)
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Roles that were asked for and wait for a second person."""
    waiting = [(one, role_name(one)) for one in scope.grant_requests(request.user)]
    return render(request, "people/roles_asked.html", {"waiting": waiting})


@permission_required(Permission.ADMINISTER, Permission.MANAGE_PEOPLE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's word."""
    waiting = get_object_or_404(scope.grant_requests(request.user), pk=pk)
    by: Any = request.user
    confirmed = request.POST.get("decision") == "confirm"
    try:
        verb.decide(request=waiting, confirmed=confirmed, by=by)
    except verb.NotGranted as reason:
        messages.error(request, str(reason))
    else:
        said = _("The role is given. The person signs in anew with it.") if confirmed else _("The role is not given.")
        messages.success(request, said)
    return redirect("people:roles_asked")


@permission_required(Permission.ADMINISTER)
@require_POST
def withdraw(request: HttpRequest, pk: int, grant: int) -> HttpResponse:
    person = get_object_or_404(scope.manageable_people(request.user), pk=pk)
    held = get_object_or_404(person.grants.select_related("unit"), pk=grant)
    by: Any = request.user
    try:
        verb.withdraw(user=person, role=held.role, unit=held.unit, language=held.language, by=by)
    except verb.NotGranted as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The role is taken away. The person was signed out everywhere."))
    return redirect("people:person_roles", pk=pk)
