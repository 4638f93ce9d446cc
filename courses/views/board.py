"""A trainer's board of one cohort in one course, and its sheet of results. Every look is written down."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import board_presenters, board_sheet, term_presenters
from courses.domain import board, remind
from courses.domain.board import Row
from courses.domain.terms import Term
from courses.models import CoursePage, CourseRun
from courses.views import in_content_language
from ledger import audit
from people.access import SignedIn, permission_required, refused
from people.looks import record_looks
from people.roles import Permission
from ui.translation_report.views import XLSX, attached

A_PAGE = 100


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def show(request: SignedIn, code: str, slug: str) -> HttpResponse:
    """Everybody of the cohort, those who need somebody first."""
    run, page = _run(request, code, slug)
    today = timezone.localdate()
    rows = board.rows(run, page, today)
    what, sort = request.GET.get("show", ""), request.GET.get("sort", "")
    shown = Paginator(board_presenters.chosen(rows, what, sort), A_PAGE).get_page(request.GET.get("page"))
    _written_down(request, page, list(shown))
    context = {
        "run": run,
        "page": page,
        "shown": shown,
        "rows": board_presenters.said(list(shown), remind.last(run)),
        "in_need": len(remind.in_need(rows)),
        "filters": board_presenters.filters(rows, what, sort),
        "orders": board_presenters.orders(what, sort),
        "explained": board_presenters.explained(),
        "query": _query(request),
        "due": term_presenters.due(Term(run.opens_on, run.due_on), today),
    }
    return render(request, "courses/board.html", context)


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_POST
def reminded(request: SignedIn, code: str, slug: str) -> HttpResponse:
    """Reminds one learner (`learner`, the person's id), or everybody who is late, stuck or at risk."""
    run, page = _run(request, code, slug)
    rows = board.rows(run, page, timezone.localdate())
    asked = request.POST.get("learner", "")
    wanted = [row for row in rows if str(row.learner.pk) == asked] if asked else remind.in_need(rows)
    if asked and not wanted:
        raise refused(request, "learner")
    for tone, sentence in board_presenters.outcome(remind.send(run=run, rows=wanted, by=request.user)):
        messages.add_message(request, tone, sentence)
    return redirect(f"{reverse('courses:board', args=[code, slug])}{_query(request)}")


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def sheet(request: SignedIn, code: str, slug: str) -> HttpResponse:
    """The same as a spreadsheet, everybody on it by name."""
    run, page = _run(request, code, slug)
    rows = board.rows(run, page, timezone.localdate())
    _written_down(request, page, rows)
    told = {"cohort": run.cohort.code, "course": run.course.code, "number": len(rows)}
    audit.record(actor=request.user, action="results.export", subject=run, **told)
    content = board_sheet.spreadsheet(page, rows, board.tests(page))
    return attached(content, XLSX, f"{run.cohort.code}-{page.slug}.xlsx")


def _query(request: SignedIn) -> str:
    """What the address filters and sorts by, kept over a reminder."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _run(request: SignedIn, code: str, slug: str) -> tuple[CourseRun, CoursePage]:
    try:
        return board.run_for(viewer=request.user, code=code, slug=slug)
    except CourseRun.DoesNotExist:
        raise refused(request, "run") from None


def _written_down(request: SignedIn, page: CoursePage, rows: Sequence[Row]) -> None:
    what = in_content_language(lambda: _("Progress in the course “%(title)s”") % {"title": page.course.title})
    record_looks(viewer=request.user, people=[row.learner for row in rows], what=what)
