"""Sessions: planned, changed, cancelled; places in them, taken, left and waited for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain import news
from courses.enums import Seat
from courses.models import Course, Session, SessionPlace
from ledger import audit
from people.models import Cohort, User

CHANGED = ("starts_at", "ends_at", "room", "places", "trainer")


class NoPlace(Exception):
    """A place can't be taken or left; the message says why."""


def plan(
    *,
    course: Course,
    cohort: Cohort,
    starts_at: datetime,
    ends_at: datetime,
    room: str,
    trainer: User,
    by: User,
    places: int | None = None,
) -> Session:
    """A new session. Raises ValidationError where the end lies before the beginning, or there is no room."""
    session = Session(
        course=course, cohort=cohort, starts_at=starts_at, ends_at=ends_at, room=room, trainer=trainer, places=places
    )
    with transaction.atomic():
        session.full_clean()
        session.save()
        audit.record(actor=by, action="session.planned", subject=session, course=course.code, cohort=cohort.code)
    return session


def change(*, session: Session, by: User, **fields: Any) -> list[str]:
    """Changes time, room, places or trainer; gives the names of what changed. More places let those in who wait.

    Raises ValidationError; NoPlace for a session that was cancelled, and for fewer places than are taken.
    """
    with transaction.atomic():
        held = _locked(session)
        changed = [name for name in CHANGED if name in fields and getattr(held, name) != fields[name]]
        if not changed:
            return []
        for name in changed:
            setattr(held, name, fields[name])
        held.sequence += 1
        held.full_clean()
        _forget_who_left(held)
        if held.places is not None and held.taken.filter(seat=Seat.SEATED).count() > held.places:
            raise NoPlace(_("More people have a place already. Plan at least as many."))
        held.save()
        _let_in(held)
        if {"starts_at", "ends_at", "room"} & set(changed):
            news.session_moved(session=held, by=by)
        audit.record(actor=by, action="session.changed", subject=held, fields=", ".join(changed))
    return changed


def cancel(*, session: Session, by: User) -> None:
    """Cancels it, once; who was to come sees it, in their calendars too."""
    with transaction.atomic():
        held = Session.objects.select_for_update().get(pk=session.pk)
        if held.cancelled_at:
            return
        held.cancelled_at, held.sequence = timezone.now(), held.sequence + 1
        held.save(update_fields=["cancelled_at", "sequence"])
        news.session_moved(session=held, by=by)
        audit.record(actor=by, action="session.cancelled", subject=held)


def take_place(*, session: Session, learner: User) -> SessionPlace:
    """The learner's place, or their place in the line; the one that they have. Raises NoPlace.

    Two who want the last place: the row of the session is what the second one waits for.
    """
    with transaction.atomic():
        held = _locked(session)
        if held.places is None:
            raise NoPlace(_("Everybody of the cohort has a place in this session."))
        if not held.cohort.members.filter(pk=learner.pk).exists():
            raise NoPlace(_("This session is for another cohort."))
        found: SessionPlace | None = held.taken.filter(learner=learner).first()
        if found:
            return found
        _forget_who_left(held)
        _let_in(held)
        seat = Seat.SEATED if held.taken.filter(seat=Seat.SEATED).count() < held.places else Seat.WAITING
        return SessionPlace.objects.create(session=held, learner=learner, seat=seat)


def leave_place(*, session: Session, learner: User) -> None:
    """Gives the place back; who waits longest gets it. Raises NoPlace once the session has begun or was cancelled."""
    with transaction.atomic():
        held = _locked(session)
        held.taken.filter(learner=learner).delete()
        _forget_who_left(held)
        _let_in(held)


def _locked(session: Session) -> Session:
    held = Session.objects.select_for_update().get(pk=session.pk)
    if held.cancelled_at:
        raise NoPlace(_("This session was cancelled."))
    if held.starts_at <= timezone.now():
        raise NoPlace(_("This session has begun already."))
    return held


def _forget_who_left(held: Session) -> None:
    """Whoever is in the cohort no more holds none of its places."""
    held.taken.exclude(learner__in=held.cohort.members.values("pk")).delete()


def _let_in(held: Session) -> None:
    """Gives free places to those who wait, in the order in which they asked."""
    if held.places is None:
        held.taken.filter(seat=Seat.WAITING).update(seat=Seat.SEATED)
        return
    free = held.places - held.taken.filter(seat=Seat.SEATED).count()
    if free > 0:
        next_ones = held.taken.filter(seat=Seat.WAITING).order_by("asked_at", "pk").values_list("pk", flat=True)[:free]
        held.taken.filter(pk__in=list(next_ones)).update(seat=Seat.SEATED)
