"""Who was there: the trainer's page of a session, codes to scan, the sheet for the wall."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import session_presenters as presenters
from courses.domain import attendance, find_sessions, qr
from courses.domain.attendance import BadCode, Told
from courses.enums import Marked
from courses.models import Session
from courses.views import in_content_language
from people.access import SignedIn, refused
from people.looks import record_looks
from ui.press import data_uri

MOST_MARKS = 2_000


def _led(request: SignedIn, pk: int) -> Session:
    try:
        return find_sessions.one_led(request.user, pk)
    except Session.DoesNotExist:
        raise refused(request, "session") from None


def _learning(request: SignedIn, pk: int) -> Session:
    try:
        return find_sessions.one_learning(request.user, pk)
    except Session.DoesNotExist:
        raise refused(request, "session") from None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: SignedIn, pk: int) -> HttpResponse:
    """For who leads it the list with what is marked, which a POST marks; for who learns in it, their own code."""
    if find_sessions.learning(request.user).filter(pk=pk).exists():
        return _own(request, pk)
    shown = _led(request, pk)
    people = list(find_sessions.members(shown))
    if request.method == "POST":
        return _keyed_in(request, shown, [person.pk for person in people])
    rows = presenters.rows(shown, people)
    what = in_content_language(lambda: _("Attendance of a session"))
    record_looks(viewer=request.user, people=people, what=what)
    context = {
        "session": shown,
        "facts": presenters.facts(shown),
        "rows": rows,
        "counts": presenters.counts(rows),
        "presences": presenters.SHORT,
        "waiting": find_sessions.waiting(shown),
        "open": attendance.is_open(shown),
        "before": shown.starts_at > timezone.now(),
    }
    return render(request, "courses/session.html", context)


def _own(request: SignedIn, pk: int) -> HttpResponse:
    shown = _learning(request, pk)
    open_ = attendance.is_open(shown)
    context: dict[str, Any] = {"own": presenters.own([shown], request.user)[0], "facts": presenters.facts(shown)}
    if open_:
        path = reverse("courses:session_card", args=[pk, attendance.card_code(shown, request.user)])
        context["qr"] = data_uri("image/png", qr.png(f"{settings.BASE_URL}{path}"))
    return render(request, "courses/session_own.html", context)


def _keyed_in(request: SignedIn, shown: Session, people: list[int]) -> HttpResponse:
    """Marks what differs from what holds: a sheet keyed in twice says the same."""
    held = attendance.of(shown)
    now = timezone.now()
    told = []
    for pk in people:
        said = request.POST.get(f"p-{pk}", "")
        if said and (pk not in held or held[pk].presence != said):
            told.append(Told(pk, said, now, uuid4()))
    outcome = attendance.record(session=shown, told=told, by=request.user)
    for reason in set(outcome.refused.values()):
        messages.error(request, reason)
    messages.success(request, _("It is kept."))
    return redirect("courses:session", shown.pk)


@login_required
@require_POST
def marks(request: SignedIn, pk: int) -> HttpResponse:
    """Marks from a telephone that was out of reach, as often as it likes, and its clock as it sends them:
    {"sent", "owner", "marks": [{"code", "learner", "presence", "at"}]}. Only what the viewer marked themselves."""
    shown = _led(request, pk)
    try:
        body = json.loads(request.body)
        said, sent, owner = body["marks"], _moment(body["sent"]), int(body["owner"])
        if not isinstance(said, list) or len(said) > MOST_MARKS:
            raise ValueError
        told = [
            Told(int(one["learner"]), str(one["presence"]), _moment(one["at"]), UUID(str(one["code"]))) for one in said
        ]
    except (ValueError, TypeError, KeyError, OverflowError):
        return JsonResponse({"error": _("The marks can't be read.")}, status=400)
    if owner != request.user.pk:  # another trainer is signed in on this telephone by now: nothing is said in their name
        return JsonResponse({"error": "owner"}, status=409)
    outcome = attendance.record(session=shown, told=told, by=request.user, sent=sent)
    refused_ = {str(code): reason for code, reason in outcome.refused.items()}
    held = {pk: mark.presence for pk, mark in attendance.of(shown).items()}
    return JsonResponse({"taken": [str(code) for code in outcome.taken], "refused": refused_, "held": held})


def _moment(text: Any) -> datetime:
    """An ISO moment with its zone. Raises ValueError."""
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment


@login_required
@require_safe
def sheet(request: SignedIn, pk: int) -> HttpResponse:
    """The list on paper, to be signed in the room and keyed in afterwards."""
    shown = _led(request, pk)
    people = list(find_sessions.members(shown))
    what = in_content_language(lambda: _("Attendance of a session"))
    record_looks(viewer=request.user, people=people, what=what)
    context = {"session": shown, "when": presenters.when(shown), "people": people}
    return render(request, "courses/session_sheet.html", context)


@login_required
@require_safe
def room(request: SignedIn, pk: int) -> HttpResponse:
    """The room's code for the wall; the page comes anew by itself, with another code."""
    shown = _led(request, pk)
    path = reverse("courses:session_enter", args=[pk, attendance.room_code(shown)])
    context = {
        "session": shown,
        "when": presenters.when(shown),
        "open": attendance.is_open(shown),
        "qr": data_uri("image/png", qr.png(f"{settings.BASE_URL}{path}")),
        "seconds": attendance.ROOM_CHANGES,
    }
    return render(request, "courses/session_room.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """Where the room's code leads a learner: one button, and they are present."""
    shown = _learning(request, pk)
    context: dict[str, Any] = {"session": shown, "when": presenters.when(shown)}
    try:
        if request.method == "POST":
            attendance.enter(session=shown, learner=request.user, entry=request.POST.get("entry", ""))
            held = attendance.of(shown)[request.user.pk]
            if held.how == Marked.ROOM:
                messages.success(request, _("You are marked as present."))
            else:
                messages.warning(request, _("The trainer has marked you already. What the trainer says holds."))
            return redirect("courses:session", pk)
        context["entry"] = attendance.entry_code(shown, request.user, code)
    except BadCode as refusal:
        context["refusal"] = str(refusal)
    return render(request, "courses/session_enter.html", context, status=400 if "refusal" in context else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """Where a learner's code leads the trainer who scans it: their name, and one button."""
    shown = _led(request, pk)
    context: dict[str, Any] = {"session": shown, "when": presenters.when(shown)}
    try:
        learner = find_sessions.members(shown).filter(pk=attendance.card_learner(shown, code)).first()
        if learner is None:
            raise BadCode(_("This person has no place in the session."))
        if request.method == "POST":
            attendance.mark_now(session=shown, learner=learner, by=request.user, how=Marked.CARD)
            messages.success(request, _("%(name)s is marked as present.") % {"name": learner})
            return redirect("courses:session", pk)
        context["learner"] = learner
    except BadCode as refusal:
        context["refusal"] = str(refusal)
    return render(request, "courses/session_card.html", context, status=400 if "refusal" in context else 200)
