"""Joining a cohort's course by code: the learner's screen, and the trainer's codes."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.domain import board, find, join, qr
from courses.forms import JoinForm, NewCodeForm
from courses.models import CoursePage, CourseRun, JoinCode
from people.access import SignedIn, permission_required, refused
from people.roles import Permission
from ui import throttle
from ui.press import data_uri

MOST, SECONDS = 10, 600
A_WEEK = timedelta(days=7)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: SignedIn) -> HttpResponse:
    """A field for the code; then what it leads into, and one button. A code in the address fills the field."""
    typed = request.POST.get("code") or request.GET.get("code")
    form = JoinForm({"code": typed[:40]} if typed else None)
    if not form.is_bound or not form.is_valid():
        return _asked(request, form)
    if throttle.spent(what="join", visitor=str(request.user.pk), most=MOST, seconds=SECONDS):
        form.add_error("code", _("Too many codes. Wait ten minutes, or ask whoever gave you the code."))
        return _asked(request, form, status=429)
    try:
        if request.method == "POST" and "join" in request.POST:
            return _entered(request, form.cleaned_data["code"])
        found = join.look(form.cleaned_data["code"])
    except join.WrongCode as refusal:
        form.add_error("code", str(refusal))
        return _asked(request, form)
    return render(request, "courses/join.html", {"form": form, "found": found})


def _asked(request: SignedIn, form: JoinForm, status: int = 0) -> HttpResponse:
    return render(request, "courses/join.html", {"form": form}, status=status or (422 if form.errors else 200))


def _entered(request: SignedIn, typed: str) -> HttpResponse:
    enrolment = join.enter(typed=typed, by=request.user)
    messages.success(request, _("You are in the course now."))
    page = find.page_of(enrolment.course)
    return redirect("courses:course", page.slug) if page else redirect("courses:list")


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: SignedIn, code: str, slug: str) -> HttpResponse:
    """The codes of a cohort's course, large enough for the wall; a POST makes one."""
    run, page = _run(request, code, slug)
    form = NewCodeForm(request.POST or None, initial={"expires_on": timezone.localdate() + A_WEEK})
    if request.method == "POST" and form.is_valid():
        join.make(run=run, **form.cleaned_data, by=request.user)
        return redirect("courses:join_codes", code, slug)
    today = timezone.localdate()
    rows = [(one, one.is_good(today), _qr(one)) for one in join.listed(run)]
    context = {"run": run, "page": page, "rows": rows, "form": form, "address": _address()}
    return render(request, "courses/join_codes.html", context, status=422 if form.errors else 200)


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_POST
def stop(request: SignedIn, code: str, slug: str, pk: int) -> HttpResponse:
    """Stops a code."""
    run, _page = _run(request, code, slug)
    try:
        join.stop(run=run, pk=pk, by=request.user)
    except JoinCode.DoesNotExist:
        raise refused(request, "code") from None
    messages.success(request, _("The code is stopped. Who came in by it stays in."))
    return redirect("courses:join_codes", code, slug)


def _address() -> str:
    return f"{settings.BASE_URL}{reverse('courses:join')}"


def _qr(code: JoinCode) -> str:
    return data_uri("image/png", qr.png(f"{_address()}?code={code}"))


def _run(request: SignedIn, code: str, slug: str) -> tuple[CourseRun, CoursePage]:
    try:
        return board.run_for(viewer=request.user, code=code, slug=slug)
    except CourseRun.DoesNotExist:
        raise refused(request, "run") from None
