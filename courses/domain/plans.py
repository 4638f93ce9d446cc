"""Plans that the office keys in, and reports that people keep."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from courses.models import Course, Plan, SavedReport
from ledger import audit
from people.models import Unit, User

MOST_SAVED = 50


class TooMany(Exception):
    """So many reports are saved already."""


def keep(*, course: Course, year: int, wanted: int, by: User, region: str = "", unit: Unit | None = None) -> Plan:
    """Keys a number in, or puts the one there is right. Raises ValidationError for numbers out of range."""
    with transaction.atomic():
        place = {"course": course, "year": year, "region": region, "unit": unit}
        # Two clerks key in the same line at once: the unique place lets one in, and the other changes its row.
        plan, _new = Plan.objects.select_for_update(no_key=True).get_or_create(**place, defaults={"wanted": wanted})
        plan.wanted, plan.keyed_by = wanted, by
        plan.full_clean()
        plan.save()
        where = {"region": region} if region else {"unit": unit.code} if unit else {}
        audit.record(actor=by, action="plan.keep", subject=plan, course=course.code, year=year, wanted=wanted, **where)
    return plan


def remove(*, plan: Plan, by: User) -> None:
    """Takes a line of the plan away."""
    with transaction.atomic():
        told = {"course": plan.course.code, "year": plan.year, "wanted": plan.wanted}
        audit.record(actor=by, action="plan.remove", subject=plan, **told)
        plan.delete()


def all_plans() -> QuerySet[Plan]:
    """Every line, the newest year first."""
    return Plan.objects.select_related("course", "unit").order_by("-year", "course__code", "region", "unit__sort_key")


def saved(owner: User) -> QuerySet[SavedReport]:
    """Reports that a person keeps, by name."""
    return SavedReport.objects.filter(owner=owner).order_by("name")


def save(*, name: str, query: str, by: User) -> SavedReport:
    """Keeps a report under a name; one of that name is replaced. Raises TooMany. It is one's own, and not audited."""
    with transaction.atomic():
        mine = SavedReport.objects.filter(owner=by)
        if not mine.filter(name=name).exists() and mine.count() >= MOST_SAVED:
            raise TooMany
        kept, _new = SavedReport.objects.update_or_create(owner=by, name=name, defaults={"query": query})
    return kept
