"""News that everybody of a run is told: the days of their course have changed."""

from __future__ import annotations

from courses.domain import messages
from courses.enums import MessageKind
from courses.models import CourseRun, Message
from people.models import User


def days_changed(*, run: CourseRun, by: User) -> list[Message]:
    """Tells those of the cohort who haven't completed the course; in the caller's transaction, whose audit line says
    the days. A fixed number of statements."""
    days = {name: day and day.isoformat() for name, day in (("opens_on", run.opens_on), ("due_on", run.due_on))}
    learners = run.cohort.members.filter(
        is_active=True, enrolments__course=run.course_id, enrolments__completed_at=None
    ).exclude(pk=by.pk)
    return messages.send(
        [
            Message(recipient=one, kind=MessageKind.NEWS, course=run.course, run=run, data=days, sent_by=by)
            for one in learners.order_by("pk")
        ]
    )
