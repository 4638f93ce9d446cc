"""Putting a wrong key right, in the admin: the questions with their keys, who would change, doing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from assessments import correction_presenters as words
from assessments.domain import key_state, regrade
from assessments.enums import KeyFrom
from assessments.models import Assessment, Question
from people.access import SignedIn, permission_required
from people.looks import record_looks
from people.roles import Permission


class ReasonForm(forms.Form):
    """Why; and what the person has looked at."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody whose result changes reads this."),
    )


@permission_required(Permission.PUBLISH)
@require_GET
def keys(request: SignedIn, pk: int) -> HttpResponse:
    """Every question that the assessment has asked: what counts as right, and what the bank says now."""
    assessment = get_object_or_404(key_state.scored(), pk=pk)
    context = {
        "assessment": assessment,
        "rows": words.rows(key_state.states(assessment)),
        "history": key_state.history(assessment),
    }
    return render(request, "assessments/admin/keys.html", context)


@permission_required(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def put_right(request: SignedIn, pk: int, question_pk: int, how: str) -> HttpResponse:
    """Who would change by it, and the reason to give; posting does it."""
    assessment = get_object_or_404(key_state.scored(), pk=pk)
    try:
        question, chosen = key_state.question_of(assessment, question_pk), KeyFrom(how)
    except (Question.DoesNotExist, ValueError) as missing:
        raise Http404 from missing
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _done(request, assessment, question, chosen, form.cleaned_data)
    plan = regrade.plan(assessment=assessment, question=question, how=chosen, by=request.user)
    look = words.look(plan, assessment=assessment, viewer=request.user)
    with translation.override(settings.CONTENT_LANGUAGE):
        what = _("Results of «%(title)s»") % {"title": assessment.title}
    record_looks(viewer=request.user, people=look.people, what=what)
    form.initial["seen"] = plan.seen
    context = {
        "assessment": assessment, "question": question, "how": chosen, "plan": plan, "look": look, "form": form,
        "open": key_state.open_sittings(assessment, question), "elsewhere": key_state.elsewhere(question, assessment),
    }  # fmt: skip
    return render(request, "assessments/admin/keys_look.html", context, status=422 if form.errors else 200)


def _done(
    request: SignedIn, assessment: Assessment, question: Question, how: KeyFrom, given: dict[str, Any]
) -> HttpResponse:
    try:
        done = regrade.regrade(
            assessment=assessment, question=question, how=how, by=request.user,
            reason=given["reason"], seen=given["seen"],
        )  # fmt: skip
    except regrade.LookAgain:
        messages.error(request, _("The question was changed since you looked. Look once more at who changes."))
        return redirect(request.path)
    if not done.corrections and not done.results:
        messages.success(request, _("It had been put right already; nothing changed."))
    else:
        count = len(done.results)
        told = ngettext(
            "The key is put right; %(count)s result was corrected.",
            "The key is put right; %(count)s results were corrected.",
            count,
        )
        messages.success(request, told % {"count": count})
    return redirect("assessments_keys", assessment.pk)


urls = [
    path("assessments/<int:pk>/keys/", keys, name="assessments_keys"),
    path("assessments/<int:pk>/keys/<int:question_pk>/<slug:how>/", put_right, name="assessments_put_right"),
]
