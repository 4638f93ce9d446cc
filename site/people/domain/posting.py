"""Where people serve, over time: leave, dismissal, and what was noted of transfers."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ledger import audit
from people.domain import account
from people.enums import Standing
from people.models import Posting, User


def of(user: User) -> list[Posting]:
    """The postings of a person, newest first; nothing for somebody who has been where they are from the beginning."""
    return list(user.postings.select_related("unit", "rank", "noted_by").order_by("-id"))


def standing(user: User) -> Standing:
    """Whether somebody serves, is on leave or was dismissed."""
    newest = user.postings.order_by("-id").first()
    return Standing(newest.standing) if newest else Standing.SERVING


def note(*, user: User, standing: Standing, since: date, by: User | None) -> Posting | None:
    """Notes that somebody is on leave, dismissed or back in service from `since` (a day in Dushanbe).

    Who is dismissed can't sign in any more; who comes back can. Returns None where nothing is new. Transfers and
    promotions are noted by `account.change`.
    """
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=user.pk)  # two clerks: the second sees what the first noted
        now = Standing(account.last_posting(held).standing)
        if now == standing:
            return None
        written = Posting.objects.create(
            person=held, unit=held.unit, rank=held.rank, standing=standing, since=since, noted_by=by
        )
        audit.record(actor=by, action="posting.noted", subject=held, since=since.isoformat(), standing=standing.value)
        _account(user, now, standing, by)
    return written


def _account(user: User, before: Standing, after: Standing, by: User | None) -> None:
    if after == Standing.DISMISSED:
        account.close(user=user, by=by)
    elif before == Standing.DISMISSED:
        account.reopen(user=user, by=by)
