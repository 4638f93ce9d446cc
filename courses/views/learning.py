"""The learner's screens: the list of courses, a course, a lesson."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import presenters, term_presenters, work_presenters
from courses.domain import complete, enrol, find, outline, progress, rules, terms
from courses.models import CoursePage, Enrolment, LessonPage
from people.access import SignedIn, refused

READ_AND_TEST = "quiz"


@login_required
@require_safe
def catalogue(request: SignedIn) -> HttpResponse:
    """All courses that the viewer may take or write."""
    mine, today = terms.of(request.user), timezone.localdate()
    cards = presenters.cards(find.courses_for(request.user), mine, today)
    writes = find.writes(request.user)
    context = {"cards": cards, "writes": writes, "unwritten": find.unpublished() if writes else []}
    return render(request, "courses/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: SignedIn, slug: str) -> HttpResponse:
    """A course with the viewer's progress; a POST starts it, or goes on with it."""
    page = _course(request, slug)
    enrolment = find.enrolment_in(page, request.user)
    if request.method == "POST":
        return _started(request, page)
    completion = complete.check(enrolment) if enrolment else None
    found = progress.of(page=page, enrolment=enrolment, learner=request.user)
    term, today = terms.in_course(request.user, page.course_id), timezone.localdate()
    before = rules.unmet(request.user, page.course)
    context = {
        "page": page,
        "enrolment": enrolment,
        "when": term_presenters.when(enrolment, term, found, today) if enrolment else None,
        "completion": completion,
        "progress": found,
        "outline": presenters.outline(page, found, find.opens(request.user, page, found)),
        "requirements": presenters.requirements(found),
        "rules": presenters.rules(page.course),
        "works": work_presenters.states(found.works),
        "facts": presenters.course_facts(page, found),
        "step": presenters.step(page, found.coming, found.done) if enrolment else None,
        "may_read": find.may_read(request.user, enrolment, term, today) and (find.writes(request.user) or not before),
        "waits_for": presenters.before(before),
        "writes": find.writes(request.user),
        "may_see_reports": find.may_see_reports(request.user),
    }
    return render(request, "courses/course.html", context)


def _started(request: SignedIn, page: CoursePage) -> HttpResponse:
    """Enrols the viewer and leads to the first thing to do."""
    try:
        enrolment = enrol.oneself(course=page.course, by=request.user)
    except enrol.NotOpen as refusal:
        messages.error(request, str(refusal))
        return redirect("courses:course", page.slug)
    found = progress.of(page=page, enrolment=enrolment, learner=request.user)
    coming = presenters.step(page, found.coming, found.done)
    return redirect(coming.url if coming else request.path)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: SignedIn, slug: str, lesson_slug: str) -> HttpResponse:
    """A lesson; a POST marks it as read, and goes on to the quiz or the next lesson."""
    page = _course(request, slug)
    enrolment = find.enrolment_in(page, request.user)
    shown = _lesson(request, page, enrolment, lesson_slug)
    term = terms.in_course(request.user, page.course_id)
    if not find.may_read(request.user, enrolment, term, timezone.localdate()):
        unread = term_presenters.opens(term) if enrolment else _("Start the course first; then its lessons open.")
        messages.info(request, unread)
        return redirect("courses:course", page.slug)
    if enrolment and (closed := _closed(request, page, enrolment, shown)):
        messages.info(request, closed)
        return redirect("courses:course", page.slug)
    lessons = outline.of(page, enrolment).lessons
    place, before, after = presenters.around(page, shown, lessons)
    if request.method == "POST":
        return _read(request, page, shown, enrolment, after)
    context = {
        "course": page,
        "page": shown,
        "enrolment": enrolment,
        "read": enrolment.reads.filter(lesson=shown).first() if enrolment else None,
        "place": place,
        "total": len(lessons),
        "before": before,
        "after": after,
        "citations": presenters.cited(shown),
    }
    return render(request, "courses/lesson.html", context)


def _closed(request: SignedIn, page: CoursePage, enrolment: Enrolment, shown: LessonPage) -> str:
    """Why the course's rules keep a learner from this lesson; empty where they don't. Who writes courses reads all."""
    if find.writes(request.user) or enrolment.completed_at:
        return ""
    before = rules.unmet(request.user, page.course)
    if before:
        return _("Complete “%(title)s” first.") % {"title": before[0].title}
    if not page.course.in_order:
        return ""
    found = progress.of(page=page, enrolment=enrolment, learner=request.user)
    first = rules.in_the_way(page.course, found, shown)
    return (
        _("The lessons open one after the other. First finish “%(title)s”.") % {"title": first.heading} if first else ""
    )


def _read(
    request: SignedIn,
    page: CoursePage,
    shown: LessonPage,
    enrolment: Enrolment | None,
    after: presenters.Link | None,
) -> HttpResponse:
    """Going on to the quiz says that the lesson is read, as the button says."""
    if enrolment is None:
        raise refused(request, "lesson")
    progress.mark_read(enrolment=enrolment, lesson=shown, by=request.user)
    completion = complete.check(enrolment)
    if request.POST.get("then") == READ_AND_TEST and shown.quiz:
        return redirect("assessments:assessment", shown.quiz.code)
    if completion.complete or after is None:
        return redirect("courses:course", page.slug)
    return redirect(after.url)


def _course(request: SignedIn, slug: str) -> CoursePage:
    try:
        return find.course_for(request.user, slug)
    except CoursePage.DoesNotExist:
        raise refused(request, "course") from None


def _lesson(request: SignedIn, page: CoursePage, enrolment: Enrolment | None, slug: str) -> LessonPage:
    try:
        return outline.lesson(page, enrolment, slug)
    except LessonPage.DoesNotExist:
        raise refused(request, "lesson") from None
