"""A learner's assignment: the form, the draft, handing in, what the markers said; and files, for who may have them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import work_presenters as presenters
from courses.domain import find_work, plan_sheet, terms, work
from courses.enums import AssignmentKind, WorkState
from courses.models import Assignment, Submission, SubmissionFile
from courses.work_forms import FileForm, TextForm
from people.access import SignedIn, refused
from ui.uploads import RefusedFile

MORE_ROWS = 3


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: SignedIn, code: str) -> HttpResponse:
    """The assignment with the learner's works; a POST keeps the draft, adds rows or a file, or hands it in."""
    try:
        task, enrolment = find_work.assignment_of(request.user, code)
    except Assignment.DoesNotExist:
        raise refused(request, "assignment") from None
    if terms.is_closed(enrolment, terms.in_course(request.user, task.course_id), timezone.localdate()):
        messages.info(request, _("The course isn't open yet; its assignments open with its lessons."))
        return redirect("courses:course", task.course.page.slug)
    if request.method == "POST":
        return _posted(request, task, enrolment)
    return _shown(request, task, enrolment)


def _shown(request: SignedIn, task: Assignment, enrolment: Any, **more: Any) -> HttpResponse:
    works = work.of(assignment=task, enrolment=enrolment)
    newest = works[0] if works else None
    editing = task.kind != AssignmentKind.STATION and (
        newest is None or newest.state in (WorkState.DRAFT, WorkState.RETURNED, WorkState.FAILED)
    )
    content = more.pop("content", None) or (newest.content if newest else {})
    plan = {**plan_sheet.blank(), **content}
    context = {
        "assignment": task,
        "newest": newest,
        "state": presenters.state(newest) if newest else None,
        "result": presenters.result(newest) if newest else "",
        "marks": presenters.told(task, newest.marks.all()) if newest and newest.state != WorkState.HANDED_IN else [],
        "editing": editing,
        "texts": presenters.texts(plan),
        "groups": presenters.groups(plan, empty=MORE_ROWS if more.pop("more_rows", not plan["tasks"]) else 0),
        "rubric": presenters.rubric(task),
        "text_form": TextForm(initial={"text": content.get("text", "")}),
        "file_form": FileForm(),
        "files": list(newest.files.all()) if newest else [],
        "due": terms.in_course(request.user, task.course_id).due_on,
        **more,
    }
    return render(request, "courses/work.html", context, status=422 if more.get("reasons") else 200)


def _posted(request: SignedIn, task: Assignment, enrolment: Any) -> HttpResponse:
    """Whatever the button says, what was typed is kept first."""
    do = request.POST.get("do", "save")
    content = _content(request, task)
    if reasons := _too_long(task, content):
        return _shown(request, task, enrolment, reasons=reasons, content=content, lost=True)
    try:
        draft = work.draft(assignment=task, enrolment=enrolment)
    except work.CannotHandIn as refusal:
        # Handed in on another page meanwhile: what was typed on this one stays there.
        typed = task.kind != AssignmentKind.STATION
        return _shown(request, task, enrolment, reasons=refusal.reasons, content=content, lost=True, editing=typed)
    try:
        held = _kept(request, task, draft, content)
        if do == "hand_in":
            work.hand_in(submission=held, by=request.user)
            messages.success(request, _("Your work is handed in. You will read here what your trainer says of it."))
        elif do == "save":
            messages.success(request, _("Your draft is kept. It isn't handed in yet."))
    except work.CannotHandIn as refusal:
        return _shown(request, task, enrolment, reasons=refusal.reasons)
    except RefusedFile as refusal:
        return _shown(request, task, enrolment, reasons=[str(refusal.message)])
    if do == "rows":
        return _shown(request, task, enrolment, more_rows=True)
    return redirect("courses:work", task.code)


def _kept(request: SignedIn, task: Assignment, held: Submission, content: dict[str, Any]) -> Submission:
    """The draft with what was typed, the file that was added, and without the one taken away."""
    if task.kind != AssignmentKind.FILE:
        return work.keep(submission=held, content=content)
    file = request.FILES.get("file")
    if file:
        work.add_file(submission=held, file=file, name=file.name or "")
    gone = request.POST.get("do", "").removeprefix("remove-")
    if gone.isdecimal():
        work.remove_file(submission=held, pk=int(gone))
    return held


def _content(request: SignedIn, task: Assignment) -> dict[str, Any]:
    if task.kind == AssignmentKind.PLAN:
        return plan_sheet.read({name: request.POST.get(name, "") for name in request.POST})
    return {"text": plan_sheet.clean(request.POST.get("text", ""))}


def _too_long(task: Assignment, content: dict[str, Any]) -> list[str]:
    if task.kind == AssignmentKind.PLAN:
        return plan_sheet.too_long(content)
    if len(content["text"]) <= work.LONGEST:
        return []
    return [
        _("%(field)s: %(most)d letters at most. Make it shorter.") % {"field": _("Your text"), "most": work.LONGEST}
    ]


@login_required
@require_safe
def file(request: SignedIn, pk: int) -> HttpResponse:
    """A file of a work, never shown in the page: it is downloaded."""
    try:
        found = find_work.file_for(request.user, pk)
    except SubmissionFile.DoesNotExist:
        raise refused(request, "file of a work") from None
    response = HttpResponse(bytes(found.content), content_type=found.kind)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def plan(request: SignedIn, pk: int) -> HttpResponse:
    """A plan to print, for its author and for who marks it."""
    try:
        held = find_work.own_or_marked(request.user, pk)
    except Submission.DoesNotExist:
        raise refused(request, "plan") from None
    content = {**plan_sheet.blank(), **held.content}
    context = {"work": held, "texts": presenters.texts(content), "groups": presenters.groups(content, empty=0)}
    return render(request, "courses/work_plan.html", context)
