"""Enrolling: oneself in an open course, or a cohort in any."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Course, Enrolment
from ledger import audit
from people.models import Cohort, User


class NotOpen(Exception):
    """The course takes people by cohort only. The message is for people."""


def oneself(*, course: Course, by: User) -> Enrolment:
    """The person's enrolment in an open course: the one there is, or a new one. Raises NotOpen."""
    found: Enrolment | None = course.enrolments.of(by).first()
    if found:
        return found
    if not course.is_open:
        raise NotOpen(_("The academy office enrols people in this course. Ask there, or ask your trainer."))
    return _enrolled(course, by, by)


def cohort(*, course: Course, cohort: Cohort, by: User) -> list[Enrolment]:
    """Enrolments of all members of a cohort; who is enrolled already stays as they are."""
    with transaction.atomic():
        return [_enrolled(course, member, by) for member in cohort.members.order_by("pk")]


def _enrolled(course: Course, learner: User, by: User) -> Enrolment:
    """Twenty taps on "start" at once: the unique (course, learner) lets one in, and the others get its row."""
    with transaction.atomic():
        enrolment, new = Enrolment.objects.get_or_create(course=course, learner=learner, defaults={"enrolled_by": by})
        if new:
            audit.record(actor=by, action="enrolment.made", subject=enrolment, course=course.code, learner=learner.pk)
    return enrolment
