"""Assignments, their rubric, and works."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone

from courses.domain import work
from courses.enums import AssignmentKind, WorkState
from courses.models import Assignment, Criterion, Enrolment, Submission
from people.models import User
from tests.factories.courses import CourseFactory, EnrolmentFactory

LEVELS = "missing\nweak\ngood\nexcellent"


class AssignmentFactory(factory.django.DjangoModelFactory):
    """`AssignmentFactory(course=page.course, kind="plan")`; a rubric of two criteria with 0 to 3 points."""

    class Meta:
        model = Assignment
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory)
    code = factory.Sequence(lambda n: f"work-{n}")
    kind = AssignmentKind.TEXT
    title_tg = factory.Sequence(lambda n: f"Кор {n}")
    title_en = factory.Sequence(lambda n: f"Work {n}")
    instructions_tg = "Нависед."
    instructions_en = "Write about your area."

    @factory.post_generation
    def criteria(self, create: bool, told: int | None, **_more: Any) -> None:
        for place in range(2 if told is None else told):
            CriterionFactory(assignment=self, order=place)


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    assignment = factory.SubFactory(AssignmentFactory, criteria=0)
    title_tg = factory.Sequence(lambda n: f"Меъёри {n}")
    title_en = factory.Sequence(lambda n: f"Criterion {n}")
    levels_tg = "нест\nсуст\nхуб\nаъло"
    levels_en = LEVELS


class SubmissionFactory(factory.django.DjangoModelFactory):
    """A text that is handed in."""

    class Meta:
        model = Submission

    assignment = factory.SubFactory(AssignmentFactory)
    enrolment = factory.SubFactory(EnrolmentFactory, course=factory.SelfAttribute("..assignment.course"))
    state = WorkState.HANDED_IN
    content = factory.LazyFunction(lambda: {"text": "What I saw."})
    handed_in_at = factory.LazyFunction(timezone.now)


def points(assignment: Assignment, *each: int) -> dict[int, int]:
    """Points by criterion, in the rubric's order."""
    return dict(zip(assignment.criteria.values_list("pk", flat=True), each, strict=True))


def marked(submission: Submission, by: User, *each: int, comment: str = "") -> Submission:
    """A mark with these points."""
    levels = points(submission.assignment, *each)
    return work.mark(submission=submission, by=by, levels=levels, code=uuid4(), comment=comment)


def work_passed(assignment: Assignment, enrolment: Enrolment) -> Submission:
    """A work that passed, without its marks."""
    return SubmissionFactory(assignment=assignment, enrolment=enrolment, state=WorkState.PASSED)
