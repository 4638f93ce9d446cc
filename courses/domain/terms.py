"""From when and until when a person may and must learn a course: what their cohorts' runs say together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from courses.domain.progress import Progress
from courses.models import CourseRun, Enrolment
from people.models import User


@dataclass(frozen=True)
class Term:
    """Lessons open on `opens_on` (None: at once); to be completed by the end of `due_on` (None: no term).

    Both are days in Asia/Dushanbe.
    """

    opens_on: date | None = None
    due_on: date | None = None

    def is_closed(self, today: date) -> bool:
        """Whether the lessons are still to open."""
        return self.opens_on is not None and today < self.opens_on

    def days_left(self, today: date) -> int | None:
        """Days until the last one, 0 on it, negative after it; None without a term."""
        return (self.due_on - today).days if self.due_on else None


FREE = Term()


def joined(spans: Iterable[tuple[date | None, date | None]]) -> Term:
    """What several runs say together: the earlier opening and the later last day, to the learner's favour.

    No day of opening is the earliest, no last day the latest. Of no run at all it is FREE.
    """
    spans = list(spans)
    opens, dues = [first for first, _ in spans if first], [last for _, last in spans if last]
    return Term(
        min(opens) if opens and len(opens) == len(spans) else None,
        max(dues) if dues and len(dues) == len(spans) else None,
    )


def of(learner: User) -> dict[int, Term]:
    """The terms of a person's courses, by the course's id; courses without a run are left out. One query."""
    spans: dict[int, list[tuple[date | None, date | None]]] = {}
    for course, first, last in CourseRun.objects.of_learner(learner).values_list("course", "opens_on", "due_on"):
        spans.setdefault(course, []).append((first, last))
    return {course: joined(found) for course, found in spans.items()}


def in_course(learner: User, course_id: int) -> Term:
    """The term of one person in one course; one query."""
    runs = CourseRun.objects.of_learner(learner).filter(course=course_id)
    return joined(runs.values_list("opens_on", "due_on"))


def is_closed(enrolment: Enrolment | None, term: Term, today: date) -> bool:
    """Whether a learner's lessons wait for their day. Who has completed the course reads on."""
    return enrolment is not None and enrolment.completed_at is None and term.is_closed(today)


def closed_to(learner: User, today: date) -> QuerySet[CourseRun, int]:
    """Ids of the courses whose lessons and tests still wait for their day; a query to be put into another."""
    mine = CourseRun.objects.of_learner(learner)
    completed = Enrolment.objects.of(learner).exclude(completed_at=None)
    waiting = mine.exclude(course__in=mine.current(today).values("course")).exclude(
        course__in=completed.values("course")
    )
    return waiting.order_by().values_list("course", flat=True)


def minutes_left(found: Progress) -> int:
    """How long the lessons take that the course asks for and that aren't read yet, in minutes."""
    return sum(line.lesson.minutes for line in found.lines if line.required and line.read_at is None)
