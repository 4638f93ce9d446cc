"""Appeals: the candidate's own, the list of those that wait, deciding one; and a sitting as a signed file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import presenters
from assessments.appeal_forms import AppealForm, DecisionForm
from assessments.domain import appeals, feedback, mark, reach, showing, sitting_file
from assessments.enums import AppealState
from assessments.models import Appeal, Sitting
from assessments.views.reach import own_sitting
from assessments.views.results import written_down
from ledger import audit
from people.access import SignedIn, permission_required, refused
from people.roles import Permission

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The form of an appeal; once made, what was written and what was decided."""
    found = own_sitting(request, public_id)
    current = found.results.order_by("-number").first()
    if current is None:
        return redirect("assessments:sitting", public_id)
    made, ends = appeals.of(found), appeals.until(found, current)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and made is None and form.is_valid():
        try:
            appeals.make(sitting=found, text=form.cleaned_data["text"])
        except appeals.NotNow:
            messages.warning(request, _("The time for an appeal is over."))
        else:
            messages.success(request, _("Your appeal is kept. The decision will stand on this page."))
        return redirect("assessments:appeal", public_id)
    open_ = made is None and ends is not None and ends > timezone.now()
    result = presenters.score(made.result) if made and made.result else None
    context = {"sitting": found, "appeal": made, "form": form, "open": open_, "until": ends, "result": result}
    return render(request, "assessments/appeal.html", context, status=422 if form.errors and open_ else 200)


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def listing(request: SignedIn) -> HttpResponse:
    """Appeals of the people whom one may see, those that wait on top."""
    page = Paginator(appeals.visible(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/appeals.html", {"page_obj": page})


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedIn, number: int) -> HttpResponse:
    """One appeal with everything that the decision needs: the text, questions, answers, points; and the decision."""
    try:
        found = appeals.visible(request.user).get(pk=number)
    except Appeal.DoesNotExist:
        raise refused(request, "appeal") from None
    written_down(request, found.sitting.assessment, [found.sitting.candidate])
    may_decide = found.state == AppealState.OPEN and appeals.may_decide(request.user, found)
    answers = found.sitting.answers.select_related("item").order_by("position")
    form = DecisionForm(answers, request.POST or None)
    if request.method == "POST" and may_decide and form.is_valid():
        return _decided(request, found, form)
    context = {
        "appeal": found,
        "form": form,
        "may_decide": may_decide,
        "reviewed": [(one, form[f"p{one.position}"]) for one in feedback.review(found.sitting)],
        "score": presenters.score(found.sitting.results.current().get()),
    }
    return render(request, "assessments/decide_appeal.html", context, status=422 if form.errors and may_decide else 200)


def _decided(request: SignedIn, found: Appeal, form: DecisionForm) -> HttpResponse:
    told = form.cleaned_data
    try:
        appeals.decide(
            appeal=found,
            state=AppealState(told["state"]),
            reason=told["reason"],
            points=form.points(),
            by=request.user,
        )
    except appeals.Decided:
        messages.warning(request, _("Somebody else has decided this appeal meanwhile."))
    except mark.OwnSitting:
        messages.warning(request, _("Whoever has marked an answer doesn't decide the appeal against it."))
    else:
        messages.success(request, _("The appeal is decided. The candidate sees it beside the result."))
    return redirect("assessments:decide_appeal", found.pk)


@login_required
@require_safe
def file(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A closed sitting as a signed file: for whoever may see the person's results, and for the person once everything
    is shown to them. Each is written down."""
    try:
        found = reach.closed_sitting(public_id=public_id, viewer=request.user)
    except Sitting.DoesNotExist:
        raise refused(request, "sitting") from None
    if found.candidate_id == request.user.pk and showing.of(found) != showing.Shown.EVERYTHING:
        raise refused(request, "sitting")
    content = sitting_file.make(found)
    audit.record(actor=request.user, action="sitting.file", subject=found, bytes=len(content))
    response = HttpResponse(content, content_type="application/json")
    name = f"{found.assessment.code}-{str(found.public_id)[:8]}.json"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
