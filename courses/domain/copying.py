"""A course as the beginning of another: its texts, lessons, rules and assignments, without its learners."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.text import slugify
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.actions.unpublish_page import UnpublishPageAction

from courses.models import Assignment, Course, CoursePage, Criterion, LessonPage, Requirement
from ledger import audit
from people.models import User
from ui.languages import codes
from ui.staleness import fresh


@transaction.atomic
def copy(page: CoursePage, *, code: str, titles: Mapping[str, str], by: User) -> CoursePage:
    """A new course that nobody sees until its page is published; its lessons are whole, and editing them changes
    nothing in the old ones.

    Tests aren't copied: both courses ask for the same ones, and who has passed one of them has passed it for both.
    `code` is free (the form asks).
    """
    course = _course(page.course, code, titles)
    made: CoursePage = page.copy(
        recursive=True, copy_revisions=False, keep_live=True, user=by,
        update_attrs={"slug": _slug(page, course), "course": course, **_heading(page, titles)},
    )  # fmt: skip
    # Whoever may copy may hide the copy: Wagtail's own permissions aren't asked.
    UnpublishPageAction(made, user=by).execute(skip_permission_checks=True)
    lessons = _lessons(page, made)
    works = {one.pk: _assignment(one, course, lessons) for one in page.course.assignments.all()}
    for need in page.course.requirements.all():
        Requirement.objects.create(
            course=course,
            lesson=lessons.get(need.lesson_id or 0),
            assessment=need.assessment,
            assignment=works.get(need.assignment_id or 0),
        )
    audit.record(actor=by, action="course.copied", subject=course, course=page.course.code)
    made.refresh_from_db()
    return made


def _course(course: Course, code: str, titles: Mapping[str, str]) -> Course:
    names = [one.name for one in Course._meta.concrete_fields if one.name not in ("id", "code")]
    values = {name: getattr(course, name) for name in names}
    made: Course = Course(code=code, **values)
    for language in codes():
        setattr(made, localized("title", language), titles.get(language, ""))
    made.prerequisites.set(course.prerequisites.all())
    made.save()
    return made


def _slug(page: CoursePage, course: Course) -> str:
    """An address that no other course has, from the code."""
    taken = set(page.get_siblings().values_list("slug", flat=True))
    wanted = slugify(course.code)
    return wanted if wanted and wanted not in taken else f"{wanted or 'course'}-{course.pk}"


def _heading(page: CoursePage, titles: Mapping[str, str]) -> dict[str, object]:
    told = {language: titles.get(language, "") for language in codes()}
    columns = {localized("heading", language): text for language, text in told.items()}
    return {**columns, "made": {**page.made, "heading": fresh(told, page.source_language)}}


def _lessons(old: CoursePage, new: CoursePage) -> dict[int, LessonPage]:
    """The new lesson of each old one; drafts too."""
    by_slug = {one.slug: one for one in LessonPage.objects.child_of(new)}
    return {one.pk: by_slug[one.slug] for one in LessonPage.objects.child_of(old)}


def _assignment(old: Assignment, course: Course, lessons: Mapping[int, LessonPage]) -> Assignment:
    names = [one.name for one in Assignment._meta.concrete_fields if one.name not in ("id", "code", "course", "lesson")]
    made: Assignment = Assignment(course=course, code=_free(course), **{name: getattr(old, name) for name in names})
    made.lesson = lessons.get(old.lesson_id or 0)
    columns = [one.name for one in Criterion._meta.concrete_fields if one.name not in ("id", "assignment")]
    made.criteria = [Criterion(**{name: getattr(one, name) for name in columns}) for one in old.criteria.all()]
    made.save()
    return made


def _free(course: Course) -> str:
    """A code that no assignment has, from the course's."""
    base = slugify(course.code)[:34] or f"course-{course.pk}"
    number = 1
    while Assignment.objects.filter(code=f"{base}-{number}").exists():
        number += 1
    return f"{base}-{number}"
