"""The office's screens: find a person, open an account, hand out a password, take an authenticator away."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import scope
from people.access import permission_required, refused
from people.domain import account, extra_time, password, posting, second_factor
from people.forms import ChangePersonForm, NewPersonForm, PeopleSearch
from people.models import User
from people.presenters import person_facts, roles_held
from people.roles import Permission, may

A_PAGE = 30


def _all(request: HttpRequest) -> QuerySet[User]:
    return scope.manageable_people(request.user).select_related("unit", "rank").prefetch_related("grants__unit")


def _person(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(_all(request), pk=pk)


def _helped(request: HttpRequest, pk: int) -> tuple[User, Any]:
    """The person, and who helps them; 404 where that isn't theirs to do."""
    person, by = _person(request, pk), request.user
    if not scope.may_help(by, person):  # type: ignore[arg-type]
        raise refused(request, "help with an account")
    return person, by


@permission_required(Permission.MANAGE_PEOPLE, Permission.ADMINISTER)
def people(request: HttpRequest) -> HttpResponse:
    form = PeopleSearch(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(scope.found_by(_all(request), text), A_PAGE).get_page(request.GET.get("page"))
    data = {"form": form, "page": page, "may_open": may(request.user, Permission.MANAGE_PEOPLE)}
    return render(request, "people/people.html", data)


@permission_required(Permission.MANAGE_PEOPLE, Permission.ADMINISTER)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _person(request, pk)
    data = {
        "person": shown,
        "facts": person_facts(shown),
        "roles": roles_held(shown),
        "may_help": scope.may_help(request.user, shown),  # type: ignore[arg-type]
        "may_take_app": scope.may_take_app(request.user, shown),  # type: ignore[arg-type]
        "may_change": may(request.user, Permission.MANAGE_PEOPLE),
        "may_give_time": may(request.user, Permission.MANAGE_PEOPLE) and shown.pk != request.user.pk,
        "extra_time": extra_time.held(shown) if may(request.user, Permission.MANAGE_PEOPLE) else None,
        "may_grant": may(request.user, Permission.ADMINISTER),
        "postings": posting.of(shown) if may(request.user, Permission.MANAGE_PEOPLE) else [],
        "has_app": second_factor.is_set_up(user=shown),
        "trail": [(_("People"), reverse("people:people"))],
    }
    return render(request, "people/person.html", data)


@permission_required(Permission.MANAGE_PEOPLE)
def new_person(request: HttpRequest) -> HttpResponse:
    """Opens an account and shows its slip."""
    form = NewPersonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        trail = [(_("People"), reverse("people:people"))]
        return render(request, "people/new_person.html", {"form": form, "trail": trail})
    by: Any = request.user
    opened = account.open_account(by=by, **form.cleaned_data)
    return _slip(request, opened, password.hand_out(user=opened, by=by))


@permission_required(Permission.MANAGE_PEOPLE)
def change_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects a name, moves somebody to another unit, notes a new rank."""
    shown = _person(request, pk)
    form = ChangePersonForm(request.POST or None, instance=_person(request, pk))
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        if account.change(user=shown, by=by, **form.cleaned_data):
            messages.success(request, _("It is kept."))
        return redirect("people:person", pk=pk)
    trail = [(_("People"), reverse("people:people")), (str(shown), reverse("people:person", args=[pk]))]
    return render(request, "people/change_person.html", {"form": form, "person": shown, "trail": trail})


@permission_required(Permission.MANAGE_PEOPLE, Permission.ADMINISTER)
@require_POST
def hand_out_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A slip, shown once: the answer to the post, kept nowhere."""
    helped, by = _helped(request, pk)
    try:
        word = password.hand_out(user=helped, by=by)
    except second_factor.BothKeys as refusal:
        messages.error(request, str(refusal))
        return redirect("people:person", pk=pk)
    return _slip(request, helped, word)


@permission_required(Permission.MANAGE_PEOPLE, Permission.ADMINISTER)
@require_POST
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    helped, by = _helped(request, pk)
    if not scope.may_take_app(by, helped):
        raise refused(request, "taking an app away")
    try:
        second_factor.reset(user=helped, by=by)
    except second_factor.BothKeys as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The authenticator app was taken away. A new one is set up at the next sign-in."))
    return redirect("people:person", pk=pk)


@permission_required(Permission.MANAGE_PEOPLE, Permission.ADMINISTER)
@require_POST
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    helped, by = _helped(request, pk)
    account.close(user=helped, by=by)
    messages.success(request, _("The account is closed. The person was signed out everywhere."))
    return redirect("people:person", pk=pk)


@permission_required(Permission.MANAGE_PEOPLE, Permission.ADMINISTER)
@require_POST
def reopen_account(request: HttpRequest, pk: int) -> HttpResponse:
    helped, by = _helped(request, pk)
    account.reopen(user=helped, by=by)
    messages.success(request, _("The account is open again."))
    return redirect("people:person", pk=pk)


def _slip(request: HttpRequest, person: User, word: str) -> HttpResponse:
    """The slip is in the language of the person who will read it, the page around it in the clerk's."""
    with translation.override(person.language):
        data = {"person": person, "password": word, "base_url": settings.BASE_URL}
        slip = render_to_string("people/slip_text.html", data, request)
    return render(request, "people/slip.html", {"person": person, "slip": slip})
