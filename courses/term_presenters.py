"""When a course opens, when it is due, how long is left: in words, for the course page and for home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain import terms
from courses.domain.progress import Progress
from courses.domain.terms import Term
from courses.models import Enrolment


@dataclass(frozen=True)
class When:
    """Sentences, empty where there is nothing to say; `tone` is the badge's for `due`."""

    opens: str = ""
    due: str = ""
    tone: str = ""
    left: str = ""

    @property
    def is_closed(self) -> bool:
        return bool(self.opens)


SOON = 3  # days: the term is then shown as a warning
FAR = 300  # days: from there on the year is said


def when(enrolment: Enrolment, term: Term, found: Progress | None, today: date) -> When:
    """What is to be said to a learner; of a completed course nothing, without their progress not how long is left."""
    if enrolment.completed_at:
        return When()
    days = term.days_left(today)
    return When(
        opens=opens(term) if terms.is_closed(enrolment, term, today) else "",
        due=due(term, today),
        tone="" if days is None else "error" if days < 0 else "warning" if days <= SOON else "info",
        left=length(terms.minutes_left(found)) if found else "",
    )


def opens(term: Term) -> str:
    """From when the lessons can be read."""
    return _("The lessons open on %(day)s.") % {"day": formats.date_format(term.opens_on)} if term.opens_on else ""


def due(term: Term, today: date) -> str:
    """«Due on 1 December, 9 days left», short enough for a badge on a phone; empty without a term."""
    days = term.days_left(today)
    if days is None or term.due_on is None:
        return ""
    day = formats.date_format(term.due_on, "MONTH_DAY_FORMAT" if abs(days) < FAR else "SHORT_DATE_FORMAT")
    if days == 0:
        return _("Due today, %(day)s") % {"day": day}
    if days > 0:
        words = ngettext("Due on %(day)s, %(count)d day left", "Due on %(day)s, %(count)d days left", days)
        return words % {"day": day, "count": days}
    return ngettext("Overdue by %(count)d day", "Overdue by %(count)d days", -days) % {"count": -days}


def length(minutes: int) -> str:
    """How long what is left to read takes; empty when nothing is left."""
    if not minutes:
        return ""
    if minutes < 90:
        words = ngettext("About %(count)d minute of reading left", "About %(count)d minutes of reading left", minutes)
        return words % {"count": minutes}
    hours = round(minutes / 60)
    return ngettext("About %(count)d hour of reading left", "About %(count)d hours of reading left", hours) % {
        "count": hours
    }
