"""Marking by people: what there is to mark, and one answer after the other, without names."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import authored, handed_in, marking
from assessments.enums import MarkPart
from assessments.marking_forms import DecideForm, MarkForm
from assessments.models import Answer, Assessment, Upload
from people.access import SignedIn, permission_required, refused
from people.roles import Permission


@permission_required(Permission.SEE_OWN_COHORTS)
@require_safe
def queues(request: SignedIn) -> HttpResponse:
    """Every assessment with answers that people mark, and how many wait."""
    context = {"queues": marking.queues(request.user), "apart": marking.differing(request.user).count()}
    return render(request, "assessments/marking.html", context)


@permission_required(Permission.SEE_OWN_COHORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def differing(request: SignedIn) -> HttpResponse:
    """The next answer that two people marked too far apart, with both marks, for a third to decide."""
    found = marking.next_differing(request.user)
    if found is None:
        messages.info(request, _("No two marks lie too far apart."))
        return redirect("assessments:marking")
    if request.method == "POST" and _number(request.POST.get("answer")) != found.task.answer.pk:
        messages.warning(request, _("Somebody else has decided this one. Here is the next one."))
        return redirect("assessments:differing")
    form = DecideForm(found.task, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            marking.decide(answer_id=found.task.answer.pk, marker=request.user, **form.cleaned_data)
        except marking.AlreadyMarked:
            messages.warning(request, _("Somebody else has decided this one. Here is the next one."))
        else:
            messages.success(request, _("Your mark counts now."))
        return redirect("assessments:differing")
    context = _context(found.task, form, found.task.answer.sitting.assessment) | {"marks": found.marks}
    return render(request, "assessments/differing.html", context, status=422 if form.errors else 200)


@permission_required(Permission.SEE_OWN_COHORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedIn, code: str) -> HttpResponse:
    """The next answer and the form to mark it; marking leads to the next one."""
    try:
        assessment = authored.get(code=code)
    except Assessment.DoesNotExist:
        raise refused(request, "assessment") from None
    task = marking.next_task(assessment=assessment, marker=request.user, after=_number(request.GET.get("after")))
    if task is None:
        messages.info(request, _("Nothing is left to mark here."))
        return redirect("assessments:marking")
    if request.method == "POST" and _number(request.POST.get("answer")) != task.answer.pk:
        messages.warning(request, _("This answer is marked already, or somebody else has it. Here is the next one."))
        return redirect("assessments:mark", code)
    form = MarkForm(task, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _marked(request, task, form, code)
    return render(
        request, "assessments/mark.html", _context(task, form, assessment), status=422 if form.errors else 200
    )


def _marked(request: SignedIn, task: marking.Task, form: MarkForm, code: str) -> HttpResponse:
    try:
        marking.mark(
            answer_id=task.answer.pk,
            part=task.part,
            marker=request.user,
            criteria=form.criteria(),
            points=form.cleaned_data.get("points"),
            comment=form.cleaned_data["comment"].strip(),
        )
    except marking.AlreadyMarked:
        messages.warning(request, _("This answer is marked already, or somebody else has it. Here is the next one."))
    else:
        messages.success(request, _("The mark is kept. Here is the next answer."))
    return redirect("assessments:mark", code)


def _context(task: marking.Task, form: MarkForm | DecideForm, assessment: Assessment) -> dict[str, Any]:
    skip = f"{reverse('assessments:mark', args=[assessment.code])}?after={task.answer.pk}"
    return {
        "task": task,
        "form": form,
        "assessment": assessment,
        "skip": skip,
        "is_file": task.answer.item.answering == "file",
        "second": task.part == MarkPart.SECOND,
        "explanation": task.key["explanation"].get(task.language, ""),
    }


@permission_required(Permission.SEE_OWN_COHORTS)
@require_safe
def handed_in_file(request: SignedIn, answer: int) -> HttpResponse:
    """The file of an answer, under a name that says nothing of whose it is; always saved, never opened in place."""
    try:
        found = marking.may_mark(request.user, answer)
        upload = handed_in.upload_of(sitting_id=found.sitting_id, text=found.text)
    except (Answer.DoesNotExist, Upload.DoesNotExist):
        raise refused(request, "upload") from None
    suffix = next(suffix for suffix, kind in handed_in.KINDS.items() if kind == upload.kind)
    try:
        content = upload.file.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The file is not there any more. Tell the administrator."))
        return redirect("assessments:marking")
    name = f"{answer}{suffix}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=upload.kind)  # type: ignore[return-value]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 15 else 0
