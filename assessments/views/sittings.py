"""From the rules to the last answer: introduction, start, the sitting's page, autosave, finishing."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import access, door_presenters, forms, presenters
from assessments.domain import door, flags, post, reach, sheet, sit, start_line, turning
from assessments.door_forms import TicketForm
from assessments.enums import Closed
from assessments.models import Sitting
from assessments.views.door import is_inside, outside
from assessments.views.reach import own_sitting, sittable
from people.access import SignedIn, refused
from people.domain import extra_time


@login_required
@require_safe
def assessment(request: SignedIn, code: str) -> HttpResponse:
    """The calm page before the start: rules, attempts made and left."""
    found = sittable(request, code)
    attempts = presenters.attempts(reach.own_sittings(assessment=found, user=request.user))
    introduced = sheet.introduced(found)
    context = {
        "assessment": found,
        "edition": introduced,
        "entrance": door_presenters.entrance(found, request.user, introduced.minutes),
        "ticket_form": TicketForm(),
        "attempts": attempts,
        "open": next((a.sitting for a in attempts if a.sitting.closed_at is None), None),
        "left": sit.sittings_left(assessment=found, candidate=request.user),
        "home": access.home(request.user, found),
    }
    return render(request, "assessments/assessment.html", context)


@login_required
@require_POST
def start(request: SignedIn, code: str) -> HttpResponse:
    """Starts a sitting, or goes on with the open one; leads to the line where too many are starting."""
    found = sittable(request, code)
    if not is_inside(request, found.networks):
        return outside(request, found.title)
    extra = extra_time.minutes_for(request.user, found.current.rules["minutes"] if found.current else None)
    try:
        started = start_line.start(assessment=found, candidate=request.user, extra_minutes=extra)
    except sit.NoSittingsLeft:
        messages.warning(request, _("You have used all your attempts."))
        return redirect("assessments:assessment", code)
    except sit.NoTicket:
        messages.warning(request, _("Enter the code of your ticket first."))
        return redirect("assessments:assessment", code)
    except sit.NotNow:  # the page says since when, or until when
        messages.warning(request, _("It is not open now."))
        return redirect("assessments:assessment", code)
    if isinstance(started, start_line.Place):
        return redirect("assessments:waiting", code)
    return redirect("assessments:sitting", started.public_id)


@login_required
@require_safe
def waiting(request: SignedIn, code: str) -> HttpResponse:
    """One's place in the line, and the way in when it is one's turn; with the header X-Part what changes, alone."""
    found = sittable(request, code)
    if not start_line.is_waiting(assessment=found, candidate=request.user):
        return redirect("assessments:assessment", code)
    context = {
        "assessment": found,
        "edition": sheet.introduced(found),
        "place": start_line.ask(assessment=found, candidate=request.user),
    }
    part = "X-Part" in request.headers
    return render(request, f"assessments/waiting{'_part' if part else ''}.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sitting(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The page with all questions, or with one of them; posting it saves everything on it."""
    found = own_sitting(request, public_id)
    if _over(found):
        return redirect("assessments:result", public_id)
    if not is_inside(request, found.assessment.networks):
        return outside(request, found.assessment.title)
    if request.method == "POST":
        return _posted(request, found)
    shown = sit.resume(public_id=public_id, candidate=request.user)
    page = turning.page(found, request.GET.get("q", ""))
    asked = [one for one in shown.questions if page is None or one.position == page.position]
    flagged = flags.of(found)
    context = {
        "sheet": shown,
        "page": page,
        "turning": found.assessment.turning,
        "widgets": [presenters.widget(one, one.position in flagged) for one in asked],
        "overview": presenters.overview(shown.questions, flagged, page),
        "whole": sum(one.whole for one in shown.questions),
        "styled": any(one.styled for one in asked),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "assessments/sitting.html", context)


