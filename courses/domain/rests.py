"""Answers to ui.citations: which lessons, courses and certificates rest on a change of the handbook or a law."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from assessments.domain import rests as tests
from courses.models import Certificate, Course, LessonPage, Requirement
from ui.citations import Rest, Wanted
from ui.page_citations import cited_in_bodies

Cited = dict[int, tuple[str, ...]]


def found(wanted: Wanted) -> Iterator[Rest]:
    """Lessons, courses that ask for such lessons or tests, and certificates that were issued before the change."""
    lessons = _lessons(wanted)
    pages = LessonPage.objects.filter(pk__in=lessons).defer("body").order_by("path") if lessons else ()
    for page in pages:
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        yield Rest("lesson", f"lesson:{page.pk}", page.get_admin_display_title(), url, lessons[page.pk])
    courses = _courses(lessons, tests.assessments(wanted))
    for course, refs in courses:
        url = reverse("wagtailsnippets_courses_course:edit", args=[course.pk])
        yield Rest("course", f"course:{course.pk}", course.title, url, refs)
    yield from _certificates(courses, wanted)


def _lessons(wanted: Wanted) -> Cited:
    """What each lesson cites of it: in its list of sections and laws, in law blocks, in links of its text."""
    cited = {pk: list(refs) for pk, refs in cited_in_bodies(LessonPage, wanted).items()}
    named = reduce(or_, [Q(cites__contains=ref) for ref in wanted.bases])
    for page in LessonPage.objects.filter(named).only("cites"):
        cited.setdefault(page.pk, []).extend(wanted.among(page.references()))
    return {pk: tuple(dict.fromkeys(refs)) for pk, refs in cited.items() if refs}


def _courses(lessons: Cited, assessments: Cited) -> list[tuple[Course, tuple[str, ...]]]:
    """Courses that are completed by such a lesson or test, with what they rest on."""
    needs = Requirement.objects.filter(Q(lesson__in=lessons) | Q(assessment__in=assessments)).select_related("course")
    resting: dict[int, tuple[Course, list[str]]] = {}
    for need in needs.order_by("course__code", "id") if lessons or assessments else ():
        refs = lessons.get(need.lesson_id or 0, ()) + assessments.get(need.assessment_id or 0, ())
        resting.setdefault(need.course_id, (need.course, []))[1].extend(refs)
    return [(course, tuple(dict.fromkeys(refs))) for course, refs in resting.values()]


def _certificates(courses: list[tuple[Course, tuple[str, ...]]], wanted: Wanted) -> Iterator[Rest]:
    """Certificates that stand and were issued before each change: a count a course and moment, in one query."""
    if not courses or not wanted.moments:
        return
    counts = {f"at_{n}": Count("pk", filter=Q(issued_at__lt=at)) for n, at in enumerate(wanted.moments)}
    rows = Certificate.objects.standing().filter(enrolment__course__in=[course for course, _refs in courses])
    totals: Any = rows.order_by().values("enrolment__course").annotate(**counts)
    by_course: dict[int, dict[str, int]] = {row["enrolment__course"]: dict(row) for row in totals}
    for course, refs in courses:
        url = f"{reverse('courses:certificates')}?{urlencode({'course': course.code})}"
        for n, at in enumerate(wanted.moments):
            if count := by_course.get(course.pk, {}).get(f"at_{n}", 0):
                yield Rest("certificates", f"certificates:{course.pk}", course.title, url, refs, count, at)
