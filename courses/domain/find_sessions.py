"""Which sessions a person may open, as a learner or as who leads them; what isn't in it doesn't exist."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from courses.domain.find import cohorts_of
from courses.models import CalendarFeed, Course, Session, SessionPlace
from courses.models.sessions import SessionQuerySet
from people.models import Cohort, User
from people.roles import Permission, may

RELATED = ("course", "course__page", "cohort", "trainer")


def learning(user: User) -> SessionQuerySet:
    """Sessions of the cohorts that somebody learns in."""
    return Session.objects.of_learner(user).select_related(*RELATED)


def places_of(learner: User, sessions: Sequence[Session]) -> dict[int, SessionPlace]:
    """A learner's places, by session; one query."""
    return {place.session_id: place for place in SessionPlace.objects.filter(session__in=sessions, learner=learner)}


def led(user: User) -> SessionQuerySet:
    """Sessions of the cohorts whose results somebody may see: their own, for a trainer, all for the office."""
    return Session.objects.of_cohorts(cohorts_of(user)).select_related(*RELATED)


def next_of(user: User) -> Session | None:
    """The next session that somebody is expected in, as a learner or as its trainer; one query."""
    expected = Q(cohort__members=user) | Q(trainer=user)
    return Session.objects.coming().filter(expected).distinct().first()


def one_led(user: User, pk: int) -> Session:
    """A session that somebody leads or keeps. Raises Session.DoesNotExist."""
    session: Session = led(user).get(pk=pk)
    return session


def one_learning(user: User, pk: int) -> Session:
    """A session that somebody learns in. Raises Session.DoesNotExist."""
    session: Session = learning(user).get(pk=pk)
    return session


def may_plan(user: User) -> bool:
    """Whether somebody plans sessions at all."""
    return may(user, Permission.SEE_OWN_COHORTS) or may(user, Permission.MANAGE_PEOPLE)


def choices(user: User) -> list[tuple[Cohort, Course]]:
    """The cohorts that somebody may plan for, each with the courses that it takes; two queries."""
    found = cohorts_of(user).prefetch_related("runs__course")
    return [(cohort, run.course) for cohort in found for run in cohort.runs.all()]


def trainers(user: User) -> QuerySet[User]:
    """Who may lead a session: the trainers of the cohorts that the planner may see, and the planner."""
    return User.objects.filter(taught_cohorts__in=cohorts_of(user), is_active=True).distinct()


def members(session: Session) -> QuerySet[User]:
    """Who is expected: the cohort, or those with a place where places are counted; in the alphabet's order."""
    people = session.cohort.members.select_related("unit", "rank").order_by("sort_key", "pk")
    if session.places is None:
        return people
    return people.filter(session_places__session=session, session_places__seat="seated")


def waiting(session: Session) -> QuerySet[SessionPlace]:
    """The line for a place."""
    return session.taken.filter(seat="waiting").select_related("learner").order_by("asked_at", "pk")


def by_feed(token: str) -> User:
    """Whose calendar it is. Raises CalendarFeed.DoesNotExist."""
    feed = CalendarFeed.objects.select_related("person").get(token=token, person__is_active=True)
    return feed.person
