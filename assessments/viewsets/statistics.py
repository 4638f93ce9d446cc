"""Statistics in the admin: the list, an assessment, a question, files; and taking in answers from paper."""

from __future__ import annotations

import base64
import zlib
from typing import Any

from django import forms
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from assessments import statistics_files
from assessments import statistics_presenters as words
from assessments.domain import gather, paper_import
from assessments.domain.item_report import ItemReport, kept
from assessments.domain.paper_file import MOST_BYTES, Unreadable
from assessments.domain.statistics.classical import LEAST, LEAST_FOR_WORDS
from assessments.models import Assessment
from people.access import SignedIn, permission_required
from people.roles import Permission
from ui.press import CannotPrint
from ui.translation_report.views import XLSX, attached

HOUR = 3600
FLOORS = {"least": LEAST, "least_for_words": LEAST_FOR_WORDS}


@permission_required(Permission.AUTHOR)
@require_GET
def listed(request: SignedIn) -> HttpResponse:
    """Every quiz and examination, with how many people there are to count."""
    return render(request, "assessments/admin/statistics_list.html", {"assessments": gather.countable()})


@permission_required(Permission.AUTHOR)
@require_GET
def statistics(request: SignedIn, pk: int) -> HttpResponse:
    """The figures of one assessment, or how many people they need."""
    assessment = get_object_or_404(gather.countable(), pk=pk)
    context: dict[str, Any] = {"assessment": assessment, "editions": gather.editions(assessment), **FLOORS}
    try:
        report = kept(assessment, _edition(request))
    except gather.NothingToCount as refusal:
        return render(request, "assessments/admin/statistics.html", {**context, "problem": str(refusal)})
    lines = words.lines(report) if report.enough else []
    context |= {
        "report": report,
        "query": _query(request),
        "lines": lines,
        "told": sorted((line for line in lines if line.advice and not line.idle_only), key=lambda line: not line.grave),
        "idle": [line for line in lines if line.advice and line.idle_only],
        "sentences": words.test_words(report),
        "fairness": words.fairness(report),
        "model": words.model_words(report),
    }
    return render(request, "assessments/admin/statistics.html", context)


