"""A course in the hands of those who write it: its versions, who learns which, copies, and new ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import edition_presenters
from courses.domain import begin, copying, editions, find
from courses.edition_forms import CopyForm, MoveForm, NewCourseForm, ReleaseForm
from courses.models import CoursePage
from people.access import SignedIn, permission_required, refused
from people.roles import Permission


@permission_required(Permission.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """A course from the beginning: one form, and all its pages are there to be written."""
    form = NewCourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = begin.begin(
            code=told["code"], titles=form.titles(), hours=told["hours"], lessons=told["lessons"], by=request.user
        )
        messages.success(request, _("The course is begun. Below stands what is left to do."))
        return redirect("courses:steps", made.course.code)
    return render(request, "courses/new.html", {"form": form}, status=422 if form.errors else 200)


@permission_required(Permission.AUTHOR)
@require_safe
def steps(request: SignedIn, code: str) -> HttpResponse:
    """What is left to do until learners can take a course, published or not."""
    try:
        page = find.written(code)
    except CoursePage.DoesNotExist:
        raise refused(request, "course") from None
    context = {"page": page, "steps": begin.left_to_do(page), "unwritten": find.unpublished()}
    return render(request, "courses/steps.html", context)


@permission_required(Permission.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: SignedIn, slug: str) -> HttpResponse:
    """What has changed since the newest version, whom it touches, all versions; a POST releases the next."""
    page = _page(request, slug)
    touched = editions.touched(page.course)
    form = ReleaseForm(request.POST or None, touched=touched)
    if request.method == "POST" and form.is_valid():
        try:
            made = editions.release(page=page, note=form.cleaned_data["note"], move=form.cohorts(), by=request.user)
        except editions.NothingToRelease as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Version %(number)d is released.") % {"number": made.number})
            return redirect("courses:versions", slug)
    newest, changes = editions.newest(page.course), editions.changes(page)
    behind = [one for one in touched if newest and one.edition != newest.number]
    context = {
        "page": page,
        "newest": newest,
        "changes": edition_presenters.changes(changes),
        "touched": edition_presenters.touched(touched),
        "versions": editions.listed(page.course),
        "form": form if changes or not newest or form.errors else None,
        "move_form": MoveForm(touched=behind) if behind and not changes else None,
    }
    return render(request, "courses/versions.html", context, status=422 if form.errors else 200)


@permission_required(Permission.AUTHOR)
@require_POST
def move(request: SignedIn, slug: str) -> HttpResponse:
    """Moves the learners of the chosen cohorts to the newest version."""
    page = _page(request, slug)
    form = MoveForm(request.POST, touched=editions.touched(page.course))
    if form.is_valid():
        count = editions.move_on(course=page.course, cohorts=form.cohorts(), by=request.user)
        words = ngettext("%(count)d learner goes on in it.", "%(count)d learners go on in it.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.error(request, _("Nobody was moved: choose cohorts from the list."))
    return redirect("courses:versions", slug)


@permission_required(Permission.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: SignedIn, slug: str) -> HttpResponse:
    """A copy of the course under another code; it leads to what is left to do."""
    page = _page(request, slug)
    form = CopyForm(request.POST or None, course=page.course)
    if request.method == "POST" and form.is_valid():
        made = copying.copy(page, code=form.cleaned_data["code"], titles=form.titles(), by=request.user)
        messages.success(request, _("The copy is made. Nobody sees it until you publish its page."))
        return redirect("courses:steps", made.course.code)
    return render(request, "courses/copy.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def _page(request: SignedIn, slug: str) -> CoursePage:
    try:
        return find.course_for(request.user, slug)
    except CoursePage.DoesNotExist:
        raise refused(request, "course") from None
