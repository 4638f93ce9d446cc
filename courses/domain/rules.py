"""Rules of a course beyond its days: what is to be completed before it, and one lesson after the other."""

from __future__ import annotations

from collections.abc import Iterable

from assessments.models import Assessment
from courses.domain.progress import Line, Progress
from courses.models import Course, CoursePage, Enrolment, LessonPage
from people.models import User


def unmet(learner: User, course: Course) -> list[Course]:
    """The courses that have to be completed before this one and aren't; who has completed this one needs none. One
    query where there are none."""
    completed = Enrolment.objects.of(learner).exclude(completed_at=None)
    before = course.prerequisites.exclude(pk__in=completed.values("course"))
    found = list(before.select_related("page").order_by("code"))
    return [] if found and completed.filter(course=course.pk).exists() else found


def closed_by_prerequisites(learner: User) -> set[int]:
    """Ids of the courses that wait for another one to be completed; one query."""
    done = Enrolment.objects.of(learner).exclude(completed_at=None).values("course")
    through = Course.prerequisites.through.objects
    waiting = through.exclude(to_course__in=done).exclude(from_course__in=done)
    return set(waiting.values_list("from_course", flat=True))


def in_the_way(course: Course, found: Progress, lesson: LessonPage) -> LessonPage | None:
    """In a course whose lessons come one after the other the first one before `lesson` that isn't done; else None."""
    if not course.in_order:
        return None
    for line in found.lines:
        if line.lesson.pk == lesson.pk:
            return None
        if _undone(line):
            return line.lesson
    return None


def open_lessons(course: Course, found: Progress) -> set[int]:
    """Ids of the lessons that can be read now."""
    return {line.lesson.pk for line in found.lines if in_the_way(course, found, line.lesson) is None}


def is_open(page: CoursePage, found: Progress, assessment: Assessment) -> bool:
    """Whether an assessment of the course can be taken: in order, that at the end of a lesson comes with the lesson,
    that at the end of the course after all lessons that it asks for."""
    if not page.course.in_order:
        return True
    here = [line for line in found.lines if line.quiz and assessment.pk in (line.quiz.pk, line.quiz.resit_of_id)]
    if here:
        return any(in_the_way(page.course, found, line.lesson) is None for line in here)
    return not _any_undone(found.lines)


def _any_undone(lines: Iterable[Line]) -> bool:
    return any(_undone(line) for line in lines)


def _undone(line: Line) -> bool:
    unread = line.required and line.read_at is None
    return unread or (line.quiz_required and line.quiz_open and not line.quiz_passed)
