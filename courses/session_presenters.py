"""Sessions and attendance as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.domain import attendance, find_sessions
from courses.enums import Presence, Seat
from courses.models import AttendanceMark, Session, SessionPlace
from people.models import User

TONES = {
    Presence.PRESENT: "success", Presence.LATE: "warning", Presence.EXCUSED: "info", Presence.ABSENT: "error",
}  # fmt: skip


# Heads of narrow columns on a telephone.
SHORT = [
    (Presence.PRESENT.value, gettext_lazy("Here")),
    (Presence.LATE.value, gettext_lazy("Late")),
    (Presence.EXCUSED.value, pgettext_lazy("attendance", "Exc.")),
    (Presence.ABSENT.value, gettext_lazy("Away")),
]


@dataclass(frozen=True)
class Row:
    """A learner in a session: who, what was marked, and its tone."""

    learner: User
    presence: str
    word: str
    tone: str


@dataclass(frozen=True)
class Own:
    """A session as its learner sees it: `seat` is a sentence about the place; may_take, may_leave are the buttons."""

    session: Session
    when: str
    seat: str
    may_take: bool
    may_leave: bool
    presence: str
    tone: str


def when(session: Session) -> str:
    """27 November 2026, 09:00–12:00."""
    first, last = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return f"{formats.date_format(first)}, {first:%H:%M}–{last:%H:%M}"


def facts(session: Session) -> list[tuple[str, Any]]:
    """A session in short, term by term."""
    said = [
        (_("When"), when(session)),
        (_("Where"), session.room),
        (_("Trainer"), session.trainer),
        (_("Cohort"), session.cohort),
    ]
    if session.places is not None:
        said.append((_("Places"), session.places))
    return said


def rows(session: Session, people: Iterable[User]) -> list[Row]:
    """The people of a session with what is known of each; one query more."""
    marks = attendance.of(session)
    return [_row(person, marks.get(person.pk)) for person in people]


def _row(person: User, mark: AttendanceMark | None) -> Row:
    if mark is None:
        return Row(person, "", "", "")
    presence = Presence(mark.presence)
    return Row(person, presence.value, str(presence.label), TONES[presence])


def counts(shown: Iterable[Row]) -> list[tuple[str, int]]:
    """How many were marked as what."""
    found = [row.presence for row in shown]
    return [(str(presence.label), found.count(presence.value)) for presence in Presence]


def own(sessions: Iterable[Session], learner: User) -> list[Own]:
    """A learner's sessions; two queries more, for their places and marks."""
    found = list(sessions)
    places, marks = find_sessions.places_of(learner, found), attendance.of_learner(learner, found)
    return [_own(session, places.get(session.pk), marks.get(session.pk)) for session in found]


def _own(session: Session, place: SessionPlace | None, mark: AttendanceMark | None) -> Own:
    open_ = session.cancelled_at is None and session.starts_at > timezone.now() and session.places is not None
    seat = ""
    if session.cancelled_at:
        seat = _("This session was cancelled.")
    elif place:
        seat = _("You have a place.") if place.seat == Seat.SEATED else _("You wait for a place.")
    elif open_:
        seat = _("The places are counted: take one if you want to come.")
    presence = Presence(mark.presence) if mark else None
    return Own(
        session, when(session), seat, open_ and place is None, open_ and place is not None,
        str(presence.label) if presence else "", TONES[presence] if presence else "",
    )  # fmt: skip
