"""The beginning of a course: its record, its page, its lessons in their order and what it asks for, all as drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Page

from courses.domain import course_content
from courses.models import Course, CoursePage, LessonPage, Requirement
from ledger import audit
from people.models import User
from ui.content import fill
from ui.languages import codes

MOST_LESSONS = 30


@transaction.atomic
def begin(*, code: str, titles: Mapping[str, str], hours: int, lessons: Sequence[str], by: User) -> CoursePage:
    """A new course with a page for each lesson, named in the language of content; the course asks for all of them.

    Nobody but those who write sees it until the course's page is published. `code` is free (the form asks).
    """
    course = Course.objects.create(
        code=code, hours=hours, **{localized("title", one): titles.get(one, "") for one in codes()}
    )
    page: CoursePage = _draft(
        course_content.index(by), CoursePage(slug=_slug(code, course), course=course), dict(titles), by
    )
    for number, heading in enumerate(lessons, 1):
        slug = slugify(heading) or f"lesson-{number}"
        lesson = LessonPage(slug=f"{slug[:40]}-{number}" if slug in _slugs(page) else slug[:50])
        made = _draft(page, lesson, {codes()[0]: heading}, by)
        Requirement.objects.create(course=course, lesson=made)
    audit.record(actor=by, action="course.begun", subject=course, lessons=len(lessons))
    return page


def named(text: str) -> list[str]:
    """The lessons that somebody has listed, one a line, without numbers before them and without empty lines."""
    lines = (line.strip().lstrip("0123456789.)-–• ").strip() for line in text.splitlines())
    return [line for line in lines if line]


def left_to_do(page: CoursePage) -> list[tuple[str, bool, int | None]]:
    """What a course still lacks before learners can take it: words, whether it is done, the page to edit if it is one.

    Two statements.
    """
    lessons = list(LessonPage.objects.child_of(page).order_by("path"))
    needs = list(page.course.requirements.all())
    steps: list[tuple[str, bool, int | None]] = [
        (_("Publish the lesson “%(title)s”") % {"title": one.heading}, one.live, one.pk) for one in lessons
    ]
    if not lessons:
        steps.append((_("Add a lesson"), False, page.pk))
    asked = any(need.assessment_id or need.assignment_id for need in needs)
    steps.append((_("Ask for a test or an assignment (it may do without)"), asked, None))
    steps.append((_("Publish the page of the course"), page.live, page.pk))
    return steps


def _draft(parent: Page, page: Any, heading: dict[str, str], by: User) -> Any:
    page.owner, page.live, page.has_unpublished_changes = by, False, True
    fill(page, {"heading": heading})
    parent.add_child(instance=page)
    page.save_revision(user=by)
    page.refresh_from_db()
    return page


def _slugs(page: CoursePage) -> set[str]:
    return set(LessonPage.objects.child_of(page).values_list("slug", flat=True))


def _slug(code: str, course: Course) -> str:
    wanted = slugify(code)
    free = wanted and not CoursePage.objects.filter(slug=wanted).exists()
    return wanted if free else f"{wanted or 'course'}-{course.pk}"
