"""Looking at a question of the bank as others will meet it, reviewing it, and finding questions that read alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from assessments import bank_presenters
from assessments.domain import duplicates, review
from assessments.enums import QuestionState
from assessments.models import Question
from people.access import SignedIn, permission_required
from people.roles import Permission

PER_PAGE = 50
PAIRS = 20


class BackForm(forms.Form):
    """What is to be changed before the question can be used."""

    why = forms.CharField(
        label=gettext_lazy("What is to be changed"),
        max_length=review.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Whoever edits the question reads this."),
    )


@permission_required(Permission.PUBLISH)
@require_safe
def waiting(request: SignedIn) -> HttpResponse:
    """Questions that this person may review."""
    page = Paginator(review.waiting(request.user), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "assessments/admin/review_list.html", {"page_obj": page})


@permission_required(Permission.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: SignedIn, pk: int) -> HttpResponse:
    """The question in every language beside each other, its key, use and figures; and the reviewer's buttons."""
    question = get_object_or_404(bank_presenters.whole(), pk=pk)
    form = BackForm(request.POST if request.POST.get("do") == "back" else None)
    if request.method == "POST":
        done = _reviewed(request, question, form)
        if done is not None:
            return done
    context = bank_presenters.looked_at(question, request.user) | {"form": form}
    return render(request, "assessments/admin/review.html", context, status=422 if form.errors else 200)


def _reviewed(request: SignedIn, question: Question, form: BackForm) -> HttpResponse | None:
    """What came of a reviewer's button; None: the form isn't filled in."""
    try:
        if request.POST.get("do") == "approve":
            if review.approve(question=question, by=request.user, seen=request.POST.get("seen", "")):
                messages.success(request, _("The question is reviewed."))
                return redirect("questions_waiting")
            messages.warning(request, _("Somebody has changed the question meanwhile. Look at it again."))
            return redirect("question_look", question.pk)
        if not form.is_valid():
            return None
        review.send_back(question=question, by=request.user, why=form.cleaned_data["why"])
    except review.NotYours:
        messages.error(request, _("You changed this question last, so somebody else reviews it."))
        return redirect("question_look", question.pk)
    messages.success(request, _("The question went back, with your words."))
    return redirect("questions_waiting")


@permission_required(Permission.AUTHOR)
@require_POST
def retire(request: SignedIn, pk: int) -> HttpResponse:
    """Takes a question out of use, or back."""
    question = get_object_or_404(Question._default_manager, pk=pk)
    back = review.state(question) == QuestionState.RETIRED
    review.retire(questions=Question._default_manager.filter(pk=pk), by=request.user, back=back)
    said = _("The question is in use again.") if back else _("The question is retired: no new edition will ask it.")
    messages.success(request, said)
    return redirect("question_look", pk)


@permission_required(Permission.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: SignedIn) -> HttpResponse:
    """Pairs of questions that read alike, and what to do with each."""
    if request.method == "POST":
        return _settled(request)
    page = Paginator(duplicates.pairs(), PAIRS).get_page(request.GET.get("p"))
    return render(request, "assessments/admin/alike.html", bank_presenters.pairs(page))


def _settled(request: SignedIn) -> HttpResponse:
    try:
        keep, other = int(request.POST.get("keep", "")), int(request.POST.get("other", ""))
        if request.POST.get("do") == "differ":
            duplicates.differ(first=keep, second=other, by=request.user)
            messages.success(request, _("They are different questions. This pair won't be shown again."))
        else:
            duplicates.keep_one(keep=keep, retire=other, by=request.user)
            messages.success(request, _("One is kept, the other is retired: no new edition will ask it."))
    except (ValueError, Question.DoesNotExist):
        messages.error(request, _("One of the two isn't there any more."))
    return redirect("questions_alike")


urls: list[Any] = [
    path("questions/waiting/", waiting, name="questions_waiting"),
    path("questions/alike/", alike, name="questions_alike"),
    path("questions/<int:pk>/", look, name="question_look"),
    path("questions/<int:pk>/retire/", retire, name="question_retire"),
]
