"""Sessions as calendars read them: iCalendar (RFC 5545), in UTC, with the address of the session."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from courses.models import CalendarFeed, Session
from people.models import User


def document(sessions: Iterable[Session], *, base_url: str, now: datetime) -> bytes:
    """A VCALENDAR with an event a session, moments in UTC.

    A sensitive course isn't named: calendars show their entries on locked telephones.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Dastur//Sessions//TG")
    calendar.add("version", "2.0")
    host = base_url.split("//", 1)[-1].split("/", 1)[0]
    for session in sessions:
        calendar.add_component(_event(session, host, now))
    return bytes(calendar.to_ical())


def _event(session: Session, host: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"session-{session.pk}@{host}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", session.sequence)
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", _("In-person session") if session.course.is_sensitive else session.course.title)
    event.add("location", session.room)
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    event.add("description", f"{_('Trainer')}: {session.trainer.get_full_name()}")
    return event


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
