"""Counts over courses: a cohort's progress, a unit's mandatory courses, certificates by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT

from courses.models import Certificate, CoursePage, CourseRun, Enrolment
from people.models import Cohort, User
from people.scope import units_headed_by


@dataclass(frozen=True)
class CohortRow:
    """How many of a cohort are in a course, and how many have completed it; whether the cohort itself takes it."""

    page: CoursePage
    enrolled: int
    completed: int
    has_run: bool


@dataclass(frozen=True)
class UnitRow:
    """A person of a unit, and of each mandatory course (in their order) whether they have completed it."""

    person: User
    passed: list[bool]


@dataclass(frozen=True)
class YearRow:
    """Certificates of one course in one year's register. Expired ones count as issued and not as revoked."""

    year: int
    title: str
    issued: int
    revoked: int


def by_cohort(cohorts: QuerySet[Cohort], pages: list[CoursePage]) -> list[tuple[Cohort, int, list[CohortRow]]]:
    """Each cohort, its number of members, and its courses; three queries."""
    found = list(cohorts.annotate(size=Count("members", distinct=True)))
    counted = (
        Enrolment.objects.filter(learner__cohorts__in=found)
        .values("learner__cohorts", "course")
        .annotate(enrolled=Count("pk"), completed=Count("pk", filter=Q(completed_at__isnull=False)))
        .order_by()
    )
    runs = set(CourseRun.objects.filter(cohort__in=found).values_list("cohort", "course"))
    counts = {(row["learner__cohorts"], row["course"]): row for row in counted}
    return [
        (
            cohort,
            cohort.size,
            [
                CohortRow(page, row["enrolled"], row["completed"], (cohort.pk, page.course_id) in runs)
                for page in pages
                if (row := counts.get((cohort.pk, page.course_id)))
            ],
        )
        for cohort in found
    ]


def mandatory_pages() -> list[CoursePage]:
    """The published mandatory courses."""
    return list(CoursePage.objects.live().filter(course__is_mandatory=True).select_related("course").order_by("path"))


def people_headed_by(head: User) -> QuerySet[User]:
    """The people of the units that somebody heads, without the head."""
    units = units_headed_by(head).values("pk")
    return User.objects.filter(unit__in=units, is_active=True).exclude(pk=head.pk).select_related("unit", "rank")


def of_unit(people: list[User], pages: list[CoursePage]) -> list[UnitRow]:
    """Who of these people has completed which mandatory course; one query. Never a mark or an answer."""
    done = set(
        Enrolment.objects.filter(learner__in=people, course__in=[page.course_id for page in pages])
        .exclude(completed_at=None)
        .values_list("learner", "course")
    )
    return [UnitRow(person, [(person.pk, page.course_id) in done for page in pages]) for person in people]


def by_year() -> list[YearRow]:
    """Certificates by year and course, newest year first; one query. A course is called as it was when it was
    completed, in the language of content: a certificate outlives its course."""
    title = f"facts__course__title__{settings.CONTENT_LANGUAGE}"
    counted: Any = (
        Certificate.objects.values("book_id", code=KT("facts__course__code"), title=KT(title))
        .annotate(issued=Count("pk"), revoked=Count("pk", filter=Q(revoked_at__isnull=False)))
        .order_by("-book_id", "code")
    )
    return [YearRow(row["book_id"], row["title"], row["issued"], row["revoked"]) for row in counted]