def _posted(request: SignedIn, found: Sitting) -> HttpResponse:
    at, do = request.POST.get("at", ""), request.POST.get("do", "")
    page = turning.page(found, at)
    only = turning.takes(page, at)
    answers, epoch = forms.page(request.POST), forms.page_epoch(request.POST)
    try:
        post.save_page(sitting=found, page_epoch=epoch, posted=answers, only=only)
        flags.put(sitting=found, flags=forms.flags(request.POST))
    except sit.BadValue as error:
        raise BadRequest("no page of ours sends this") from error
    if found.deadline_at and found.deadline_at <= timezone.now():
        sit.close(sitting_id=found.pk, how=Closed.TIME)
        return redirect("assessments:result", found.public_id)
    if do == "finish":
        return redirect("assessments:finish", found.public_id)
    pressed = forms.done(request.POST)
    if pressed:
        return _own_button(found, page, *pressed)
    if page is not None and (not only or do != "save"):
        return _turned(found, turning.turn(found, page, do) if only else page.position)
    messages.success(request, _("Your answers are saved."))
    if page is not None:
        return _turned(found, page.position)
    return redirect("assessments:sitting", found.public_id)


def _own_button(found: Sitting, page: turning.Page | None, position: int, wants_file: bool) -> HttpResponse:
    """What a question's own button asks for: to choose a file, or to see how its case goes on."""
    if wants_file:
        return redirect("assessments:file", found.public_id, position)
    at = f"?q={position}" if page is not None else ""
    return redirect(f"{reverse('assessments:sitting', args=[found.public_id])}{at}#q{position}")


def _turned(found: Sitting, position: int) -> HttpResponse:
    """To the page of a question; what was typed is saved, and the page says so by showing it."""
    return redirect(f"{reverse('assessments:sitting', args=[found.public_id])}?q={position}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Asks once more, saying what is unanswered; posting ends the sitting, however often it is posted."""
    found = own_sitting(request, public_id)
    if request.method == "POST":
        sit.close(sitting_id=found.pk, how=Closed.FINISHED)
        return redirect("assessments:result", public_id)
    if _over(found):
        return redirect("assessments:result", public_id)
    context = {
        "sheet": sheet.sheet(found.pk),
        "turning": found.assessment.turning,
        "flagged": sorted(flags.of(found)),
    }
    return render(request, "assessments/finish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: SignedIn, public_id: UUID) -> JsonResponse:
    """Autosave: POST a batch; GET tells the time left and a fresh token. Always JSON, also when signed out.

    From outside the assessment's networks nothing is stored (423): the page keeps it and sends it again.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=401)
    if request.method != "POST":
        found = own_sitting(request, public_id)
        door.remember_networks(found)
        left = 0 if found.closed_at else sit.seconds_left(found.deadline_at, timezone.now())
        return JsonResponse({"left": left, "token": get_token(request)})
    if not is_inside(request, door.networks_of(public_id)):
        return JsonResponse({"error": "outside the network"}, status=423)
    try:
        receipt = sit.save(public_id=public_id, candidate=request.user, batch=forms.batch(request.body))
    except Sitting.DoesNotExist:
        raise refused(request, "sitting") from None
    except (sit.BadValue, RawPostDataException) as error:  # the latter: sent as a form, and read as one already
        return JsonResponse({"error": str(error)[:100]}, status=400)
    except sit.WrongQuestion:
        return JsonResponse({"error": "wrong question"}, status=409)
    except sit.Conflict as error:
        return JsonResponse({"error": "conflict", "conflicts": error.conflicts}, status=409)
    return JsonResponse(
        {"saved": receipt.saved, "left": 0 if receipt.late else receipt.left, "epoch": receipt.epoch},
        status=410 if receipt.late else 200,
    )


@require_POST
def flag(request: SignedIn, public_id: UUID) -> JsonResponse:
    """Flags of one's own open sitting, put by the page's script. Always JSON, also when signed out."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=401)
    own_sitting(request, public_id)  # before anything else is said of what was sent
    try:
        flags.put_own(candidate=request.user, public_id=public_id, flags=forms.flag_batch(request.body))
    except Sitting.DoesNotExist:
        raise refused(request, "sitting") from None
    except (sit.BadValue, RawPostDataException) as error:
        return JsonResponse({"error": str(error)[:100]}, status=400)
    return JsonResponse({"flagged": True})


def _over(found: Sitting) -> bool:
    """Whether the sitting has ended; whoever looks at an overdue one first closes it."""
    if found.is_overdue(timezone.now()):
        sit.close(sitting_id=found.pk, how=Closed.TIME)
        return True
    return found.closed_at is not None
