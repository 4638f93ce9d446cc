"""How far people have come: for trainers and the office by name, for heads passed or not, for the ministry counts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses import presenters
from courses.domain import enrol, find, progress, tallies
from courses.forms import EnrolForm
from courses.models import CoursePage
from courses.views import in_content_language
from people.access import SignedIn, permission_required, refused
from people.looks import record_looks
from people.roles import Permission, may

A_PAGE = 100


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def course(request: SignedIn, slug: str) -> HttpResponse:
    """Who has read and passed what: a trainer's own cohorts, everybody for the office. The look is written down."""
    try:
        page = find.course_for(request.user, slug)
    except CoursePage.DoesNotExist:
        raise refused(request, "course") from None
    cohorts = list(find.cohorts_of(request.user))
    chosen = next((one for one in cohorts if one.code == request.GET.get("cohort")), None)
    shown = Paginator(find.learners_seen(page, request.user, chosen), A_PAGE).get_page(request.GET.get("page"))
    rows = progress.report(page=page, enrolments=list(shown.object_list))
    what = in_content_language(lambda: _("Progress in the course “%(title)s”") % {"title": page.course.title})
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


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def cohorts(request: SignedIn) -> HttpResponse:
    """The viewer's cohorts with their courses; a POST enrols a cohort in a course."""
    mine = find.cohorts_of(request.user)
    pages = [page for page, _enrolment in find.courses_for(request.user)]
    form = EnrolForm(request.POST or None, cohorts=mine, pages=pages)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = enrol.cohort(
            course=form.chosen_course(),
            cohort=said["cohort"],
            by=request.user,
            opens_on=said["opens_on"],
            due_on=said["due_on"],
        )
        words = ngettext("%(count)d person is in the course now.", "%(count)d people are in the course now.", len(made))
        messages.success(request, words % {"count": len(made)})
        return redirect("courses:cohorts")
    keeps = may(request.user, Permission.MANAGE_PEOPLE)
    context = {"rows": tallies.by_cohort(mine, pages), "form": form, "keeps": keeps}
    return render(request, "courses/cohorts.html", context)


@permission_required(Permission.SEE_PASSED_IN_UNIT)
@require_safe
def unit(request: SignedIn) -> HttpResponse:
    """Who of the viewer's own unit has completed the mandatory courses. The look is written down."""
    pages = tallies.mandatory_pages()
    shown = Paginator(tallies.people_headed_by(request.user), A_PAGE).get_page(request.GET.get("page"))
    rows = tallies.of_unit(list(shown.object_list), pages) if pages else []
    what = in_content_language(lambda: _("Mandatory courses of the unit"))
    record_looks(viewer=request.user, people=[row.person for row in rows], what=what)
    return render(request, "courses/unit.html", {"pages": pages, "shown": shown, "rows": rows})


@permission_required(Permission.SEE_TOTALS)
@require_safe
def totals(request: SignedIn) -> HttpResponse:
    """How many certificates were issued, by year and course; names nobody."""
    return render(request, "courses/totals.html", {"rows": tallies.by_year()})
