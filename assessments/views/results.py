"""What came of it: one's own result with its feedback, all of one's results, and results by name for a trainer."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from assessments import access, door_presenters, presenters
from assessments.domain import appeals, authored, feedback, results, showing, sit
from assessments.domain.result_sheet import MOST_IN_PDF
from assessments.models import Assessment, Sitting
from assessments.views.reach import own_sitting
from people.access import SignedIn, permission_required, refused
from people.looks import record_looks
from people.models import Cohort, User
from people.roles import Permission, may
from people.scope import cohorts_with_results

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
    shown = showing.of(found)
    if shown == showing.Shown.NOTHING:
        return _kept(request, found)
    current, earlier = had[0], had[1:]
    context = {
        "sitting": found,
        "waits": door_presenters.waits(found.assessment, shown),
        "score": presenters.score(current),
        "result": current,
        "earlier": presenters.score(earlier[0]) if earlier else None,
        "reviewed": showing.hidden(feedback.review(found), shown) if shown > showing.Shown.POINTS else [],
        "left": sit.sittings_left(assessment=found.assessment, candidate=request.user),
        "home": access.home(request.user, found.assessment),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "again": access.may_sit(request.user, found.assessment),
        "appeal": appeals.of(found),
        "appeal_until": appeals.until(found, current),
        "now": timezone.now(),
        "may_have_file": shown == showing.Shown.EVERYTHING,
    }
    return render(request, "assessments/result.html", context)


def _kept(request: SignedIn, found: Sitting) -> HttpResponse:
    """Handed in, and no word of what it came to: not yet, or never here."""
    context = {
        "sitting": found,
        "kept": door_presenters.kept_back(found.assessment),
        "home": access.home(request.user, found.assessment),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "assessments/result_kept.html", context)


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """All of one's own results."""
    page = Paginator(results.of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/results.html", {"page_obj": page, "rows": presenters.own_rows(page)})


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def named(request: SignedIn, code: str) -> HttpResponse:
    """Results by name of the people whom one may see, perhaps of one cohort; each look is written down."""
    found, cohort = assessment_and_cohort(request, code)
    all_of_them = results.named(assessment=found, viewer=request.user, cohort=cohort)
    page = Paginator(all_of_them, PER_PAGE).get_page(request.GET.get("page"))
    written_down(request, found, (row.sitting.candidate for row in page))
    context = {
        "assessment": found,
        "page_obj": page,
        "rows": presenters.rows(page),
        "cohort": cohort,
        "cohorts": cohorts_with_results(request.user),
        "may_print": may(request.user, Permission.PUBLISH) or may(request.user, Permission.MANAGE_PEOPLE),
        "too_long": page.paginator.count > MOST_IN_PDF,
    }
    return render(request, "assessments/named_results.html", context)


def assessment_and_cohort(request: SignedIn, code: str) -> tuple[Assessment, Cohort | None]:
    """What is asked for by the address and by `?cohort=`; 404 for what there isn't, or isn't for this viewer."""
    asked = request.GET.get("cohort", "").replace("\0", "")
    try:
        found = authored.get(code=code)
        return found, results.cohort_of(request.user, asked) if asked else None
    except (Assessment.DoesNotExist, Cohort.DoesNotExist):
        raise refused(request, "assessment") from None


def written_down(request: SignedIn, found: Assessment, people: Iterable[User]) -> None:
    """Writes the look at these people's results down. They read the line, perhaps in another language than the
    viewer's: so it is in the content's own."""
    with translation.override(settings.CONTENT_LANGUAGE):
        what = _("Results of «%(title)s»") % {"title": found.title}
    record_looks(viewer=request.user, people=set(people), what=what)


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def assessments(request: SignedIn) -> HttpResponse:
    """Every published quiz and examination, each leading to its results by name."""
    return render(request, "assessments/assessments.html", {"assessments": authored.published()})
