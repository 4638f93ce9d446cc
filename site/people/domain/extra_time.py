"""The extra time that a person keeps for everything that they sit."""

from __future__ import annotations

from math import ceil

from django.db import transaction

from ledger import audit
from people.models import ExtraTime, User

MOST_PERCENT, MOST_MINUTES = 200, 240


class Refused(Exception):
    """Out of range, or without a reason."""


def held(person: User) -> ExtraTime | None:
    """What the office decided last; None when there is nothing or it was taken away."""
    newest: ExtraTime | None = ExtraTime.objects.filter(person=person).order_by("-id").first()
    return newest if newest and (newest.percent or newest.minutes) else None


def minutes_for(person: User, minutes: int | None) -> int:
    """How many minutes more this person has in something that takes `minutes`; 0 where there is no time limit.

    Percent are of the minutes and rounded up; minutes come on top.
    """
    if not minutes:
        return 0
    extra = held(person)
    return ceil(minutes * extra.percent / 100) + extra.minutes if extra else 0


@transaction.atomic
def give(*, person: User, percent: int, minutes: int, reason: str, by: User) -> ExtraTime:
    """Sets a person's extra time from now on; both 0 take it away. Attempts under way keep theirs.

    `reason` names the decision (its number and day), never an illness. Raises Refused.
    """
    if not reason.strip() or not 0 <= percent <= MOST_PERCENT or not 0 <= minutes <= MOST_MINUTES:
        raise Refused
    given: ExtraTime = ExtraTime.objects.create(
        person=person, percent=percent, minutes=minutes, reason=reason.strip(), given_by=by
    )
    # The numbers stay in the row that this names: the trail is read by people who have no business with them.
    audit.record(actor=by, action="extra_time.given", subject=person)
    return given


def decided(person: User) -> list[ExtraTime]:
    """Every decision about this person, the newest first; one query."""
    return list(ExtraTime.objects.filter(person=person).select_related("given_by").order_by("-id"))
