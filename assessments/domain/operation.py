"""What of an assessment holds at once, without publishing: times, people, networks, what is shown; all audited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from assessments.models import Assessment
from ledger import audit
from people.models import User

PLAIN = ("opens_at", "closes_at", "shows", "shows_when", "turning", "networks", "needs_ticket", "appeal_days")
FIELDS = (*PLAIN, "cohorts")
State = dict[str, Any]


def state(pk: int | None) -> State:
    """How it is stored now; of a new one, how it begins. Two queries."""
    stored = Assessment.objects.filter(pk=pk).values(*PLAIN).first() if pk else None
    if stored is None:
        return {**{name: getattr(Assessment(), name) for name in PLAIN}, "cohorts": []}
    cohorts = Assessment.cohorts.through.objects.filter(assessment_id=pk).order_by("cohort_id")
    return {**stored, "cohorts": list(cohorts.values_list("cohort_id", flat=True))}


def note_changes(*, assessment: Assessment, before: State, by: User | None) -> list[str]:
    """Writes down which of them were changed, from what to what; returns their names."""
    after = state(assessment.pk)
    changed = [name for name in FIELDS if after[name] != before[name]]
    if changed:
        audit.record(
            actor=by,
            action="assessment.open",
            subject=assessment,
            assessment=assessment.code,
            fields=changed,
            changes="; ".join(f"{name}: {_said(before[name])} → {_said(after[name])}" for name in changed),
        )
    return changed


def _said(value: Any) -> str:
    """A value as the trail keeps it: times on Dushanbe's clock, cohorts by their ids."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    told = ", ".join(map(str, value)) if isinstance(value, list) else value
    return "—" if told in (None, "") else str(told)
