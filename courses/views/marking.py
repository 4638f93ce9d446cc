"""The trainer's screens of assignments: what waits for a mark, one work, the list of results, and stations."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import work_presenters as presenters
from courses.domain import find_work, work
from courses.enums import AssignmentKind, WorkState
from courses.models import Assignment, CoursePage, Submission
from courses.views import in_content_language
from courses.work_forms import ObserveForm, RubricForm
from people.access import SignedIn, permission_required, refused
from people.looks import record_looks
from people.roles import Permission

A_PAGE = 50
MOST_OBSERVATIONS = 200
RETURN = "return"


@permission_required(Permission.SEE_OWN_COHORTS)
@require_safe
def queue(request: SignedIn) -> HttpResponse:
    """Works of one's cohorts that wait for one's mark, without names."""
    shown = Paginator(find_work.queue(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/work_marking.html", {"shown": shown})


@permission_required(Permission.SEE_OWN_COHORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One work and the rubric; when it doesn't wait any more, what was ticked and typed stays on the page."""
    posted = request.method == "POST"
    try:
        found = find_work.shown_to(request.user, pk) if posted else find_work.to_mark(request.user, pk)
    except Submission.DoesNotExist:
        raise refused(request, "work") from None
    returning = request.POST.get("then") == RETURN
    form = RubricForm(request.POST or None, assignment=found.assignment, returning=returning)
    if posted and form.is_valid() and _marked(request, found, form, returning):
        return redirect("courses:work_marking")
    waits = found.state == WorkState.HANDED_IN and request.user.pk not in {mark.marker_id for mark in found.marks.all()}
    third = waits and find_work.is_third(found)
    context = {
        "work": found,
        "form": form,
        "plan": presenters.plan(found.content) if found.assignment.kind == AssignmentKind.PLAN else None,
        "nameless": True,
        "given": presenters.given(found.assignment, found) if third else [],
    }
    return render(request, "courses/mark_work.html", context, status=422 if form.errors else 200)


def _marked(request: SignedIn, found: Submission, form: RubricForm, returning: bool) -> bool:
    """Whether the mark was taken; the form says why not."""
    said = form.cleaned_data
    try:
        done = work.mark(
            submission=found,
            by=request.user,
            levels=form.levels(),
            code=said["code"],
            comment=said["comment"],
            returned=returning,
        )
    except work.CannotMark as refusal:
        form.add_error(None, str(refusal))
        return False
    words = _("Your mark is kept.")
    if done.state == WorkState.HANDED_IN:
        words = _("Your mark is kept. Somebody else gives the next one.")
    messages.success(request, _("The work is returned to its author.") if returning else words)
    return True


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def results(request: SignedIn, code: str) -> HttpResponse:
    """The learners with the state of their works, and how far two who judged agree. The look is written down."""
    page, shown = _assignment(request, code)
    people = Paginator(find_work.learners(shown, request.user), A_PAGE).get_page(request.GET.get("page"))
    standings = find_work.standings(shown, list(people.object_list))
    what = in_content_language(lambda: _("Works for the assignment “%(title)s”") % {"title": shown.title})
    record_looks(viewer=request.user, people=[one.enrolment.learner for one in standings], what=what)
    context = {
        "course": page,
        "assignment": shown,
        "shown": people,
        "rows": presenters.rows(shown, standings),
        "agreement": presenters.agreement(shown, request.user),
        "observes": shown.kind == AssignmentKind.STATION and find_work.marks_work(request.user),
    }
    return render(request, "courses/work_results.html", context)


@permission_required(Permission.SEE_OWN_COHORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def observe(request: SignedIn, code: str) -> HttpResponse:
    """The checklist of a station, for one learner after the other."""
    page, shown = _station(request, code)
    learners = find_work.to_observe(shown, request.user)
    chosen = request.GET.get("learner", "")
    form = ObserveForm(request.POST or None, assignment=shown, learners=learners, chosen=chosen)
    if request.method == "POST" and form.is_valid() and _observed(request, shown, form):
        return redirect("courses:observe", code)
    context: dict[str, Any] = {"course": page, "assignment": shown, "form": form, "viewer": request.user.pk}
    return render(request, "courses/observe.html", context, status=422 if form.errors else 200)


def _observed(request: SignedIn, shown: Assignment, form: ObserveForm) -> bool:
    said, enrolment = form.cleaned_data, form.enrolment()
    try:
        work.observed(
            assignment=shown,
            enrolment=enrolment,
            by=request.user,
            levels=form.levels(),
            code=said["code"],
            comment=said["comment"],
        )
    except work.CannotMark as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("What you saw of %(person)s is kept.") % {"person": enrolment.learner})
    return True


@permission_required(Permission.SEE_OWN_COHORTS)
@require_POST
def observations(request: SignedIn, code: str) -> HttpResponse:
    """What was ticked without a line: [{"code", "learner", "levels", "comment"}], as often as the telephone likes."""
    _page, shown = _station(request, code)
    try:
        said = json.loads(request.body)
        if not isinstance(said, list) or len(said) > MOST_OBSERVATIONS:
            raise ValueError
        codes = [str(UUID(str(one["code"]))) for one in said]
    except (ValueError, TypeError, KeyError, RecursionError):
        return JsonResponse({"error": _("What was ticked can't be read.")}, status=400)
    people = {str(one.pk): one for one in find_work.learners(shown, request.user)}
    taken, refusals = [], {}
    for one_code, told in zip(codes, said, strict=True):
        try:
            _taken(request, shown, people[str(told["learner"])], told)
            taken.append(one_code)
        except work.CannotMark as refusal:
            refusals[one_code] = str(refusal)
        except (ValueError, TypeError, KeyError, AttributeError):
            refusals[one_code] = _("It doesn't fit the checklist, or the learner isn't in your cohort any more.")
    return JsonResponse({"taken": taken, "refused": refusals})


def _taken(request: SignedIn, shown: Assignment, enrolment: Any, told: dict[str, Any]) -> None:
    levels = {int(pk): int(points) for pk, points in told["levels"].items()}
    work.observed(
        assignment=shown,
        enrolment=enrolment,
        by=request.user,
        levels=levels,
        code=UUID(str(told["code"])),
        comment=str(told.get("comment", ""))[: work.COMMENT].replace("\0", ""),
    )


def _assignment(request: SignedIn, code: str) -> tuple[CoursePage, Assignment]:
    try:
        return find_work.assignment_for(request.user, code)
    except Assignment.DoesNotExist:
        raise refused(request, "assignment") from None


def _station(request: SignedIn, code: str) -> tuple[CoursePage, Assignment]:
    page, shown = _assignment(request, code)
    if shown.kind != AssignmentKind.STATION:
        raise refused(request, "assignment")
    return page, shown
