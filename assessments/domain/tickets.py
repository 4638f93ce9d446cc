"""Tickets: printed for a cohort and as spare ones, entered once by a signed-in person, spent on one attempt."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from assessments.models import Assessment, Sitting, Ticket
from ledger import audit
from people.models import Cohort, User
from people.roles import Permission, may

# No letters that are read as others: 31 signs, ten of them are 49 bits.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH, GROUP = 10, 5
MOST_SPARE = 50


class NoTicket(Exception):
    """The assessment asks for a ticket, and this person has entered none that is left to be spent."""


class WrongCode(Exception):
    """No ticket that this person could use has this code: mistyped, used, somebody else's, of another test."""


@dataclass(frozen=True)
class Printed:
    """A ticket as it goes to the printer, the only time that its code is known; `person` is None for a spare one."""

    person: User | None
    code: str


@dataclass(frozen=True)
class Handed:
    """How many tickets of a cohort (None: spare ones) were printed and entered."""

    cohort: str | None
    made: int
    used: int


def entered(assessment: Assessment, candidate: User) -> QuerySet[Ticket]:
    """Tickets that a person has entered and not yet begun an attempt with."""
    return Ticket.objects.filter(assessment=assessment, used_by=candidate, sitting=None)


def spend(*, assessment: Assessment, candidate: User, sitting: Sitting) -> None:
    """Ties one entered ticket to the attempt that begins. Raises NoTicket where one is asked for and there is none.

    Called in the transaction that begins the attempt: without a ticket nothing of it stays.
    """
    if not assessment.needs_ticket:
        return
    # Two devices that begin at once: the second waits for this row, and then finds the attempt of the first.
    ticket = entered(assessment, candidate).select_for_update().first()
    if ticket is None:
        raise NoTicket
    ticket.sitting = sitting
    ticket.save(update_fields=["sitting"])


@transaction.atomic
def enter(*, code: str, candidate: User, assessment: Assessment | None = None, now: datetime | None = None) -> Ticket:
    """Takes a code that is printed on paper, once; from now on it is this person's. Raises WrongCode."""
    asking = Assessment.objects.filter(needs_ticket=True).exclude(current=None)
    found = Ticket.objects.filter(digest__in=_digests(code), used_by=None, assessment__in=asking)
    found = found.filter(Q(person=None) | Q(person=candidate))
    if assessment is not None:
        found = found.filter(assessment=assessment)
    # Two people with the same paper: the second waits, and finds that it has been used.
    ticket = found.select_for_update().first()
    if ticket is None:
        raise WrongCode
    ticket.used_by, ticket.used_at = candidate, now or timezone.now()
    ticket.save(update_fields=["used_by", "used_at"])
    audit.record(actor=candidate, action="ticket.enter", subject=ticket, assessment=ticket.assessment.code)
    return ticket


@transaction.atomic
def print_for(*, assessment: Assessment, cohort: Cohort | None, spare: int, by: User) -> list[Printed]:
    """New tickets: one for each member of a cohort, in order of name, and `spare` ones for nobody in particular.

    What was printed for these people before and not entered yet is worth nothing from now on.
    """
    members = list(cohort.members.filter(is_active=True).order_by("sort_key", "id")) if cohort else []
    Ticket.objects.filter(assessment=assessment, person__in=members, used_by=None).delete()
    found = [Printed(person, _new_code()) for person in [*members, *[None] * min(spare, MOST_SPARE)]]
    Ticket.objects.bulk_create(
        Ticket(
            assessment=assessment,
            digest=_digest(printed.code),
            cohort=cohort if printed.person else None,
            person=printed.person,
            made_by=by,
        )
        for printed in found
    )
    told = {"cohort": cohort.code} if cohort else {}
    audit.record(
        actor=by, action="ticket.print", subject=assessment, assessment=assessment.code, number=len(found), **told
    )
    return found


def cohorts_for(user: User) -> QuerySet[Cohort]:
    """Cohorts that a person may print tickets for: all for the office, one's own for a trainer."""
    cohorts = Cohort.objects.order_by("code")
    return cohorts if may(user, Permission.MANAGE_PEOPLE) else cohorts.filter(trainers=user)


def handed_out(assessment: Assessment) -> list[Handed]:
    """What was printed so far, by cohort; one query."""
    rows = Ticket.objects.filter(assessment=assessment).values_list("cohort__name").order_by("cohort__name")
    return [Handed(*row) for row in rows.annotate(made=Count("pk"), used=Count("used_by"))]


def _new_code() -> str:
    signs = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    return f"{signs[:GROUP]}-{signs[GROUP:]}"


def _digest(code: str, secret: str | bytes | None = None) -> str:
    """Keyed: whoever reads the table can't try codes against it without the server's secret."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac("assessments.tickets", plain, secret=secret, algorithm="sha256").hexdigest()


def _digests(code: str) -> list[str]:
    """Under the secret key and under former ones, so that changing it makes no printed paper worthless."""
    return [_digest(code, secret) for secret in (None, *settings.SECRET_KEY_FALLBACKS)]
