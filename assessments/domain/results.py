"""Results, read: one's own, of several assessments at once, and of the people whom a trainer may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from assessments.enums import Cause
from assessments.models import Assessment, Result
from people.models import Cohort, User
from people.scope import cohorts_with_results, people_with_results

NEWS = timedelta(days=30)  # how long a corrected result is told of on one's first page


def of(user: User) -> QuerySet[Result]:
    """A person's current results, newest first, each with its sitting and assessment."""
    found = Result.objects.current().of(user)
    return found.select_related("sitting", "sitting__assessment").order_by("-marked_at", "-id")


def corrected_lately(user: User) -> QuerySet[Result]:
    """A person's current results that a person corrected in the last 30 days, newest first."""
    found = of(user).filter(number__gt=1, marked_at__gt=timezone.now() - NEWS)
    return found.exclude(cause=Cause.MARKING)


def passed(*, candidate: User, assessments: Iterable[Assessment]) -> set[int]:
    """Ids of those of the assessments in which the person has a current result that passes; one query."""
    found = Result.objects.current().of(candidate).filter(sitting__assessment__in=list(assessments), passed=True)
    return set(found.values_list("sitting__assessment_id", flat=True))


def named(*, assessment: Assessment, viewer: User, cohort: Cohort | None = None) -> QuerySet[Result]:
    """Current results of an assessment, of the people whom `viewer` may see by name (those of one cohort, if any is
    named); in order of name."""
    found = Result.objects.current().filter(sitting__assessment=assessment)
    if cohort is not None:
        found = found.filter(sitting__candidate__in=cohort.members.values("pk"))
    within = found.filter(sitting__candidate__in=people_with_results(viewer).exclude(pk=viewer.pk))
    people = ("sitting__candidate__unit", "sitting__candidate__rank", "sitting__unit")
    return within.select_related("sitting", "sitting__candidate", *people).order_by(
        "sitting__candidate__sort_key", "sitting__number"
    )


def visible(*, viewer: User, people: Iterable[int]) -> set[int]:
    """Those of some people (by id) whose results `viewer` may see by name, themselves left out; one query."""
    within = people_with_results(viewer).filter(pk__in=list(people)).exclude(pk=viewer.pk)
    return set(within.values_list("pk", flat=True))


def pass_otherwise(*, assessment: Assessment, people: Iterable[int], but: Iterable[int]) -> set[int]:
    """Those of some people who have passed the assessment in another sitting than `but`; one query."""
    found = Result.objects.current().filter(sitting__assessment=assessment, passed=True)
    others = found.filter(sitting__candidate__in=list(people)).exclude(sitting__in=list(but))
    return set(others.values_list("sitting__candidate_id", flat=True))


def cohort_of(viewer: User, code: str) -> Cohort:
    """A cohort whose results `viewer` may see. Raises Cohort.DoesNotExist."""
    return cohorts_with_results(viewer).get(code=code)
