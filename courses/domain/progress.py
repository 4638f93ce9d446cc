"""How far a learner has come in a course, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from assessments.models import Assessment
from courses.domain.passed import passed_by
from courses.enums import Stage, WorkState
from courses.models import Assignment, CoursePage, Enrolment, LessonPage, LessonRead, Submission
from ledger import audit
from people.models import User


@dataclass(frozen=True)
class Line:
    """One lesson of the outline. `quiz_required`: the course asks for passing it; `quiz_open`: it is published."""

    lesson: LessonPage
    required: bool
    read_at: datetime | None
    quiz: Assessment | None
    quiz_passed: bool
    quiz_required: bool

    @property
    def quiz_open(self) -> bool:
        return self.quiz is not None and self.quiz.current_id is not None


@dataclass(frozen=True)
class Work:
    """One assignment of a course. `state`: of the learner's newest work, None before the first."""

    assignment: Assignment
    state: WorkState | None
    required: bool

    @property
    def passed(self) -> bool:
        return self.state is WorkState.PASSED


@dataclass(frozen=True)
class Next:
    """What to do next: read `lesson`, or take the assessment `take` (whose lesson is `lesson`, if it has one).

    Or do the assignment `work`.
    """

    lesson: LessonPage | None = None
    take: Assessment | None = None
    work: Assignment | None = None


@dataclass(frozen=True)
class Progress:
    """One learner in one course: the outline with its states, how much is done of how much, and what comes next."""

    lines: list[Line]
    finals: list[tuple[Assessment, bool]]
    done: int
    total: int
    coming: Next | None
    works: list[Work]

    @property
    def complete(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True)
class Standing:
    """A learner's row in a report: lessons read of how many required, assessments and works passed, and the stage."""

    enrolment: Enrolment
    read: int
    lessons: int
    passed: int
    assessments: int
    worked: int = 0
    works: int = 0

    @property
    def stage(self) -> Stage:
        if self.enrolment.completed_at:
            return Stage.COMPLETED
        return Stage.UNDER_WAY if self.read or self.passed or self.worked else Stage.NOT_BEGUN


def mark_read(*, enrolment: Enrolment, lesson: LessonPage, by: User) -> LessonRead:
    """Notes that the learner has read a lesson; marking it again changes nothing."""
    with transaction.atomic():
        read, new = LessonRead.objects.get_or_create(enrolment=enrolment, lesson=lesson)
        if new:
            audit.record(actor=by, action="lesson.read", subject=enrolment, lesson=lesson.pk)
    return read


def of(*, page: CoursePage, enrolment: Enrolment | None, learner: User) -> Progress:
    """The outline of a course with one learner's state; the same number of queries for any number of lessons.

    Without an enrolment everything is still to be done.
    """
    lessons = list(page.lessons().select_related("quiz"))
    needs = list(page.course.requirements.select_related("assessment"))
    reads = dict(enrolment.reads.values_list("lesson", "read_at")) if enrolment else {}
    wanted = {need.lesson_id for need in needs if need.lesson_id}
    tests = {need.assessment_id: need.assessment for need in needs if need.assessment_id}
    quizzes = {lesson.quiz_id: lesson.quiz for lesson in lessons if lesson.quiz_id}
    passed = passed_by(candidates=[learner.pk], assessments=[*(tests | quizzes)]).get(learner.pk, set())
    lines = [
        Line(
            lesson,
            lesson.pk in wanted,
            reads.get(lesson.pk),
            lesson.quiz,
            lesson.quiz_id in passed,
            lesson.quiz_id in tests,
        )
        for lesson in lessons
    ]
    finals = [(test, pk in passed) for pk, test in tests.items() if pk not in quizzes]
    works = works_of(page, enrolment, {need.assignment_id for need in needs})
    done = sum(pk in reads for pk in wanted) + sum(pk in passed for pk in tests)
    done += sum(work.passed for work in works if work.required)
    return Progress(lines, finals, done, len(needs), _coming(lines, finals, works), works)


def works_of(page: CoursePage, enrolment: Enrolment | None, required: set[int | None]) -> list[Work]:
    """The assignments of a course with the state of the newest work of one learner; one query."""
    newest = Submission.objects.filter(assignment=OuterRef("pk"), enrolment=enrolment and enrolment.pk)
    found = Assignment.objects.filter(course=page.course_id)
    found = found.annotate(newest=Subquery(newest.order_by("-number").values("state")[:1]))
    return [Work(one, WorkState(one.newest) if one.newest else None, one.pk in required) for one in found]


def _coming(lines: list[Line], finals: list[tuple[Assessment, bool]], works: list[Work]) -> Next | None:
    """The first thing in the outline that the course asks for and that isn't done."""
    for line in lines:
        if line.required and line.read_at is None:
            return Next(lesson=line.lesson)
        if line.quiz and line.quiz_required and not line.quiz_passed:
            return Next(lesson=line.lesson, take=line.quiz)
    take = next((Next(take=test) for test, passed in finals if not passed), None)
    return take or next((Next(work=work.assignment) for work in works if work.required and not work.passed), None)


def report(*, page: CoursePage, enrolments: list[Enrolment]) -> list[Standing]:
    """A row a learner; four queries, however many learners."""
    needs = list(page.course.requirements.all())
    lessons = {need.lesson_id for need in needs if need.lesson_id}
    tests = [need.assessment_id for need in needs if need.assessment_id]
    reads: dict[int, int] = {}
    pairs = LessonRead.objects.filter(enrolment__in=enrolments, lesson__in=lessons).values_list("enrolment", flat=True)
    for enrolment_id in pairs:
        reads[enrolment_id] = reads.get(enrolment_id, 0) + 1
    passed = passed_by(candidates=[e.learner_id for e in enrolments], assessments=tests)
    works = {need.assignment_id for need in needs if need.assignment_id}
    worked = works_passed([e.pk for e in enrolments], works)
    return [
        Standing(
            e,
            reads.get(e.pk, 0),
            len(lessons),
            len(passed.get(e.learner_id, ())),
            len(tests),
            len(worked.get(e.pk, ())),
            len(works),
        )
        for e in enrolments
    ]


def works_passed(enrolments: Iterable[int], assignments: Iterable[int]) -> dict[int, set[int]]:
    """The assignments passed, by enrolment; one query, none for no assignments.

    Work that has passed is never followed by other work, so that the newest need not be looked for.
    """
    wanted = list(assignments)
    if not wanted:
        return {}
    passed = Submission.objects.filter(enrolment__in=enrolments, assignment__in=wanted, state=WorkState.PASSED)
    found: dict[int, set[int]] = {}
    for enrolment_id, assignment_id in passed.order_by().values_list("enrolment", "assignment"):
        found.setdefault(enrolment_id, set()).add(assignment_id)
    return found
