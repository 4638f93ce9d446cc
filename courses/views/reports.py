"""How far the people of a course have come, for those who teach them."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import presenters
from courses.domain import find, progress
from courses.models import CoursePage
from people.access import permission_required, refused
from people.looks import record_looks
from people.roles import Permission

A_PAGE = 100


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has read and passed what: a trainer's own cohorts, everybody for the office. The look is written down."""
    try:
        page = find.course_for(request.user, slug)
    except CoursePage.DoesNotExist:
        raise refused(request, "course") from None
    cohorts = list(find.cohorts_of(request.user))
    chosen = next((one for one in cohorts if one.code == request.GET.get("cohort")), None)
    shown = Paginator(find.learners_seen(page, request.user, chosen), A_PAGE).get_page(request.GET.get("page"))
    rows = progress.report(page=page, enrolments=list(shown.object_list))
    with translation.override(settings.CONTENT_LANGUAGE):  # who was looked at may read another language than we do
        what = _("Progress in the course “%(title)s”") % {"title": page.course.title}
    record_looks(viewer=request.user, people=[row.enrolment.learner for row in rows], what=what)
    context = {
        "page": page,
        "cohorts": cohorts,
        "chosen": chosen,
        "shown": shown,
        "rows": presenters.standings(rows),
        "totals": presenters.totals(rows),
    }
    return render(request, "courses/report.html", context)
