"""Results, read: one's own, of several assessments at once, and of the people whom a trainer may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from assessments.models import Assessment, Result
from people.models import User
from people.scope import people_with_results


def of(user: User) -> QuerySet[Result]:
    """A person's current results, newest first, each with its sitting and assessment."""
    found = Result.objects.current().of(user)
    return found.select_related("sitting", "sitting__assessment").order_by("-marked_at", "-id")


def passed(*, candidate: User, assessments: Iterable[Assessment]) -> set[int]:
    """Ids of those of the assessments in which the person has a current result that passes; one query."""
    found = Result.objects.current().of(candidate).filter(sitting__assessment__in=list(assessments), passed=True)
    return set(found.values_list("sitting__assessment_id", flat=True))


def named(*, assessment: Assessment, viewer: User) -> QuerySet[Result]:
    """Current results of an assessment, of the people whom `viewer` may see by name; in order of name."""
    found = Result.objects.current().filter(sitting__assessment=assessment)
    within = found.filter(sitting__candidate__in=people_with_results(viewer).exclude(pk=viewer.pk))
    return within.select_related("sitting", "sitting__candidate", "sitting__candidate__unit").order_by(
        "sitting__candidate__sort_key", "sitting__number"
    )
