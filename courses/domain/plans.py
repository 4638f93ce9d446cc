"""Plans that the office keys in, and reports that people keep."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enums import ReportEvery
from courses.models import Course, Plan, SavedReport
from ledger import audit, outbox
from people.models import Unit, User

MOST_SAVED = 50


class NoAddress(Exception):
    """There is no way to send an e-mail to this person. The message is for people."""


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


def send_every(*, pk: int, every: str, by: User) -> SavedReport:
    """How often one's own report is sent from now on; a word that isn't known stops it. Raises
    SavedReport.DoesNotExist, and NoAddress where no e-mail can reach the person."""
    found = SavedReport.objects.get(pk=pk, owner=by)
    wanted = ReportEvery(every) if every in ReportEvery else ReportEvery.NEVER
    if wanted != ReportEvery.NEVER and not (settings.EMAIL_HOST and by.email):
        raise NoAddress(_("E-mail isn't set up here, or your account has no address. Ask the academy office."))
    found.every, found.sent_on = wanted, timezone.localdate()
    found.save(update_fields=["every", "sent_on"])
    return found


def promise_due(today: date) -> int:
    """Promises an e-mail for each report that is due: on Mondays, on the first of a month, or on the first day after
    on which this runs. How many; a second run on the same day promises none."""
    monday = today - timedelta(days=today.weekday())
    due = Q(every=ReportEvery.WEEK, sent_on__lt=monday) | Q(every=ReportEvery.MONTH, sent_on__lt=today.replace(day=1))
    with transaction.atomic():
        found = list(SavedReport.objects.select_for_update(no_key=True).filter(due).order_by("pk"))
        keys = {f"{one.pk}:{today.isoformat()}": {"report_id": one.pk, "day": today.isoformat()} for one in found}
        outbox.promise_each("report.mail", keys)
        SavedReport.objects.filter(pk__in=[one.pk for one in found]).update(sent_on=today)
    return len(found)
