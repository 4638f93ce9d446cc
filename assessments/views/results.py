"""What came of it: one's own result with its feedback, all of one's results, and results by name for a trainer."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from assessments import access, presenters
from assessments.domain import authored, feedback, results, sit
from assessments.models import Assessment
from assessments.views.reach import own_sitting
from people.access import SignedIn, permission_required, refused
from people.looks import record_looks
from people.roles import Permission

PER_PAGE = 50


@login_required
@require_safe
@ensure_csrf_cookie
def result(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Score, passed or not, and of a quiz every question with its right answer, once the sitting is closed."""
    found = own_sitting(request, public_id)
    had = list(found.results.order_by("-number")[:2])
    if not had:
        return redirect("assessments:sitting", public_id)
    current, earlier = had[0], had[1:]
    context = {
        "sitting": found,
        "score": presenters.score(current),
        "result": current,
        "earlier": presenters.score(earlier[0]) if earlier else None,
        "reviewed": feedback.review(found) if feedback.may_see(found) else [],
        "left": sit.sittings_left(assessment=found.assessment, candidate=request.user),
        "home": access.home(request.user, found.assessment),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "again": access.may_sit(request.user, found.assessment),
    }
    return render(request, "assessments/result.html", context)


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """All of one's own results."""
    page = Paginator(results.of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/results.html", {"page_obj": page, "rows": presenters.rows(page)})


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def named(request: SignedIn, code: str) -> HttpResponse:
    """Results by name of the people whom one may see; each look is written down."""
    try:
        found = authored.get(code=code)
    except Assessment.DoesNotExist:
        raise refused(request, "assessment") from None
    page = Paginator(results.named(assessment=found, viewer=request.user), PER_PAGE).get_page(request.GET.get("page"))
    people = {row.sitting.candidate for row in page}
    # The person looked at reads this line, perhaps in another language than the viewer's: so the content's own.
    with translation.override(settings.CONTENT_LANGUAGE):
        what = _("Results of «%(title)s»") % {"title": found.title}
    record_looks(viewer=request.user, people=people, what=what)
    context = {"assessment": found, "page_obj": page, "rows": presenters.rows(page)}
    return render(request, "assessments/named_results.html", context)


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def assessments(request: SignedIn) -> HttpResponse:
    """Every published quiz and examination, each leading to its results by name."""
    return render(request, "assessments/assessments.html", {"assessments": authored.published()})
