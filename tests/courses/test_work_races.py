"""Collisions about works, with real threads on PostgreSQL; and that the database itself keeps marks."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from courses.domain import work
from courses.enums import WorkState
from courses.models import Submission, WorkMark
from tests.courses.test_races import at_once, count
from tests.factories.courses import AssignmentFactory, EnrolmentFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def handed_in(**told):
    one = AssignmentFactory(**told)
    draft = work.draft(assignment=one, enrolment=EnrolmentFactory(course=one.course))
    work.keep(submission=draft, content={"text": "What I saw."})
    return work.hand_in(submission=draft, by=draft.enrolment.learner)


def best(assignment):
    return dict.fromkeys(assignment.criteria.values_list("pk", flat=True), 3)


def test_two_pages_that_begin_a_draft_begin_one():
    one = AssignmentFactory()
    enrolment = EnrolmentFactory(course=one.course)
    found = at_once(*[lambda: work.draft(assignment=one, enrolment=enrolment).pk] * 6)
    assert set(found) == {Submission.objects.get().pk}


def test_handing_in_twice_at_once_hands_in_once():
    one = AssignmentFactory()
    draft = work.draft(assignment=one, enrolment=EnrolmentFactory(course=one.course))
    work.keep(submission=draft, content={"text": "What I saw."})

    def hand_in():
        try:
            return work.hand_in(submission=draft, by=draft.enrolment.learner).state
        except work.CannotHandIn:
            return None

    assert sorted(at_once(*[hand_in] * 4), key=str) == [None, None, None, WorkState.HANDED_IN]
    assert count("work.handed_in") == 1


def test_of_more_markers_than_are_needed_the_last_is_refused():
    held = handed_in()
    levels = best(held.assignment)

    def mark(by):
        try:
            work.mark(submission=held, by=by, levels=levels, code=uuid4())
        except work.CannotMark:
            return False
        return True

    taken = at_once(*[lambda by=by: mark(by) for by in UserFactory.create_batch(3)])
    assert sorted(taken) == [False, False, True]
    assert held.marks.count() == 1


def test_two_observers_who_begin_a_station_at_once_observe_one_attempt():
    one = AssignmentFactory(kind="station", markers=2)
    enrolment, levels = EnrolmentFactory(course=one.course), best(one)

    def observe(by):
        return work.observed(assignment=one, enrolment=enrolment, by=by, levels=levels, code=uuid4()).pk

    at_once(*[lambda by=by: observe(by) for by in UserFactory.create_batch(2)])
    assert (Submission.objects.get().state, WorkMark.objects.count()) == (WorkState.PASSED, 2)


def test_a_telephone_that_sends_the_same_twice_at_once_gives_one_mark():
    one = AssignmentFactory(kind="station")
    enrolment, observer, code = EnrolmentFactory(course=one.course), UserFactory(), uuid4()
    send = {"assignment": one, "enrolment": enrolment, "by": observer, "levels": best(one), "code": code}
    send["levels"] = dict.fromkeys(send["levels"], 0)
    at_once(*[lambda: work.observed(**send).pk] * 6)
    assert (Submission.objects.get().state, WorkMark.objects.count()) == (WorkState.FAILED, 1)


def test_the_database_refuses_to_change_or_delete_a_mark():
    held = handed_in()
    work.mark(submission=held, by=UserFactory(), levels=best(held.assignment), code=uuid4())
    for statement in ("UPDATE courses_workmark SET comment = 'x'", "DELETE FROM courses_workmark"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
