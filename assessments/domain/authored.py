"""Assessments as those see them who write them or read their results."""

from __future__ import annotations

from django.db.models import QuerySet

from assessments.enums import AssessmentKind
from assessments.models import Assessment


def published() -> QuerySet[Assessment]:
    """Quizzes and examinations that have an edition."""
    found: QuerySet[Assessment] = Assessment.objects.exclude(current=None).exclude(kind=AssessmentKind.SURVEY)
    return found.select_related("current").defer("current__paper", "current__key")


def get(*, code: str) -> Assessment:
    """One of them by its code. Raises Assessment.DoesNotExist."""
    return published().get(code=code)
