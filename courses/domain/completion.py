"""Completion in numbers: by region, unit or group of ranks, in a period, against plan. Names nobody.

A cell of fewer than FLOOR people is never given out. Totals are of what is shown; and where a column would hide one
cell alone, which a total from elsewhere would give away, the smallest of the others is held back too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.needs import Interval, wilson
from courses.enums import Breakdown
from courses.models import Course, Plan
from people.enums import RankGroup, UnitKind
from people.models import Unit, User

FLOOR = 5
KEYS = {Breakdown.REGION: "unit__region", Breakdown.UNIT: "unit", Breakdown.RANK: "rank__group"}


class Hidden(Enum):
    """Why a number isn't given out."""

    FEW = "fewer people than FLOOR"
    GUARD = "else the one beside it would follow from a total"


Number = int | Hidden
COLUMNS = ("people", "enrolled", "completed")


@dataclass(frozen=True)
class Asked:
    """What is counted: the courses, both days of the period (counted in, Asia/Dushanbe), a line for what, of which
    region (for a line a unit)."""

    courses: tuple[int, ...]
    since: date
    until: date
    by: Breakdown
    region: str = ""

    @property
    def years(self) -> range:
        return range(self.since.year, self.until.year + 1)

    @property
    def is_single(self) -> bool:
        return len(self.courses) == 1


@dataclass(frozen=True)
class Line:
    """One group. `label` is None for people whose group isn't known.

    `enrolled`: enrolments at any time of the period that weren't completed before it; `completed`: those of them that
    were completed in it. `single`: of one course, where everybody counts once, so that the share has Wilson's interval.
    """

    label: str | None
    people: Number
    enrolled: Number
    completed: Number
    planned: int | None = None
    single: bool = True

    @property
    def share(self) -> float | None:
        """Completed of enrolled, 0..1; None where either isn't given out."""
        if isinstance(self.completed, Hidden) or isinstance(self.enrolled, Hidden) or not self.enrolled:
            return None
        return self.completed / self.enrolled

    @property
    def interval(self) -> Interval | None:
        """Of the share, 0..1."""
        if not self.single or not isinstance(self.completed, int) or not isinstance(self.enrolled, int):
            return None
        return wilson(self.completed, self.enrolled)

    @property
    def of_plan(self) -> float | None:
        """Completed of planned, 0 and up."""
        return self.completed / self.planned if isinstance(self.completed, int) and self.planned else None


def courses() -> list[Course]:
    """Every course, by code."""
    return list(Course.objects.order_by("code"))


def regions() -> dict[str, str]:
    """Names of the regions in the language shown now, by their code, in Tajik order."""
    found = Unit.objects.filter(kind=UnitKind.REGION).exclude(region="").order_by("sort_key")
    return {unit.region: unit.name for unit in found}


def lines(asked: Asked) -> list[Line]:
    """A line a group, in order; the people are counted in one statement, names and plans take one each."""
    counted = {row.pop("key"): row for row in _counted(asked)}
    planned = _planned(asked)
    found = [_line(asked, label, [counted.pop(key, {})], planned.get(key)) for key, label in _groups(asked)]
    if counted:  # people without a unit or a rank, or whose region has no name
        found.append(_line(asked, None, list(counted.values()), None))
    return guarded(found)


def guarded(found: list[Line]) -> list[Line]:
    """Nothing hidden stands alone in its column."""
    for column in COLUMNS:
        numbers = [(got, n) for n, line in enumerate(found) if isinstance(got := getattr(line, column), int)]
        if numbers and len(numbers) == len(found) - 1:
            smallest = min(numbers)[1]
            found = [_held_back(line, column) if n == smallest else line for n, line in enumerate(found)]
    return found


def _held_back(line: Line, column: str) -> Line:
    more: Any = {column: Hidden.GUARD}
    return replace(line, **more)


def total(asked: Asked, found: Iterable[Line], label: str) -> Line:
    """Of the numbers that are shown, against the plan for the whole (the country, or the region chosen)."""
    found = list(found)
    people, enrolled, completed = (_sum(getattr(line, column) for line in found) for column in COLUMNS)
    whole = _plans(asked).filter(region=asked.region if asked.by is Breakdown.UNIT else "", unit=None)
    planned = whole.aggregate(n=Sum("wanted"))["n"]
    return Line(label, people, enrolled, completed, planned, asked.is_single)


def _sum(numbers: Iterable[Number]) -> Number:
    return sum(number for number in numbers if isinstance(number, int)) or Hidden.FEW


def _line(asked: Asked, label: str | None, rows: list[dict[str, int]], planned: int | None) -> Line:
    def number(name: str, behind: str) -> Number:
        people = sum(row.get(behind, 0) for row in rows)
        return sum(row.get(name, 0) for row in rows) if people >= FLOOR else Hidden.FEW

    people, enrolled = number("people", "people"), number("enrolled", "learners")
    return Line(label, people, enrolled, number("completed", "graduates"), planned, asked.is_single)


def _counted(asked: Asked) -> Iterable[dict[str, Any]]:
    """People, enrolments and completions by group, in one statement. Several courses: a person has many enrolments, so
    the people behind them are counted too."""
    start, end = _moment(asked.since), _moment(asked.until + timedelta(days=1))
    in_period = Q(enrolments__completed_at=None) | Q(enrolments__completed_at__gte=start)
    taken = Q(enrolments__course__in=asked.courses, enrolments__started_at__lt=end) & in_period
    done = Q(taken__completed_at__gte=start, taken__completed_at__lt=end)
    people = User.objects.filter(rehearsal=False, is_active=True)
    if asked.by is Breakdown.UNIT:
        people = people.filter(unit__region=asked.region)
    joined = people.annotate(taken=FilteredRelation("enrolments", condition=taken), key=F(KEYS[asked.by]))
    grouped: Any = joined.order_by().values("key")
    counted: Iterable[dict[str, Any]] = grouped.annotate(
        people=Count("pk", distinct=True),
        enrolled=Count("taken"),
        learners=Count("pk", distinct=True, filter=Q(taken__isnull=False)),
        completed=Count("taken", filter=done),
        graduates=Count("pk", distinct=True, filter=done),
    )
    return counted


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _groups(asked: Asked) -> list[tuple[Any, str]]:
    """Keys and labels of the groups, in order."""
    if asked.by is Breakdown.REGION:
        return list(regions().items())
    if asked.by is Breakdown.UNIT:
        return [(unit.pk, unit.name) for unit in Unit.objects.filter(region=asked.region).order_by("sort_key", "pk")]
    return [(group.value, str(group.label)) for group in RankGroup]


def _plans(asked: Asked) -> Any:
    return Plan.objects.filter(course__in=asked.courses, year__in=asked.years).order_by()


def _planned(asked: Asked) -> dict[Any, int]:
    """How many were planned in the years of the period, by group; there is no plan for ranks."""
    if asked.by is Breakdown.RANK:
        return {}
    found = _plans(asked)
    if asked.by is Breakdown.REGION:
        return dict(found.filter(unit=None).exclude(region="").values_list("region").annotate(Sum("wanted")))
    return dict(found.filter(unit__region=asked.region).values_list("unit").annotate(Sum("wanted")))


def all_lines(asked: Asked) -> list[Line]:
    """The lines with their total below; none where there is no course to count."""
    if not asked.courses:
        return []
    found = lines(asked)
    return [*found, total(asked, found, _("Total of what is shown"))]