@permission_required(Permission.AUTHOR)
@require_GET
def question(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """One question: who gets it right, what was chosen, all its figures."""
    assessment, report = _counted(request, pk)
    if not 1 <= number <= len(report.rows):
        raise Http404
    line = words.lines(report)[number - 1]
    context = {
        "assessment": assessment,
        "line": line,
        "stem": words.text_in(line.row.column.stem)[0],
        "choices": words.choices(line.row),
        "thirds": words.thirds_words(line.row),
        "before": number - 1,
        "after": number + 1 if number < len(report.rows) else 0,
        "query": _query(request),
        **FLOORS,
    }
    return render(request, "assessments/admin/statistics_question.html", context)


@permission_required(Permission.AUTHOR)
@require_GET
def spreadsheet(request: SignedIn, pk: int) -> HttpResponse:
    """All figures as XLSX."""
    assessment, report = _counted(request, pk)
    return attached(statistics_files.spreadsheet(report), XLSX, f"statistics-{assessment.code}.xlsx")


@permission_required(Permission.AUTHOR)
@require_GET
def pdf(request: SignedIn, pk: int) -> HttpResponse:
    """The figures as PDF; when a sign of a question can't be printed, the page says which."""
    assessment, report = _counted(request, pk)
    try:
        content = statistics_files.pdf(assessment, report)
    except CannotPrint as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments_statistics", pk)
    return attached(content, "application/pdf", f"statistics-{assessment.code}.pdf")


def _counted(request: SignedIn, pk: int) -> tuple[Assessment, ItemReport]:
    """The report, where there are people enough; else 404."""
    assessment = get_object_or_404(gather.countable(), pk=pk)
    try:
        report = kept(assessment, _edition(request))
    except gather.NothingToCount as refusal:
        raise Http404 from refusal
    if not report.enough:
        raise Http404
    return assessment, report


def _edition(request: SignedIn) -> int | None:
    asked = request.GET.get("edition", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None


def _query(request: SignedIn) -> str:
    number = _edition(request)
    return f"?edition={number}" if number else ""


class PaperForm(forms.Form):
    """A file, and the code of an assessment to be made for it where none is chosen."""

    code = forms.SlugField(
        label=gettext_lazy("Code of the new assessment"),
        max_length=60,
        help_text=gettext_lazy("It will stand for the paper alone, without questions in the bank."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, at most 4 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )

    def __init__(self, *args: Any, assessment: Assessment | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if assessment:
            del self.fields["code"]


@permission_required(Permission.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: SignedIn, pk: int | None = None) -> HttpResponse:
    """Choose a file, look at what it would do, take it in; or remove what was taken in."""
    assessment = get_object_or_404(gather.countable(), pk=pk) if pk else None
    if request.method == "POST" and assessment and request.POST.get("forget"):
        return _forget(request, assessment)
    if request.method == "POST" and (token := request.POST.get("token", "")):
        return _take_in(request, assessment, token)
    form = PaperForm(request.POST or None, request.FILES or None, assessment=assessment)
    if request.method != "POST" or not form.is_valid():
        return _shown(request, assessment, form=form, status=422 if request.method == "POST" else 200)
    code = assessment.code if assessment else form.cleaned_data["code"]
    content = form.cleaned_data["file"].read(MOST_BYTES + 1)
    try:
        taken = paper_import.take_in(code=code, content=content, by=request.user, create=not assessment, dry_run=True)
    except Unreadable as refusal:
        told = {"refusal": str(refusal), "problems": refusal.problems}
        return _shown(request, assessment, form=form, status=422, **told)
    token = get_random_string(22)
    cache.set(_key(request, token), (code, base64.b64encode(zlib.compress(content)).decode()), HOUR)
    return _shown(request, assessment, form=form, taken=taken, token=token)


def _take_in(request: SignedIn, assessment: Assessment | None, token: str) -> HttpResponse:
    stored = cache.get(_key(request, token)) if token.isalnum() and len(token) == 22 else None
    if stored is None:
        messages.error(request, _("That was too long ago. Choose the file once more."))
        return redirect(request.path)
    code, content = stored
    form = PaperForm(assessment=assessment)
    try:
        taken = paper_import.take_in(
            code=code, content=zlib.decompress(base64.b64decode(content)), by=request.user, create=not assessment
        )
    except Unreadable as refusal:
        told = {"refusal": str(refusal), "problems": refusal.problems}
        return _shown(request, assessment, form=form, status=422, **told)
    cache.delete(_key(request, token))
    return _shown(request, assessment, form=form, taken=taken, done=True, taken_pk=gather.by_code(code).pk)


def _forget(request: SignedIn, assessment: Assessment) -> HttpResponse:
    if exam := gather.paper_of(assessment):
        dropped = paper_import.forget(exam=exam, by=request.user)
        messages.success(request, _("%(n)s sheets were removed.") % {"n": dropped})
    return redirect("assessments_paper_of", assessment.pk)


def _shown(
    request: SignedIn, assessment: Assessment | None, *, form: PaperForm, status: int = 200, **told: Any
) -> HttpResponse:
    sheets = getattr(assessment, "on_paper", 0)
    context = {"assessment": assessment, "form": form, "sheets": sheets, **told}
    return render(request, "assessments/admin/paper.html", context, status=status)


def _key(request: SignedIn, token: str) -> str:
    return f"paper-answers-{request.user.pk}-{token}"


urls = [
    path("assessments/statistics/", listed, name="assessments_statistics_list"),
    path("assessments/paper/", paper, name="assessments_paper"),
    path("assessments/<int:pk>/paper/", paper, name="assessments_paper_of"),
    path("assessments/<int:pk>/statistics/", statistics, name="assessments_statistics"),
    path("assessments/<int:pk>/statistics/<int:number>/", question, name="assessments_statistics_question"),
    path("assessments/<int:pk>/statistics.xlsx", spreadsheet, name="assessments_statistics_xlsx"),
    path("assessments/<int:pk>/statistics.pdf", pdf, name="assessments_statistics_pdf"),
]
