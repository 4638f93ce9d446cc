"""What a course consists of and asks for, for one learner: in their version of it, or as it stands now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Revision

from assessments.models import Assessment
from courses.models import Course, CourseEdition, CoursePage, Enrolment, LessonPage, Requirement


@dataclass(frozen=True)
class Needs:
    """Ids of what completes a course: lessons read, assessments and assignments passed, in their order."""

    lessons: list[int] = field(default_factory=list)
    tests: list[int] = field(default_factory=list)
    works: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.lessons) + len(self.tests) + len(self.works)


@dataclass(frozen=True)
class Outline:
    """The lessons in their order, what is asked for, and the assessments asked for by their id."""

    lessons: list[LessonPage]
    needs: Needs
    tests: dict[int, Assessment]


def of(page: CoursePage, enrolment: Enrolment | None) -> Outline:
    """The outline for one learner; without an enrolment or a version, as it stands now. Two statements, or four where
    lessons have changed since the version."""
    edition = enrolment.edition if enrolment else None
    lessons = _frozen(edition) if edition else list(page.lessons().select_related("quiz"))
    asked = needs(page.course, edition, among={lesson.pk for lesson in lessons} if edition else None)
    tests = Assessment.objects.in_bulk(asked.tests) if asked.tests else {}
    return Outline(lessons, asked, {pk: tests[pk] for pk in asked.tests if pk in tests})


def lesson(page: CoursePage, enrolment: Enrolment | None, slug: str) -> LessonPage:
    """One lesson with its text, as the learner's version has it. Raises LessonPage.DoesNotExist."""
    edition = enrolment.edition if enrolment else None
    if edition is None:
        found: LessonPage = LessonPage.objects.child_of(page).live().select_related("quiz").get(slug=slug)
        return found
    told = {one["page"]: one["revision"] for one in edition.content["lessons"]}
    now: LessonPage = LessonPage.objects.filter(pk__in=told).select_related("quiz").get(slug=slug)
    if told[now.pk] == now.live_revision_id:
        return now
    then = Revision.objects.filter(pk=told[now.pk]).first()
    if then is None:
        return now
    shown: LessonPage = then.as_object()
    shown.slug = now.slug  # its address is today's
    return shown


def needs(course: Course, edition: CourseEdition | None, among: set[int] | None = None) -> Needs:
    """What completes the course; at most one statement. `among`: the lessons that still exist."""
    return _of_edition(edition, among) if edition else _live(course.requirements.all())


def needs_of(enrolments: Iterable[Enrolment]) -> dict[int, Needs]:
    """The same for many enrolments of one course, by the enrolment's id; three statements at most."""
    enrolments = list(enrolments)
    if not enrolments:
        return {}
    live = _live(Requirement.objects.filter(course=enrolments[0].course_id))
    editions = CourseEdition.objects.in_bulk({one.edition_id for one in enrolments if one.edition_id})
    there = set(LessonPage.objects.filter(pk__in=_lessons(editions.values())).values_list("pk", flat=True))
    told = {pk: _of_edition(edition, there) for pk, edition in editions.items()}
    return {one.pk: told[one.edition_id] if one.edition_id else live for one in enrolments}


def asked_tests(course: Course) -> list[Assessment]:
    """The assessments that the course asks for, and those of versions that somebody is still in; three statements."""
    used = CourseEdition.objects.filter(enrolments__in=course.enrolments.under_way()).distinct()
    ids = dict.fromkeys([*needs(course, None).tests, *(pk for one in used for pk in one.content["tests"])])
    found = Assessment.objects.in_bulk(ids) if ids else {}
    return [found[pk] for pk in ids if pk in found]


def _lessons(editions: Iterable[CourseEdition]) -> set[int]:
    return {pk for edition in editions for pk in edition.lesson_ids()}


def _live(requirements: Iterable[Requirement]) -> Needs:
    found = Needs()
    for need in requirements:
        if need.lesson_id:
            found.lessons.append(need.lesson_id)
        elif need.assessment_id:
            found.tests.append(need.assessment_id)
        elif need.assignment_id:
            found.works.append(need.assignment_id)
    return found


def _of_edition(edition: CourseEdition, among: set[int] | None) -> Needs:
    """A lesson whose page was deleted since can't be read, and isn't asked for."""
    lessons = [one["page"] for one in edition.content["lessons"] if one["required"]]
    if among is not None:
        lessons = [pk for pk in lessons if pk in among]
    return Needs(lessons, list(edition.content["tests"]), list(edition.content["works"]))


# What the outline shows of a lesson, as its page keeps it.
_SHOWN = ("heading", "summary", "content_note")


def _frozen(edition: CourseEdition) -> list[LessonPage]:
    """The lessons of a version without their text, in its order, with the headings that they had then."""
    told = {one["page"]: one["revision"] for one in edition.content["lessons"]}
    pages = LessonPage.objects.filter(pk__in=told).select_related("quiz").defer_streamfields().in_bulk()
    changed = [told[pk] for pk, one in pages.items() if one.live_revision_id != told[pk]]
    contents = dict(Revision.objects.filter(pk__in=changed).values_list("pk", "content")) if changed else {}
    quizzes = Assessment.objects.in_bulk({content.get("quiz") for content in contents.values()} - {None})
    for pk, one in pages.items():
        if content := contents.get(told[pk]):
            _as_then(one, content, quizzes)
    return [pages[pk] for pk in told if pk in pages]


def _as_then(lesson: LessonPage, content: dict[str, Any], quizzes: dict[int, Assessment]) -> None:
    for name, value in content.items():
        if name in ("minutes", "made") or name.startswith(_SHOWN):
            setattr(lesson, name, value)
    lesson.quiz = quizzes.get(content.get("quiz") or 0)
