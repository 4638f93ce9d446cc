"""What a person can sit now or later, with how far they have come in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assessments.domain import admission
from assessments.domain.door import Door, door
from assessments.domain.showing import points_shown
from assessments.models import Assessment, Sitting
from people.models import User


@dataclass(frozen=True)
class Opening:
    """An assessment that is open to somebody. `left` None: as many attempts as one likes."""

    assessment: Assessment
    door: Door
    under_way: Sitting | None
    left: int | None
    used: int


def of(user: User, *, now: datetime | None = None) -> list[Opening]:
    """What is open or will be, begun ones first, then by closing time; what is passed or used up is left out.

    The same few queries for any number of them.
    """
    now = now or timezone.now()
    assessments = admission.open_to(user).select_related("current").defer("current__paper", "current__key")
    sittings: dict[int, list[Sitting]] = {}
    for sitting in Sitting.objects.of(user).filter(assessment__in=assessments.values("pk")).prefetch_related("results"):
        sittings.setdefault(sitting.assessment_id, []).append(sitting)
    found = [_opening(assessment, sittings.get(assessment.pk, []), now) for assessment in assessments]
    wanted = [opening for opening in found if opening is not None]
    return sorted(wanted, key=lambda one: (one.under_way is None, one.door != Door.OPEN, _by_time(one.assessment)))


def _opening(assessment: Assessment, sittings: list[Sitting], now: datetime) -> Opening | None:
    under_way = next((one for one in sittings if one.closed_at is None and not one.is_overdue(now)), None)
    edition = assessment.current
    most = edition.rules["max_sittings"] if edition else 0
    left = None if most is None else max(0, most - len(sittings))
    stands = door(assessment, now)
    if under_way is None and (left == 0 or stands == Door.OVER or _is_done(assessment, sittings, now)):
        return None
    return Opening(assessment, stands, under_way, left, len(sittings))


def _is_done(assessment: Assessment, sittings: list[Sitting], now: datetime) -> bool:
    """Whether it is passed; while that isn't shown yet, leaving it out would tell."""
    results = [list(one.results.all())[:1] for one in sittings]
    return points_shown(assessment, now) and any(result.passed for found in results for result in found)


def _by_time(assessment: Assessment) -> tuple[float, str]:
    moment = assessment.closes_at or assessment.opens_at
    return (moment.timestamp() if moment else float("inf"), assessment.code)
