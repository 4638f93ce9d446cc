"""Results by name as files: for whoever may see them, of whom they may see, each look written down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments import result_files
from assessments.domain.result_sheet import MOST_IN_PDF, TooMany, drawn_up
from assessments.views.results import assessment_and_cohort, written_down
from people.access import SignedIn, permission_required
from people.roles import Permission
from ui.press import CannotPrint
from ui.translation_report.views import XLSX, attached


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def spreadsheet(request: SignedIn, code: str) -> HttpResponse:
    """XLSX; `?questions=1` adds the points by question."""
    found, cohort = assessment_and_cohort(request, code)
    by_question = request.GET.get("questions") == "1"
    try:
        sheet = drawn_up(assessment=found, viewer=request.user, cohort=cohort, by_question=by_question)
    except TooMany:
        return _too_many(request, code)
    written_down(request, found, sheet.people)
    return attached(result_files.spreadsheet(sheet), XLSX, f"results-{found.code}.xlsx")


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def pdf(request: SignedIn, code: str) -> HttpResponse:
    """PDF to be signed; when a sign of a name can't be printed, the page says which."""
    found, cohort = assessment_and_cohort(request, code)
    try:
        sheet = drawn_up(assessment=found, viewer=request.user, cohort=cohort, most=MOST_IN_PDF)
        content = result_files.pdf(sheet, by=request.user)
    except TooMany:
        return _too_many(request, code)
    except CannotPrint as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:named_results", code)
    written_down(request, found, sheet.people)
    return attached(content, "application/pdf", f"results-{found.code}.pdf")


def _too_many(request: SignedIn, code: str) -> HttpResponse:
    messages.error(request, _("There are too many results for one sheet. Choose a cohort."))
    return redirect("assessments:named_results", code)
