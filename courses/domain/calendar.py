"""Sessions as calendars read them: iCalendar (RFC 5545), in UTC, with the address of the session."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import CalendarFeed, Session
from people.models import User

LINE = 75  # octets, without the line's end (section 3.1)


def document(sessions: Iterable[Session], *, base_url: str, now: datetime) -> str:
    """A VCALENDAR with an event a session; lines end in CRLF and are folded at 75 octets.

    The summary is the course's title: where it is sensitive, a neutral one is the author's to choose.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dastur//Sessions//TG", "CALSCALE:GREGORIAN"]
    for session in sessions:
        lines += _event(session, base_url, now)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _event(session: Session, base_url: str, now: datetime) -> list[str]:
    host = base_url.split("//", 1)[-1].split("/", 1)[0]
    return [
        "BEGIN:VEVENT",
        f"UID:session-{session.pk}@{host}",
        f"DTSTAMP:{_utc(now)}",
        f"SEQUENCE:{session.sequence}",
        f"DTSTART:{_utc(session.starts_at)}",
        f"DTEND:{_utc(session.ends_at)}",
        f"SUMMARY:{_text(session.course.title)}",
        f"LOCATION:{_text(session.room)}",
        f"STATUS:{'CANCELLED' if session.cancelled_at else 'CONFIRMED'}",
        f"DESCRIPTION:{_text(_('Trainer') + ': ' + session.trainer.get_full_name())}",
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Escaped as section 3.3.11 says."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """No line is longer than 75 octets, and no letter is cut in two."""
    parts: list[str] = []
    part = ""
    for letter in line:
        room = LINE - (1 if parts else 0)  # a folded line begins with a space
        if len((part + letter).encode()) > room:
            parts.append(part)
            part = letter
        else:
            part += letter
    return "\r\n ".join([*parts, part])


def feed_of(person: User) -> CalendarFeed:
    """The address of a person's calendar, made when it is first asked for."""
    with transaction.atomic():
        found, _new = CalendarFeed.objects.get_or_create(person=person, defaults={"token": secrets.token_urlsafe(32)})
    return found


def renew(person: User) -> CalendarFeed:
    """Another address; the old one shows nothing any more."""
    with transaction.atomic():
        feed = feed_of(person)
        feed.token = secrets.token_urlsafe(32)
        feed.save(update_fields=["token"])
    return feed
