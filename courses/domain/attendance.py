"""Who was there: marks of several telephones, in any order, come to the same; codes that are scanned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enums import Marked, Presence
from courses.models import AttendanceMark, Session
from ledger import audit
from people.models import User

CARD, ROOM, ENTRY = "courses.attendance.card", "courses.attendance.room", "courses.attendance.entry"
ROOM_CHANGES, ROOM_HOLDS = 30, 90  # seconds: three codes hold at a time, for a slow telephone
ENTRY_HOLDS = 15 * 60  # seconds: between opening the room's page and the button, on a bad line
CARD_HOLDS = 12 * 3600  # seconds: a learner opens it while there is a line; it names one session and one person
NEAR = timedelta(seconds=60)
OPENS_BEFORE, CLOSES_AFTER = timedelta(minutes=60), timedelta(hours=6)


class BadCode(Exception):
    """A code that was scanned doesn't hold; the message says why."""


@dataclass(frozen=True)
class Told:
    """A mark as a telephone tells it."""

    learner_id: int
    presence: str
    at: datetime
    code: UUID


@dataclass(frozen=True)
class Outcome:
    """What was taken (also what was known already), and what wasn't, with the reason."""

    taken: list[UUID]
    refused: dict[UUID, str]


def fold(marks: Iterable[Any]) -> dict[int, Any]:
    """What holds of each learner: the newest mark by its own clock, of two at one moment the one with the higher code.
    What a trainer says outweighs what a learner said by scanning the room's code, whenever that was.

    Pure, and blind to order and repetition: two telephones that were offline come to the same in whichever order they
    are merged. Each mark has `learner_id`, `at`, `code`, `how`.
    """
    held: dict[int, Any] = {}
    for mark in marks:
        known = held.get(mark.learner_id)
        if known is None or _weight(mark) > _weight(known):
            held[mark.learner_id] = mark
    return held


def _weight(mark: Any) -> tuple[bool, datetime, int]:
    return (mark.how != Marked.ROOM, mark.at, mark.code.int)


def said_at(*, at: datetime, sent: datetime, received: datetime) -> datetime:
    """When a mark was made, by our clock: a telephone whose clock is wrong says so by the time at which it sends.

    A clock that is near is believed as it is, so that a slow line changes no order. Never later than `received`.
    """
    wrong = sent - received
    return min(at - wrong if abs(wrong) > NEAR else at, received)


def of(session: Session) -> dict[int, AttendanceMark]:
    """The mark that holds, by learner; one query."""
    return fold(session.marks.select_related("marked_by"))


def of_learner(learner: User, sessions: Sequence[Session]) -> dict[int, AttendanceMark]:
    """The mark of one learner that holds, by session; one query."""
    marks: dict[int, list[AttendanceMark]] = {}
    for mark in AttendanceMark.objects.filter(session__in=sessions, learner=learner):
        marks.setdefault(mark.session_id, []).append(mark)
    return {session: fold(found)[learner.pk] for session, found in marks.items()}


def record(
    *,
    session: Session,
    told: Iterable[Told],
    by: User,
    how: Marked = Marked.HAND,
    now: datetime | None = None,
    sent: datetime | None = None,
) -> Outcome:
    """Keeps marks of members of the cohort, in one transaction; repeated ones are taken and change nothing.

    `sent`: the telephone's own clock as it sends them (None: ours), which says how wrong that clock is. A mark from
    before the session's day is set to its beginning.
    """
    moment = now or timezone.now()
    members = set(session.cohort.members.values_list("pk", flat=True))
    rows, refused = [], {}
    for one in told:
        if session.cancelled_at:
            refused[one.code] = _("This session was cancelled.")
        elif one.presence not in Presence.values:
            refused[one.code] = _("This isn't a presence.")
        elif one.learner_id not in members or one.learner_id == by.pk and how == Marked.HAND:
            refused[one.code] = _("This person isn't in the cohort.")
        else:
            at = said_at(at=one.at, sent=sent or moment, received=moment)
            at = min(max(at, session.starts_at - OPENS_BEFORE), moment)
            shared = {"session": session, "received_at": moment, "marked_by": by, "how": how}
            mark = {"learner_id": one.learner_id, "presence": one.presence, "at": at, "code": one.code}
            rows.append(AttendanceMark(**shared, **mark))
    with transaction.atomic():
        before = session.marks.count()
        AttendanceMark.objects.bulk_create(rows, ignore_conflicts=True)
        new = session.marks.count() - before
        if new:
            audit.record(actor=by, action="attendance.marked", subject=session, people=new, how=how.value)
    return Outcome([row.code for row in rows], refused)


def mark_now(*, session: Session, learner: User, by: User, how: Marked) -> Outcome:
    """Notes that somebody is here now."""
    told = Told(learner.pk, Presence.PRESENT, timezone.now(), uuid4())
    return record(session=session, told=[told], by=by, how=how)


def is_open(session: Session, now: datetime | None = None) -> bool:
    """Whether presence can be noted by scanning: from an hour before the session until six hours after it."""
    moment = now or timezone.now()
    open_from, open_until = session.starts_at - OPENS_BEFORE, session.ends_at + CLOSES_AFTER
    return session.cancelled_at is None and open_from <= moment <= open_until


def card_code(session: Session, learner: User) -> str:
    """What the learner's own code says: this session, this person."""
    return signing.dumps([session.pk, learner.pk], salt=CARD, compress=False)


def card_learner(session: Session, code: str) -> int:
    """Whose card it is (pk). Raises BadCode."""
    said = _loaded(code, CARD, CARD_HOLDS)
    if said[0] != session.pk or not session.cohort.members.filter(pk=said[1]).exists():
        raise BadCode(_("This code is for another session."))
    return int(said[1])


def room_code(session: Session) -> str:
    """What the room's code says; it is made anew every half minute, and holds for a minute and a half."""
    return signing.dumps([session.pk], salt=ROOM, compress=False)


def entry_code(session: Session, learner: User, room: str) -> str:
    """What the page carries that a learner opens by scanning the room's code. Raises BadCode."""
    if _loaded(room, ROOM, ROOM_HOLDS) != [session.pk] or not is_open(session):
        raise BadCode(_("This code is for another session."))
    return signing.dumps([session.pk, learner.pk], salt=ENTRY, compress=False)


def enter(*, session: Session, learner: User, entry: str) -> Outcome:
    """Notes that the learner has scanned the room's code. Raises BadCode."""
    if _loaded(entry, ENTRY, ENTRY_HOLDS) != [session.pk, learner.pk]:
        raise BadCode(_("This code is for another session."))
    return mark_now(session=session, learner=learner, by=learner, how=Marked.ROOM)


def _loaded(code: str, salt: str, holds: int) -> list[int]:
    try:
        said = signing.loads(code, salt=salt, max_age=holds)
    except signing.SignatureExpired:
        raise BadCode(_("This code is too old. Scan it once more.")) from None
    except signing.BadSignature:
        raise BadCode(_("This is no code of a session.")) from None
    return list(said)
