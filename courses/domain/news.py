"""News that people are told: other days or another version of a course, a session moved or cancelled, a work marked,
an appeal decided."""

from __future__ import annotations

from collections.abc import Collection

from courses.domain import messages
from courses.enums import MessageKind
from courses.models import Course, CourseRun, Message, Session, Submission
from ledger.outbox import handles
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


def session_moved(*, session: Session, by: User) -> list[Message]:
    """Tells everybody of the cohort that a session has another time or room, or is cancelled; two statements more."""
    data = {
        "what": "session",
        "session": session.pk,
        "cancelled": session.cancelled_at is not None,
        "starts_at": session.starts_at.isoformat(),
        "room": session.room,
    }
    people = session.cohort.members.filter(is_active=True).exclude(pk=by.pk).order_by("pk")
    return messages.send(
        [Message(recipient=one, kind=MessageKind.NEWS, course=session.course, data=data, sent_by=by) for one in people]
    )


def work_settled(*, submission: Submission, by: User) -> list[Message]:
    """Tells the author that their work was returned, or what it came to; the marker isn't named."""
    data = {"what": "work", "code": submission.assignment.code, "state": submission.state}
    enrolment = submission.enrolment
    return messages.send(
        [Message(recipient=enrolment.learner, kind=MessageKind.NEWS, course=enrolment.course, data=data, sent_by=by)]
    )


def course_changed(*, course: Course, number: int, note: str, learners: Collection[int], by: User) -> list[Message]:
    """Tells learners that they go on in another version of their course, with what the trainer says of it."""
    data = {"what": "course", "number": number, "note": note}
    people = User.objects.filter(pk__in=learners, is_active=True).exclude(pk=by.pk).order_by("pk")
    return messages.send(
        [Message(recipient=one, kind=MessageKind.NEWS, course=course, data=data, sent_by=by) for one in people]
    )


@handles("appeal.decided")
def appeal_decided(*, candidate_id: int, sitting: str, title: dict[str, str]) -> None:
    """Tells a candidate that their appeal was decided, also where it was rejected."""
    candidate = User.objects.filter(pk=candidate_id).first()
    data = {"what": "appeal", "sitting": sitting, "title": title}
    # A handler may run twice: one message a sitting, since a sitting has one appeal.
    if (
        candidate
        and not Message.objects.filter(recipient=candidate, data__what="appeal", data__sitting=sitting).exists()
    ):
        messages.send([Message(recipient=candidate, kind=MessageKind.NEWS, data=data)])


@handles("correction.answered")
def correction_answered(*, person_id: int, corrected: bool) -> None:
    """Tells a person that the office has answered their request for a correction; what it says stands on their page."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person:
        messages.send(
            [Message(recipient=person, kind=MessageKind.NEWS, data={"what": "correction", "corrected": corrected})]
        )
