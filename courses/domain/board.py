"""A cohort in a course, learner by learner: how far, when last, and why somebody needs their trainer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.domain import scoring
from assessments.models import Assessment, Result, Sitting
from courses.domain import outline, progress, risk
from courses.domain.find import cohorts_of
from courses.domain.progress import Standing
from courses.domain.risk import Reason
from courses.enums import Concern
from courses.models import CoursePage, CourseRun, Enrolment, LessonRead
from people.models import User


@dataclass
class Taken:
    """What somebody made of the tests of a course: failed and passed ones, the best percent, when each was begun."""

    failed: dict[int, int] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)
    best: dict[int, int] = field(default_factory=dict)
    begun: list[datetime] = field(default_factory=list)


@dataclass(frozen=True)
class _Done:
    """What one learner did: `asked` are the ids of the tests that the course asks for, `read_at` is of the newest
    lesson read."""

    asked: Collection[int]
    read_at: datetime | None
    taken: Taken


@dataclass(frozen=True)
class Row:
    """One learner. `last`: the newest lesson read or test begun since they were enrolled; `best`: percent by test."""

    standing: Standing
    last: datetime | None
    reasons: list[Reason]
    best: dict[int, int]

    @property
    def enrolment(self) -> Enrolment:
        return self.standing.enrolment

    @property
    def learner(self) -> User:
        return self.standing.enrolment.learner

    @property
    def concerns(self) -> set[Concern]:
        return {reason.concern for reason in self.reasons}


def run_for(*, viewer: User, code: str, slug: str) -> tuple[CourseRun, CoursePage]:
    """A run whose learners the viewer may see by name, and its course's page. Raises CourseRun.DoesNotExist."""
    page: CoursePage | None = CoursePage.objects.visible_to(viewer).select_related("course").filter(slug=slug).first()
    if page is None:
        raise CourseRun.DoesNotExist
    runs = CourseRun.objects.of_cohorts(cohorts_of(viewer)).select_related("cohort", "course")
    return runs.get(course=page.course_id, cohort__code=code.replace("\0", "")), page


def rows(run: CourseRun, page: CoursePage, today: date) -> list[Row]:
    """A row a learner, by name; the same number of statements for one and for five hundred."""
    people = Enrolment.objects.filter(course=run.course_id, learner__cohorts=run.cohort_id)
    found = list(people.select_related("learner__unit", "learner__rank").order_by("learner__sort_key", "learner_id"))
    read = dict(LessonRead.objects.filter(enrolment__in=found).values_list("enrolment").annotate(Max("read_at")))
    asked = {test.pk for test in tests(page)}
    quizzes = set(page.lessons().exclude(quiz=None).values_list("quiz", flat=True))
    taken = _taken([one.learner_id for one in found], asked | quizzes)
    standings = progress.report(page=page, enrolments=found)
    return [
        _row(run, one, _Done(asked, read.get(one.enrolment.pk), taken.get(one.enrolment.learner_id, Taken())), today)
        for one in standings
    ]


def tests(page: CoursePage) -> list[Assessment]:
    """The tests that the course asks for, in every version that somebody is still in; three queries."""
    return outline.asked_tests(page.course)


def _row(run: CourseRun, standing: Standing, done: _Done, today: date) -> Row:
    enrolment, taken = standing.enrolment, done.taken
    steps = [moment for moment in taken.begun if moment >= enrolment.started_at]
    last = max([*steps, *([done.read_at] if done.read_at else [])], default=None)
    situation = risk.Situation(
        done=standing.read + standing.passed,
        total=standing.lessons + standing.assessments,
        completed=enrolment.completed_at is not None,
        begins=max(run.opens_on or timezone.localdate(run.made_at), timezone.localdate(enrolment.started_at)),
        due=run.due_on,
        last=timezone.localdate(last) if last else None,
        fails=max((taken.failed.get(test, 0) for test in done.asked if test not in taken.passed), default=0),
    )
    best = {test: percent for test, percent in taken.best.items() if test in done.asked}
    return Row(standing, last, risk.reasons(situation, today), best)


def _taken(people: list[int], wanted: Collection[int]) -> dict[int, Taken]:
    """By the person's id; one query. A re-sit counts as the examination that it repeats."""
    newest = Result.objects.filter(sitting=OuterRef("pk")).order_by("-number")
    fields = ("passed", "waiting", "score", "out_of")
    of_these = Q(assessment__in=wanted) | Q(assessment__resit_of__in=wanted)
    sat = Sitting.objects.filter(of_these, candidate__in=people).annotate(
        test=Coalesce(F("assessment__resit_of"), F("assessment")),
        **{f"result_{name}": Subquery(newest.values(name)[:1]) for name in fields},
    )
    names = ("candidate", "test", "started_at", *[f"result_{name}" for name in fields])
    found: dict[int, Taken] = {}
    for person, *told in sat.order_by("pk").values_list(*names):
        _note(found.setdefault(person, Taken()), *told)
    return found


def _note(taken: Taken, test: int, begun: datetime, passed: bool | None, waiting: int | None, *points: Any) -> None:
    """Adds one sitting; while it is open, or waits to be marked, only that it was begun."""
    taken.begun.append(begun)
    if passed is None or waiting:
        return
    taken.best[test] = max(taken.best.get(test, 0), scoring.percent(*points))
    if passed:
        taken.passed.add(test)
    else:
        taken.failed[test] = taken.failed.get(test, 0) + 1


def counts(found: Iterable[Row]) -> dict[Concern, int]:
    """How many learners there are of each concern."""
    found = list(found)
    return {concern: sum(concern in row.concerns for row in found) for concern in Concern}
