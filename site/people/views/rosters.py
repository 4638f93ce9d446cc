"""The office's screens for lists of people: chosen, looked at, loaded, undone; and the slips of those who are new."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import xlsxwriter
from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import roster_presenters as presenters
from people import scope
from people.access import SignedIn, permission_required
from people.domain import roster as plans
from people.domain import roster_load
from people.roles import Permission
from people.roster_forms import RosterForm
from people.rosters.reading import NoList, Reading, read
from ui import looked_at
from ui.sheets import tables

KEPT = "roster"  # in the session: the list that is being looked at, and what was decided about it
A_PAGE = 30


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("People"), reverse("people:people")), (_("Lists of people"), reverse("people:rosters")), *more]


@permission_required(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def rosters(request: SignedIn) -> HttpResponse:
    """The lists so far, and the form that takes a new one; nothing is written yet."""
    form = RosterForm(request.POST or None, request.FILES or None, cohorts=scope.manageable_cohorts(request.user))
    if request.method == "POST" and form.is_valid():
        _forget(request)
        told = form.cleaned_data
        request.session[KEPT] = {
            "stored": looked_at.keep(form.content),
            "source": told["file"].name[:200],
            "cohort": told["cohort"] and told["cohort"].pk,
            "unit": told["unit"] and told["unit"].pk,
            "columns": {},
            "decisions": {},
        }
        return redirect("people:roster_look")
    page = Paginator(scope.rosters(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "trail": _trail()[:1]}
    return render(request, "people/rosters.html", context, status=400 if form.errors else 200)


@permission_required(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: SignedIn) -> HttpResponse:
    """What the list would change; a POST decides, and loads what was looked at."""
    told = request.session.get(KEPT) or {}
    if not told or not default_storage.exists(told["stored"]):
        messages.info(request, _("Choose the file again: it was put away."))
        return redirect("people:rosters")
    with default_storage.open(told["stored"]) as file:
        content = file.read()
    if request.method == "POST":
        _decide(request, told)
    try:
        reading = read(tables(content), {int(place): name for place, name in told["columns"].items()})
    except NoList as error:
        messages.error(request, str(error))
        told["columns"] = {}
        request.session.modified = True
        return redirect("people:roster_look")
    unit = scope.units_for_lists(request.user).filter(pk=told["unit"]).first() if told["unit"] else None
    decisions = {int(line): said for line, said in told["decisions"].items()}
    plan = plans.plan(reading, unit=unit, decisions=decisions)
    if request.method == "POST" and "load" in request.POST:
        return _loaded(request, told, content, plan, reading)
    if request.method == "POST":
        return redirect("people:roster_look")
    return _shown(request, told, plan, reading)


def _decide(request: SignedIn, told: dict[str, Any]) -> None:
    """Notes what the form says of columns and of lines that weren't clear."""
    known = {name for name, _words in presenters.FIELDS}
    for name in request.POST:
        value = request.POST.get(name, "")
        kind, _dash, number = name.partition("-")
        if not number.isdecimal() or len(number) > 6:
            continue
        if kind == "column" and value in known:
            told["columns"][number] = value
        if kind == "line" and (value in {"skip", "new", ""} or value.isdecimal()):
            told["decisions"][number] = value
    request.session.modified = True


def _loaded(
    request: SignedIn, told: dict[str, Any], content: bytes, plan: plans.Plan, reading: Reading
) -> HttpResponse:
    if request.POST.get("plan") != plan.digest:
        messages.warning(request, _("This isn't what you looked at any more. Look once again, and load it then."))
        return _shown(request, told, plan, reading)
    group = scope.manageable_cohorts(request.user).filter(pk=told["cohort"]).first() if told["cohort"] else None
    try:
        made = roster_load.load(
            plan=plan, name=told["source"], digest=hashlib.sha256(content).hexdigest(), cohort_=group, by=request.user
        )
    except roster_load.CannotLoad as refusal:
        messages.error(request, str(refusal))
        return _shown(request, told, plan, reading)
    _forget(request)
    messages.success(request, _("The list is loaded."))
    return redirect("people:roster", made.pk)


def _shown(request: SignedIn, told: dict[str, Any], plan: plans.Plan, reading: Reading) -> HttpResponse:
    group = scope.manageable_cohorts(request.user).filter(pk=told["cohort"]).first() if told["cohort"] else None
    context = {
        "told": told,
        "reading": reading,
        "columns": presenters.columns(reading),
        "plan": plan,
        "cohort": group,
        "trail": _trail(),
        **presenters.shown(plan),
    }
    return render(request, "people/roster_look.html", context)


@permission_required(Permission.MANAGE_PEOPLE)
@require_safe
def roster(request: SignedIn, pk: int) -> HttpResponse:
    """What a list did, and what can still be done with it."""
    shown = get_object_or_404(scope.rosters(request.user), pk=pk)
    context = {
        "roster": shown,
        "undoable": roster_load.undoable(shown),
        "days": roster_load.UNDO_DAYS,
        "waiting": len(roster_load.without_slip(shown)) if shown.undone_at is None else 0,
        "at_once": roster_load.SLIPS,
        "trail": _trail(),
    }
    return render(request, "people/roster.html", context)


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
def undo(request: SignedIn, pk: int) -> HttpResponse:
    shown = get_object_or_404(scope.rosters(request.user), pk=pk)
    try:
        outcome = roster_load.undo(roster=shown, by=request.user)
    except roster_load.CannotLoad as refusal:
        messages.error(request, str(refusal))
        return redirect("people:roster", pk)
    words = _("Undone: %(deleted)s accounts taken away, %(closed)s closed, %(restored)s people put back.")
    messages.success(request, words % vars(outcome))
    for sentence in outcome.left[:20]:
        messages.warning(request, sentence)
    return redirect("people:roster", pk)


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
def slips(request: SignedIn, pk: int) -> HttpResponse:
    """The next slips, shown once: the answer to the post, kept nowhere."""
    shown = get_object_or_404(scope.rosters(request.user), pk=pk)
    drawn = [_slip(request, person, word) for person, word in roster_load.slips(roster=shown, by=request.user)]
    if not drawn:
        messages.info(request, _("Everybody in this list has a slip already."))
        return redirect("people:roster", pk)
    left = len(roster_load.without_slip(shown))
    lead = ngettext("%(count)d slip is still to be printed.", "%(count)d slips are still to be printed.", left)
    return render(request, "people/slips.html", {"slips": drawn, "roster": shown, "lead": lead % {"count": left}})


def _slip(request: HttpRequest, person: Any, word: str) -> tuple[Any, str]:
    with translation.override(person.language):
        data = {"person": person, "password": word, "base_url": settings.BASE_URL}
        return person, render_to_string("people/slip_text.html", data, request)


@permission_required(Permission.MANAGE_PEOPLE)
@require_safe
def template(request: SignedIn) -> HttpResponse:
    """An empty list to fill in."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page, bold = book.add_worksheet(_("People")[:31]), book.add_format({"bold": True})
        for column, heading in enumerate(presenters.headings()):
            page.write_string(0, column, heading, bold)
            page.set_column(column, column, 36 if column == 0 else 20)
        page.freeze_panes(1, 0)
    response = HttpResponse(file.getvalue(), content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    return response


def _forget(request: SignedIn) -> None:
    told = request.session.pop(KEPT, None)
    if told:
        default_storage.delete(told["stored"])
