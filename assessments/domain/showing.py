"""What a candidate is shown of a closed sitting, and from when on: nothing, points, right or wrong, or everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from assessments.enums import AssessmentKind, Shows, ShowsWhen
from assessments.models import Assessment, Sitting

if TYPE_CHECKING:
    from assessments.domain.feedback import Reviewed


class Shown(IntEnum):
    """How much is shown; more includes less."""

    NOTHING = 0
    POINTS = 1
    ANSWERS = 2
    EVERYTHING = 3


MOST = {Shows.POINTS: Shown.POINTS, Shows.ANSWERS: Shown.ANSWERS, Shows.EVERYTHING: Shown.EVERYTHING}


def points_shown(assessment: Assessment, now: datetime | None = None) -> bool:
    """Whether candidates may see by now what they got; no query. «After the closing time» without one is never."""
    if assessment.shows_when == ShowsWhen.NEVER:
        return False
    return assessment.shows_when == ShowsWhen.AT_ONCE or has_closed(assessment, now or timezone.now())


def of(sitting: Sitting, now: datetime | None = None) -> Shown:
    """What this sitting's candidate may see of it now. At most two queries.

    More than points of a quiz waits for the attempt that is open; of an examination it waits until nobody can sit it,
    nor any examination with the same questions.
    """
    now = now or timezone.now()
    if sitting.closed_at is None or not points_shown(sitting.assessment, now):
        return Shown.NOTHING
    most = MOST[Shows(sitting.assessment.shows)]
    if most == Shown.POINTS:
        return most
    waits = not _all_over(sitting.assessment, now) if _is_exam(sitting) else _has_one_open(sitting)
    return Shown.POINTS if waits else most


def waits_for_all(assessment: Assessment) -> bool:
    """Whether right answers will be shown later, when nobody can sit the examination any more."""
    later = assessment.kind == AssessmentKind.EXAM and assessment.closes_at is not None
    return later and assessment.shows != Shows.POINTS


def has_closed(assessment: Assessment, now: datetime) -> bool:
    """Whether the closing time has passed; without one, never."""
    return assessment.closes_at is not None and assessment.closes_at <= now


def hidden(reviewed: Iterable[Reviewed], shown: Shown) -> list[Reviewed]:
    """The questions of a sitting with as much of each as may be shown."""
    if shown < Shown.ANSWERS:
        return []
    if shown == Shown.EVERYTHING:
        return list(reviewed)
    return [replace(one, right=one.right.nothing(), explanation="", citations=()) for one in reviewed]


def family(assessment: Assessment) -> QuerySet[Assessment]:
    """The examination and every re-sit of it: they ask the same questions."""
    first = assessment.resit_of_id or assessment.pk
    found: QuerySet[Assessment] = Assessment.objects.filter(Q(pk=first) | Q(resit_of=first))
    return found


def _is_exam(sitting: Sitting) -> bool:
    """As it was published, or as its draft says now: neither turns an examination that people sit into a quiz."""
    return AssessmentKind.EXAM in (sitting.edition.rules.get("kind"), sitting.assessment.kind)


def _has_one_open(sitting: Sitting) -> bool:
    return Sitting.objects.open().of(sitting.candidate).filter(assessment=sitting.assessment).exists()


def _all_over(assessment: Assessment, now: datetime) -> bool:
    """Whether the closing times of all of the family have passed and its last sitting has closed."""
    still = Q(closes_at=None) | Q(closes_at__gt=now)
    relatives = family(assessment).exclude(current=None)
    if relatives.filter(still).exists():
        return False
    return not Sitting.objects.open().filter(assessment__in=family(assessment)).exists()
