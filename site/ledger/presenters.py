"""The audit trail as a page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from ledger.enums import Action, Particular
from ledger.models import AuditEvent


@dataclass(frozen=True)
class Line:
    """One event in words: when, who, what they did, to what, and its particulars as pairs."""

    at: datetime
    who: str
    what: str
    subject: str
    particulars: list[tuple[str, str]]


def events(
    *,
    action: str = "",
    who: str = "",
    since: date | None = None,
    until: date | None = None,
    nothing: bool = False,
) -> QuerySet[AuditEvent]:
    """Events of one action, of one actor (user name), from one day to another (both counted); newest first."""
    found = AuditEvent.objects.order_by("-id")
    if nothing:
        return found.none()
    if action:
        found = found.filter(action=action)
    if who:
        found = found.filter(actor_label=who)
    if since:
        found = found.filter(at__gte=timezone.make_aware(datetime.combine(since, time.min)))
    if until:
        found = found.filter(at__lt=timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min)))
    return found


def line(event: AuditEvent, names: Mapping[tuple[str, str], str]) -> Line:
    """One event, in the active language; `names` maps (type, id) of subjects to what a person calls them."""
    what = str(Action(event.action).label) if event.action in Action.values else event.action
    return Line(
        at=event.at,
        who=event.actor_label,
        what=what,
        subject=names.get((event.subject_type, event.subject_id)) or f"{_kind(event.subject_type)} {event.subject_id}",
        particulars=[(_key(name), _short(said)) for name, said in sorted(event.data.items()) if said not in (None, "")],
    )


def _kind(label: str) -> str:
    """What a kind of row is called, given its "app.model"; the label itself when there is no such model any more."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def _key(name: str) -> str:
    return str(Particular(name).label) if name in Particular.values else name


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 120 else f"{text[:117]}…"
