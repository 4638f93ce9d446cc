"""The learner's screens of assignments: what is asked, the draft, what was handed in and how it was marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import term_presenters
from courses import work_presenters as presenters
from courses.domain import find, find_work, plan_sheet, terms, work
from courses.enums import AssignmentKind, WorkState
from courses.models import Assignment, CoursePage, Enrolment, Submission, SubmissionFile
from courses.work_forms import FileForm, PlanForm, TextForm
from people.access import SignedIn, refused
from ui.uploads import RefusedFile

HAND_IN, MORE, REMOVE = "hand_in", "more-", "remove-"
WorkForm = PlanForm | TextForm | FileForm


@dataclass(frozen=True)
class Own:
    """An assignment, the page of its course, and the viewer's enrolment in it."""

    page: CoursePage
    assignment: Assignment
    enrolment: Enrolment | None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: SignedIn, code: str) -> HttpResponse:
    """What is asked and one's own work; a POST keeps it as a draft, or hands it in."""
    own = _own(request, code)
    shown, enrolment = own.assignment, own.enrolment
    term, today = terms.in_course(request.user, shown.course_id), timezone.localdate()
    if terms.is_closed(enrolment, term, today):
        messages.info(request, term_presenters.opens(term))
        return redirect("courses:course", own.page.slug)
    if request.method == "POST" and enrolment:
        return _posted(request, own, enrolment)
    works = work.of(assignment=shown, enrolment=enrolment) if enrolment else []
    return _drawn(request, own, works, _form(shown, works, more=request.GET.get("more", "")))


def _own(request: SignedIn, code: str) -> Own:
    """An assignment for who is enrolled; for who marks it or writes courses without a work of their own."""
    try:
        page, shown = find_work.assignment_for(request.user, code)
    except Assignment.DoesNotExist:
        raise refused(request, "assignment") from None
    enrolment = find.enrolment_in(page, request.user)
    if enrolment is None and (request.method == "POST" or not find_work.looks_at(request.user)):
        raise refused(request, "assignment")
    return Own(page, shown, enrolment)


def _form(shown: Assignment, works: list[Submission], *, more: str = "") -> WorkForm | None:
    """The form of the draft, or of the next one, which begins with what the last one said; None when there is none."""
    newest = works[0] if works else None
    if shown.kind == AssignmentKind.STATION or (newest and newest.state in (WorkState.HANDED_IN, WorkState.PASSED)):
        return None
    content = newest.content if newest else {}
    if shown.kind == AssignmentKind.PLAN:
        plan = {**plan_sheet.blank(), **content}
        return PlanForm(rows=plan_sheet.rows(plan, more), initial=plan_sheet.flat(plan))
    return TextForm(initial=content) if shown.kind == AssignmentKind.TEXT else FileForm()


def _bound(request: SignedIn, shown: Assignment) -> WorkForm:
    if shown.kind == AssignmentKind.PLAN:
        return PlanForm(request.POST, rows=plan_sheet.rows(plan_sheet.blank()))
    if shown.kind == AssignmentKind.TEXT:
        return TextForm(request.POST)
    return FileForm(request.POST, request.FILES)


def _posted(request: SignedIn, own: Own, enrolment: Enrolment) -> HttpResponse:
    """Keeps what was typed, whatever the button; then does what the button says."""
    shown = own.assignment
    form, then = _bound(request, shown), request.POST.get("then", "")
    try:
        if form.is_valid():
            draft = work.draft(assignment=shown, enrolment=enrolment)
            work.keep(submission=draft, content=form.content())
            _files(form, draft, then)
            return _then(request, draft, then)
    except RefusedFile as refusal:
        form.add_error("file", str(refusal.message))
    except work.CannotHandIn as refusal:
        if isinstance(form, PlanForm) and form.is_valid():
            # Empty rows are gone from what was kept: drawn as it was kept, so that the numbers are right.
            plan = form.content()
            form = PlanForm(plan_sheet.flat(plan), rows=plan_sheet.rows(plan))
        for field, said in refusal.problems:
            form.add_error(field or None, said)
    return _drawn(request, own, work.of(assignment=shown, enrolment=enrolment), form, status=422)


def _files(form: WorkForm, draft: Submission, then: str) -> None:
    file = form.cleaned_data.get("file")
    if file:
        work.add_file(submission=draft, file=file, name=file.name or "")
    pk = then.removeprefix(REMOVE)
    if then.startswith(REMOVE) and pk.isascii() and pk.isdigit() and len(pk) < 15:
        work.remove_file(submission=draft, pk=int(pk))


def _then(request: SignedIn, draft: Submission, then: str) -> HttpResponse:
    here = reverse("courses:assignment", args=[draft.assignment.code])
    if then == HAND_IN:
        work.hand_in(submission=draft, by=request.user)
        messages.success(request, _("Your work is handed in. Its marks appear here."))
    else:
        messages.success(request, _("Your draft is kept. Nobody sees it until you hand it in."))
    group = then.removeprefix(MORE)
    if then.startswith(MORE) and group in plan_sheet.ROWS:
        return redirect(f"{here}?more={group}#{group}")
    return redirect(here)


def _drawn(
    request: SignedIn, own: Own, works: list[Submission], form: WorkForm | None, status: int = 200
) -> HttpResponse:
    shown = own.assignment
    newest = works[0] if works else None
    word, tone = presenters.state(newest)
    context: dict[str, Any] = {
        "course": own.page,
        "assignment": shown,
        "facts": presenters.facts(shown),
        "rubric": presenters.rubric(shown),
        "work": newest,
        "word": word,
        "tone": tone,
        "form": form,
        "plan": presenters.plan(newest.content) if newest and shown.kind == AssignmentKind.PLAN else None,
        "seen": presenters.seen(shown, works),
        "looks": find_work.looks_at(request.user),
    }
    return render(request, "courses/assignment.html", context, status=status)


@login_required
@require_safe
def file(request: SignedIn, pk: int) -> HttpResponse:
    """A file of a work, for its author and who marks it; always saved, never opened in place."""
    try:
        found = find_work.file_for(request.user, pk)
    except SubmissionFile.DoesNotExist:
        raise refused(request, "file") from None
    suffix = next(suffix for suffix, kind in work.KINDS.items() if kind == found.kind)
    headers = {
        "Content-Disposition": f'attachment; filename="{found.pk}{suffix}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(bytes(found.content), content_type=found.kind, headers=headers)
