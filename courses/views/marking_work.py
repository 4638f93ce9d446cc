"""Marking works: the queue, one work, stations, and what an assignment's marks come to."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import work_presenters as presenters
from courses.domain import find_work, plan_sheet, work
from courses.enums import AssignmentKind, WorkState
from courses.models import Assignment, Submission
from courses.views import in_content_language
from courses.work_forms import COMMENT, MarkForm
from people.access import SignedIn, permission_required, refused
from people.looks import record_looks
from people.roles import Permission, may

A_PAGE = 50
MOST_LISTS = 200


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def queue(request: SignedIn) -> HttpResponse:
    """What waits for this person's mark, and the assignments of their courses."""
    page = Paginator(find_work.waiting(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "assignments": find_work.led_assignments(request.user)}
    return render(request, "courses/work_queue.html", context)


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One work: what was handed in, the rubric, and two buttons. Others' marks show once this person has marked."""
    try:
        held = find_work.one_marked(request.user, pk)
    except Submission.DoesNotExist:
        raise refused(request, "work") from None
    marks = may(request.user, Permission.SEE_OWN_COHORTS)
    if request.method == "POST" and not marks:
        raise refused(request, "marking")
    mine = any(mark.marker_id == request.user.pk for mark in held.marks.all())
    returning = request.POST.get("do") == "return"
    form = MarkForm(
        request.POST or None,
        assignment=held.assignment,
        returning=returning,
        initial={"code": presenters.new_code()},
    )
    if request.method == "POST" and form.is_valid() and _marked(request, held, form):
        return redirect("courses:work_queue")
    what = in_content_language(lambda: _("Work in “%(title)s”") % {"title": held.assignment.title})
    record_looks(viewer=request.user, people=[held.enrolment.learner], what=what)
    content = {**plan_sheet.blank(), **held.content}
    settled = held.state != WorkState.HANDED_IN
    context = {
        "work": held,
        "state": presenters.state(held),
        "result": presenters.result(held),
        "texts": presenters.texts(content),
        "groups": presenters.groups(content, empty=0),
        "marks": presenters.told(held.assignment, held.marks.all()) if mine or settled else [],
        "form": form if marks and held.state == WorkState.HANDED_IN and not mine else None,
        "mine": mine,
    }
    return render(request, "courses/work_mark.html", context, status=422 if form.errors else 200)


def _marked(request: SignedIn, held: Submission, form: MarkForm) -> bool:
    try:
        work.mark(submission=held, by=request.user, **form.told())
    except work.CannotMark as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The work went back to its author.") if form.returning else _("Your mark is kept."))
    return True


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def results(request: SignedIn, code: str) -> HttpResponse:
    """Every learner's newest work for an assignment, and how far two markers agree."""
    task = _task(request, code)
    page = Paginator(find_work.learners(request.user, task), A_PAGE).get_page(request.GET.get("page"))
    enrolments = list(page.object_list)
    works = find_work.newest_works(task, enrolments)
    for held in works.values():
        held.assignment = task
    kappa, many = presenters.agreement(find_work.marked_twice(request.user, task))
    what = in_content_language(lambda: _("Work in “%(title)s”") % {"title": task.title})
    record_looks(viewer=request.user, people=[row.learner for row in enrolments], what=what)
    context = {
        "assignment": task,
        "page": page,
        "rows": presenters.rows(enrolments, works),
        "kappa": kappa,
        "many": many,
        "station": task.kind == AssignmentKind.STATION,
    }
    return render(request, "courses/work_results.html", context)


@permission_required(Permission.SEE_OWN_COHORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def observe(request: SignedIn, code: str, enrolment: int) -> HttpResponse:
    """A station: the checklist of one learner, as one observer sees them."""
    task = _task(request, code)
    learner = find_work.learners(request.user, task).filter(pk=enrolment).first()
    if learner is None or task.kind != AssignmentKind.STATION:
        raise refused(request, "station")
    form = MarkForm(request.POST or None, assignment=task, initial={"code": presenters.new_code()})
    if request.method == "POST" and form.is_valid():
        try:
            work.observed(assignment=task, enrolment=learner, by=request.user, **form.seen())
        except work.CannotMark as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("What you saw of %(name)s is kept.") % {"name": learner.learner})
            return redirect("courses:work_results", code)
    context: dict[str, Any] = {"assignment": task, "enrolment": learner, "learner": learner.learner, "form": form}
    context["viewer"] = request.user.pk
    return render(request, "courses/work_observe.html", context, status=422 if form.errors else 200)


@permission_required(Permission.SEE_OWN_COHORTS)
@require_POST
def observations(request: SignedIn) -> HttpResponse:
    """Checklists from a telephone that was out of reach, as often as it likes, each taken or refused by itself.

    [{"code", "station", "learner": the enrolment's number, "levels": {criterion: points}, "comment"}]
    """
    try:
        said = json.loads(request.body)
        if not isinstance(said, list) or len(said) > MOST_LISTS:
            raise ValueError
        codes = [str(UUID(str(one["code"]))) for one in said]
    except (ValueError, TypeError, KeyError, RecursionError):
        return JsonResponse({"error": _("What was ticked can't be read.")}, status=400)
    refusals = {code: _refusal(request, one) for code, one in zip(codes, said, strict=True)}
    refused_ = {code: why for code, why in refusals.items() if why}
    return JsonResponse({"taken": [code for code in codes if code not in refused_], "refused": refused_})


def _refusal(request: SignedIn, told: dict[str, Any]) -> str:
    """Keeps one checklist; why not, or an empty text."""
    try:
        task = find_work.led_assignment(request.user, str(told["station"]).replace("\0", ""))
        work.observed(
            assignment=task,
            enrolment=find_work.learners(request.user, task).get(pk=int(told["learner"])),
            by=request.user,
            levels={int(pk): int(points) for pk, points in told["levels"].items()},
            code=UUID(str(told["code"])),
            comment=str(told.get("comment", ""))[:COMMENT].replace("\0", ""),
        )
    except work.CannotMark as refusal:
        return str(refusal)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, ObjectDoesNotExist):
        return _("It doesn't fit the checklist, or the learner isn't in your cohort any more.")
    return ""


def _task(request: SignedIn, code: str) -> Assignment:
    try:
        return find_work.led_assignment(request.user, code)
    except Assignment.DoesNotExist:
        raise refused(request, "assignment") from None
