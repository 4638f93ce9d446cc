"""Enrolling: oneself in an open course, or a cohort in any; whoever joins the cohort later is enrolled too."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain import news, rules
from courses.models import Course, CourseRun, Enrolment
from ledger import audit
from ledger.outbox import handles
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
    before = rules.unmet(by, course)
    if before:
        raise NotOpen(_("Complete “%(title)s” first.") % {"title": before[0].title})
    return _enrolled(course, by, by)


def cohort(
    *, course: Course, cohort: Cohort, by: User, opens_on: date | None = None, due_on: date | None = None
) -> list[Enrolment]:
    """Enrolments of all members of a cohort; who is enrolled already stays as they are. The days are kept on the run.

    Raises ValidationError where the last day lies before the first.
    """
    with transaction.atomic():
        run = CourseRun.objects.filter(course=course, cohort=cohort).first() or CourseRun(
            course=course, cohort=cohort, made_by=by
        )
        changed = run.pk is not None and (run.opens_on, run.due_on) != (opens_on, due_on)
        run.opens_on, run.due_on = opens_on, due_on
        run.full_clean()
        run.save()
        if changed:
            news.days_changed(run=run, by=by)
        audit.record(
            actor=by, action="cohort.enrolled", subject=cohort, course=course.code,
            opens_on=opens_on and opens_on.isoformat(), due_on=due_on and due_on.isoformat(),
        )  # fmt: skip
        return [_enrolled(course, member, by) for member in cohort.members.order_by("pk")]


@handles("cohort.kept")
def catch_up(*, cohort_id: int) -> None:
    """Enrols in a cohort's courses whoever joined it since."""
    runs = CourseRun.objects.filter(cohort=cohort_id).select_related("course", "cohort", "made_by")
    for run in runs:
        for member in run.cohort.members.exclude(enrolments__course=run.course_id).order_by("pk"):
            _enrolled(run.course, member, run.made_by)


def by_cohort(*, course: Course, learner: User, by: User | None) -> Enrolment:
    """The enrolment of somebody whom their cohort brings into a course, open or not."""
    return _enrolled(course, learner, by)


def _enrolled(course: Course, learner: User, by: User | None) -> Enrolment:
    """Twenty taps on "start" at once: the unique (course, learner) lets one in, and the others get its row."""
    with transaction.atomic():
        newest = course.editions.order_by("-number").first()
        enrolment, new = Enrolment.objects.get_or_create(
            course=course, learner=learner, defaults={"enrolled_by": by, "edition": newest}
        )
        if new:
            audit.record(actor=by, action="enrolment.made", subject=enrolment, course=course.code, learner=learner.pk)
    return enrolment
