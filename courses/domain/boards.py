"""Which boards a trainer comes for: the runs of their cohorts, with how far each is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q

from courses.models import CourseRun
from people.models import User


@dataclass(frozen=True)
class Board:
    """A run, how many of the cohort are in the course, and how many have completed it."""

    run: CourseRun
    enrolled: int
    completed: int


def latest(trainer: User, *, most: int) -> list[Board]:
    """So many runs of the cohorts that somebody trains: those with a term first, the newest term on top; one query."""
    in_course = Q(cohort__members__enrolments__course=F("course"))
    done = in_course & Q(cohort__members__enrolments__completed_at__isnull=False)
    runs = CourseRun.objects.filter(cohort__trainers=trainer, course__page__live=True).annotate(
        enrolled=Count("cohort__members", distinct=True, filter=in_course),
        completed=Count("cohort__members", distinct=True, filter=done),
    )
    newest = runs.select_related("cohort", "course__page").order_by(F("due_on").desc(nulls_last=True), "-made_at")
    return [Board(run, run.enrolled, run.completed) for run in newest[:most]]
