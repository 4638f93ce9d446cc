"""Sessions of a cohort, coming and going on, by the domain's own verbs."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from courses.domain import enrol, sessions
from courses.models import Session
from tests.factories.courses import CoursePageFactory
from tests.factories.people import CohortFactory, UserFactory

NOW = timezone.now


def taught_group() -> SimpleNamespace:
    """A cohort of three with its trainer, in a course."""
    trainer, people = UserFactory(roles=["trainer"]), UserFactory.create_batch(3)
    cohort = CohortFactory(members=people, trainers=[trainer])
    course = CoursePageFactory().course
    enrol.cohort(course=course, cohort=cohort, by=trainer)
    return SimpleNamespace(trainer=trainer, people=people, cohort=cohort, course=course)


def planned(group: SimpleNamespace, *, begins: timedelta = timedelta(minutes=30), **more: object) -> Session:
    """A session that is to come."""
    start = NOW() + begins
    fields = {"starts_at": start, "ends_at": start + timedelta(hours=2), "room": "12"} | more
    return sessions.plan(course=group.course, cohort=group.cohort, trainer=group.trainer, by=group.trainer, **fields)


def begun(group: SimpleNamespace) -> Session:
    """A session that is going on."""
    session = planned(group)
    Session.objects.filter(pk=session.pk).update(
        starts_at=NOW() - timedelta(minutes=30), ends_at=NOW() + timedelta(minutes=90)
    )
    session.refresh_from_db()
    return session
