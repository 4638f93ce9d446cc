"""Sessions: the list, planning and changing, a place in one, the calendar."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import session_presenters as presenters
from courses.domain import calendar, find_sessions
from courses.domain import sessions as verb
from courses.models import CalendarFeed, Session
from courses.session_forms import SessionForm, initial
from people.access import SignedIn, permission_required, refused
from people.roles import Permission

A_PAGE = 30


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """What is coming and what was, for who learns; and below it for who leads."""
    learning, led = find_sessions.learning(request.user), find_sessions.led(request.user)
    page = Paginator(led.past(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "coming": presenters.own(learning.coming(), request.user),
        "past": presenters.own(learning.past()[:A_PAGE], request.user),
        "led": [(one, presenters.when(one)) for one in led.coming()[:A_PAGE]],
        "led_past": [(one, presenters.when(one)) for one in page],
        "page": page,
        "may_plan": find_sessions.may_plan(request.user),
        "feed": calendar.feed_of(request.user),
        "base_url": settings.BASE_URL,
    }
    return render(request, "courses/sessions.html", context)


@permission_required(Permission.SEE_OWN_COHORTS, Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Plans a session for one of the viewer's cohorts."""
    pairs = find_sessions.choices(request.user)
    first = {"trainer": request.user.pk}
    form = SessionForm(request.POST or None, pairs=pairs, trainers=_trainers(request), initial=first)
    if request.method == "POST" and form.is_valid():
        cohort, course = form.whose()
        try:
            made = verb.plan(course=course, cohort=cohort, by=request.user, **form.told())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The session is planned. Its learners see it."))
            return redirect("courses:session", made.pk)
    return render(request, "courses/session_form.html", {"form": form, "pairs": pairs, "session": None})


@permission_required(Permission.SEE_OWN_COHORTS, Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Another time, room, number of places or trainer."""
    session = _led(request, pk)
    form = SessionForm(request.POST or None, pairs=None, trainers=_trainers(request), initial=initial(session))
    if request.method == "POST" and form.is_valid():
        try:
            verb.change(session=session, by=request.user, **form.told())
        except verb.NoPlace as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is kept."))
            return redirect("courses:session", pk)
    return render(request, "courses/session_form.html", {"form": form, "pairs": True, "session": session})


@permission_required(Permission.SEE_OWN_COHORTS, Permission.MANAGE_PEOPLE)
@require_POST
def cancel(request: SignedIn, pk: int) -> HttpResponse:
    verb.cancel(session=_led(request, pk), by=request.user)
    messages.success(request, _("The session is cancelled. Its learners see it."))
    return redirect("courses:sessions")


def _trainers(request: SignedIn) -> Any:
    return find_sessions.trainers(request.user)


def _led(request: SignedIn, pk: int) -> Session:
    try:
        return find_sessions.one_led(request.user, pk)
    except Session.DoesNotExist:
        raise refused(request, "session") from None


@login_required
@require_POST
def place(request: SignedIn, pk: int) -> HttpResponse:
    """Takes a place, or gives it back."""
    try:
        session = find_sessions.one_learning(request.user, pk)
    except Session.DoesNotExist:
        raise refused(request, "session") from None
    try:
        if request.POST.get("do") == "leave":
            verb.leave_place(session=session, learner=request.user)
            messages.success(request, _("You gave your place back."))
        else:
            taken = verb.take_place(session=session, learner=request.user)
            seated = taken.seat == "seated"
            messages.success(request, _("You have a place.") if seated else _("You wait for a place."))
    except verb.NoPlace as refusal:
        messages.error(request, str(refusal))
    return redirect("courses:sessions")


@login_required
@require_safe
def one_calendar(request: SignedIn, pk: int) -> HttpResponse:
    """One session for a calendar."""
    found = find_sessions.learning(request.user).filter(pk=pk) | find_sessions.led(request.user).filter(pk=pk)
    session = found.distinct().first()
    if session is None:
        raise refused(request, "session")
    return _ics([session])


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """All sessions of whoever's address it is, cancelled ones too, so that calendars take them out again."""
    try:
        person = find_sessions.by_feed(token)
    except CalendarFeed.DoesNotExist:
        raise Http404 from None
    with translation.override(person.language):
        known = {one.pk: one for one in [*find_sessions.learning(person), *find_sessions.led(person)]}
        return _ics(known.values())


@login_required
@require_POST
def renew_feed(request: SignedIn) -> HttpResponse:
    calendar.renew(request.user)
    messages.success(request, _("Your calendar has a new address. The old one shows nothing any more."))
    return redirect("courses:sessions")


def _ics(sessions: Any) -> HttpResponse:
    text = calendar.document(sessions, base_url=settings.BASE_URL, now=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="dastur.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
