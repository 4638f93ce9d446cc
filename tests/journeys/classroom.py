"""Runs inside the project: a classroom of three with two trainers, a session that has begun, and a station."""

from datetime import timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.utils import timezone

from courses.domain import enrol, sessions
from courses.models import Assignment, CourseRun, Enrolment
from people.domain import second_factor
from people.domain.grant import grant
from people.models import Cohort, User
from tests.journeys.inside import learner

STATION = "vfr-station"


def classroom(username: str, language: str) -> dict[str, Any]:
    """Two trainers with authenticator apps and their cohort; `learners` are the ids of its three people."""
    people = [learner(f"{username}-{letter}", language) for letter in "abc"]
    cohort = Cohort.objects.create(code=username, name_tg=username, name_ru=username, name_en=username)
    cohort.members.set(User.objects.filter(username__in=[one["username"] for one in people]))
    trainers = [_trainer(f"{username}-{letter}", language, cohort) for letter in "xy"]
    by = User.objects.get(username=trainers[0]["username"])
    station = Assignment.objects.get(code=STATION)
    enrol.cohort(course=station.course, cohort=cohort, by=by)
    start = timezone.now() + timedelta(minutes=10)
    session = sessions.plan(
        course=station.course, cohort=cohort, starts_at=start, ends_at=start + timedelta(hours=2), room="1",
        trainer=by, by=by,
    )  # fmt: skip
    run = CourseRun.objects.get(cohort=cohort)
    return {
        **trainers[0],
        "second": trainers[1],
        "session": session.pk,
        "learners": sorted(cohort.members.values_list("pk", flat=True)),
        "enrolments": sorted(Enrolment.objects.filter(learner__in=cohort.members.all()).values_list("pk", flat=True)),
        "board": f"reports/cohorts/{cohort.code}/{run.course.page.slug}/",
        "newcomer": learner(f"{username}-n", language),
    }


def _trainer(username: str, language: str, cohort: Cohort) -> dict[str, Any]:
    person = learner(username, language)
    user = User.objects.get(username=username)
    grant(user=user, role="trainer", by=None)
    cohort.trainers.add(user)
    secret = generate_totp_secret()
    second_factor.set_up(user=user, secret=secret, by=None)
    return {**person, "secret": secret}
