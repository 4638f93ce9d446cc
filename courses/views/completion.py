"""The report of completion for the office and the ministry, which names nobody; and the plan it is held against."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import completion_paper, completion_presenters
from courses.domain import completion, plans
from courses.enums import ReportEvery
from courses.models import Plan, SavedReport
from courses.report_forms import CompletionForm, PlanForm, SaveForm
from people.access import SignedIn, permission_required, refused
from people.roles import Permission, may
from ui.press import CannotPrint
from ui.translation_report.views import XLSX, attached


@permission_required(Permission.SEE_TOTALS)
@require_safe
def report(request: SignedIn) -> HttpResponse:
    """What the address asks for; at first the mandatory courses of this year by region."""
    form = _form(request.GET)
    usable = not form.is_bound or form.is_valid()
    lines = completion.all_lines(form.asked()) if usable else []
    query = form.query() if usable else ""
    context = {
        "form": form,
        "lines": completion_presenters.said(lines),
        "heads": completion_presenters.heads(form.asked()) if usable else [],
        "no_course": usable and not form.asked().courses,
        "query": query,
        "save_form": SaveForm(initial={"query": query}),
        "saved": plans.saved(request.user),
        "keys_in": may(request.user, Permission.MANAGE_PEOPLE),
        "floor": completion.FLOOR,
        "every": ReportEvery.choices,
        "mails": bool(settings.EMAIL_HOST),
    }
    return render(request, "courses/completion.html", context, status=200 if usable else 422)


def _form(told: QueryDict) -> CompletionForm:
    return CompletionForm(told or None, courses=completion.courses(), regions=completion.regions())


@permission_required(Permission.SEE_TOTALS)
@require_safe
def sheet(request: SignedIn) -> HttpResponse:
    """The same as a spreadsheet; a wrong address leads back to the page that says what is wrong."""
    form = _form(request.GET)
    if form.is_bound and not form.is_valid():
        return redirect(f"{reverse('courses:completion')}?{request.GET.urlencode()}")
    content = completion_presenters.spreadsheet(form.asked(), completion.all_lines(form.asked()), form.title())
    return attached(content, XLSX, "completion.xlsx")


@permission_required(Permission.SEE_TOTALS)
@require_safe
def paper(request: SignedIn) -> HttpResponse:
    """The same as a PDF in the ministry's manner."""
    form = _form(request.GET)
    if form.is_bound and not form.is_valid():
        return redirect(f"{reverse('courses:completion')}?{request.GET.urlencode()}")
    try:
        content = completion_paper.pdf(form.asked(), completion.all_lines(form.asked()), form.title(), by=request.user)
    except CannotPrint as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('courses:completion')}?{request.GET.urlencode()}")
    return attached(content, "application/pdf", "completion.pdf")


@permission_required(Permission.SEE_TOTALS)
@require_POST
def send(request: SignedIn, number: int) -> HttpResponse:
    """How often a kept report comes by e-mail."""
    try:
        kept = plans.send_every(pk=number, every=request.POST.get("every", ""), by=request.user)
    except SavedReport.DoesNotExist:
        raise refused(request, "report") from None
    except plans.NoAddress as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("“%(name)s” by e-mail: %(every)s.") % {"name": kept.name, "every": kept.get_every_display()}
        messages.success(request, words)
    return redirect("courses:completion")


@permission_required(Permission.SEE_TOTALS)
@require_POST
def save(request: SignedIn) -> HttpResponse:
    """Keeps what the page shows under a name, for the person alone."""
    form = SaveForm(request.POST)
    asked = _form(QueryDict(request.POST.get("query", "")[:500]))
    if not form.is_valid() or not asked.is_bound or not asked.is_valid():
        messages.error(request, _("The report was not kept: give it a name of 80 letters at most."))
        return redirect("courses:completion")
    try:
        kept = plans.save(name=form.cleaned_data["name"], query=asked.query(), by=request.user)
    except plans.TooMany:
        messages.error(request, _("You keep 50 reports already. Remove one first."))
    else:
        messages.success(request, _("The report “%(name)s” is kept.") % {"name": kept.name})
    return redirect(f"{reverse('courses:completion')}?{asked.query()}")


@permission_required(Permission.SEE_TOTALS)
@require_POST
def forget(request: SignedIn, number: int) -> HttpResponse:
    """Removes a report of one's own."""
    try:
        plans.saved(request.user).get(pk=number).delete()
    except SavedReport.DoesNotExist:
        raise refused(request, "report") from None
    messages.success(request, _("The report is removed."))
    return redirect("courses:completion")


@permission_required(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedIn) -> HttpResponse:
    """The plan, line by line; a POST keys one in, or puts it right."""
    regions = completion.regions()
    form = PlanForm(request.POST or None, courses=completion.courses(), regions=regions)
    if request.method == "POST" and form.is_valid():
        plans.keep(**form.chosen(), by=request.user)
        messages.success(request, _("The plan is kept."))
        return redirect("courses:plans")
    rows = [(one, regions.get(one.region, one.region)) for one in plans.all_plans()]
    context = {"form": form, "rows": rows}
    return render(request, "courses/plans.html", context, status=422 if form.errors else 200)


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
def drop_plan(request: SignedIn, number: int) -> HttpResponse:
    """Removes a line of the plan."""
    try:
        plans.remove(plan=plans.all_plans().get(pk=number), by=request.user)
    except Plan.DoesNotExist:
        raise refused(request, "plan") from None
    messages.success(request, _("The line of the plan is removed."))
    return redirect("courses:plans")
