"""How far a learner has come in a course, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db import transaction

from assessments.models import Assessment
from courses.domain import outline
from courses.domain.passed import passed_by, works_passed
from courses.enums import AssignmentKind, Stage, WorkState
from courses.models import Assignment, CoursePage, Enrolment, LessonPage, LessonRead
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
class Next:
    """What to do next: read `lesson`, take the assessment `take` (whose lesson is `lesson`, if it has one), or do the
    assignment `work`."""

    lesson: LessonPage | None = None
    take: Assessment | None = None
    work: Assignment | None = None


@dataclass(frozen=True)
class Work:
    """An assignment of the course with the state of the learner's newest work; None before there is any."""

    assignment: Assignment
    required: bool
    state: WorkState | None

    @property
    def passed(self) -> bool:
        return self.state == WorkState.PASSED

    @property
    def waits(self) -> bool:
        """Whether it lies with somebody else."""
        return self.state == WorkState.HANDED_IN


@dataclass(frozen=True)
class Progress:
    """One learner in one course: the outline with its states, how much is done of how much, and what comes next."""

    lines: list[Line]
    finals: list[tuple[Assessment, bool]]
    works: list[Work]
    done: int
    total: int
    coming: Next | None

    @property
    def complete(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True)
class Standing:
    """A learner's row in a report: lessons read of how many required, assessments and assignments passed, the stage."""

    enrolment: Enrolment
    read: int
    lessons: int
    passed: int
    assessments: int

    @property
    def stage(self) -> Stage:
        if self.enrolment.completed_at:
            return Stage.COMPLETED
        return Stage.UNDER_WAY if self.read or self.passed else Stage.NOT_BEGUN


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
    found = outline.of(page, enrolment)
    lessons, tests, wanted = found.lessons, found.tests, set(found.needs.lessons)
    reads = dict(enrolment.reads.values_list("lesson", "read_at")) if enrolment else {}
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
    works = _works(page, set(found.needs.works), enrolment)
    done = sum(pk in reads for pk in wanted) + sum(pk in passed for pk in tests)
    done += sum(one.required and one.passed for one in works)
    return Progress(lines, finals, works, done, found.needs.total, _coming(lines, finals, works))


def _works(page: CoursePage, required: set[int], enrolment: Enrolment | None) -> list[Work]:
    """The assignments of the course; two queries, or one where it has none."""
    assignments = list(page.course.assignments.all())
    states: dict[int, str] = {}
    if assignments and enrolment:
        states = dict(enrolment.submissions.order_by("number").values_list("assignment", "state"))
    return [
        Work(one, one.pk in required, WorkState(states[one.pk]) if one.pk in states else None) for one in assignments
    ]


def _coming(lines: list[Line], finals: list[tuple[Assessment, bool]], works: list[Work]) -> Next | None:
    """The first thing in the outline that the course asks for and that isn't done."""
    for line in lines:
        if line.required and line.read_at is None:
            return Next(lesson=line.lesson)
        if line.quiz and line.quiz_required and not line.quiz_passed:
            return Next(lesson=line.lesson, take=line.quiz)
    for one in works:
        if one.required and not one.passed and not one.waits and one.assignment.kind != AssignmentKind.STATION:
            return Next(work=one.assignment)
    return next((Next(take=test) for test, passed in finals if not passed), None)


def report(*, page: CoursePage, enrolments: list[Enrolment]) -> list[Standing]:
    """A row a learner; four queries, however many learners, one more where assignments are asked for, and two where
    learners are in versions of the course."""
    needs = outline.needs_of(enrolments)
    lessons, tests, works = (
        {pk for one in needs.values() for pk in ids(one)}
        for ids in (attrgetter("lessons"), attrgetter("tests"), attrgetter("works"))
    )
    reads: dict[int, set[int]] = {}
    pairs = LessonRead.objects.filter(enrolment__in=enrolments, lesson__in=lessons)
    for enrolment_id, lesson_id in pairs.values_list("enrolment", "lesson"):
        reads.setdefault(enrolment_id, set()).add(lesson_id)
    passed = passed_by(candidates=[e.learner_id for e in enrolments], assessments=tests)
    done = works_passed(enrolments=[e.pk for e in enrolments], assignments=works)

    def standing(one: Enrolment) -> Standing:
        own = needs[one.pk]
        got = len(passed.get(one.learner_id, set()) & set(own.tests)) + len(done.get(one.pk, set()) & set(own.works))
        read = len(reads.get(one.pk, set()) & set(own.lessons))
        return Standing(one, read, len(own.lessons), got, len(own.tests) + len(own.works))

    return [standing(enrolment) for enrolment in enrolments]
