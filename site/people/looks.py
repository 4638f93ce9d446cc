"""Every look at named results is written down, and the person looked at can read who looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from ledger import audit
from ledger.models import AuditEvent
from people.models import User

VIEWED = "results.viewed"
# Reloading a page is not a second look.
SAME_LOOK = timedelta(minutes=10)


@dataclass(frozen=True)
class Look:
    """One look at somebody's results: when, by whom (by name, if the account is still there), at what."""

    at: datetime
    by: str
    what: str


def record_look(*, viewer: User, person: User, what: str) -> None:
    """Writes down that `viewer` saw results of `person`; `what` says which, in words the person will understand."""
    record_looks(viewer=viewer, people=[person], what=what)


def record_looks(*, viewer: User, people: Iterable[User], what: str) -> None:
    """The same for people shown at once in a list; two queries, however many they are.

    Looking at one's own results isn't written down, nor the same look again within ten minutes.
    """
    others = {str(person.pk): person for person in people if person.pk != viewer.pk}
    recent = AuditEvent.objects.filter(
        action=VIEWED, subject_type="people.user", subject_id__in=others, actor_id=viewer.pk, data__what=what
    )
    seen = set(recent.filter(at__gt=timezone.now() - SAME_LOOK).values_list("subject_id", flat=True))
    fresh = [person for key, person in others.items() if key not in seen]
    if fresh:
        audit.record_each(actor=viewer, action=VIEWED, subjects=fresh, what=what)


def looks_at(person: User) -> QuerySet[AuditEvent]:
    """Audit events of looks at this person's results."""
    return AuditEvent.objects.filter(action=VIEWED, subject_type="people.user", subject_id=str(person.pk))


def latest(person: User, *, limit: int = 20) -> list[Look]:
    """The latest looks at a person's results, newest first; two queries."""
    events = list(looks_at(person).order_by("-at", "-id")[:limit])
    viewers = User.objects.in_bulk([event.actor_id for event in events if event.actor_id])
    return [
        Look(at=e.at, by=str(viewers.get(e.actor_id) or e.actor_label), what=str(e.data.get("what", "")))
        for e in events
    ]
