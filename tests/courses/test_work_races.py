"""Collisions about works, with real threads on PostgreSQL."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from courses.domain import work
from courses.enums import WorkState
from courses.models import Submission, WorkMark
from tests.courses.test_races import at_once, count
from tests.factories.courses import EnrolmentFactory
from tests.factories.people import UserFactory
from tests.factories.work import AssignmentFactory, SubmissionFactory, points

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


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


def test_of_two_markers_at_once_the_second_counts_the_first():
    held = SubmissionFactory(assignment__markers=2)
    markers = [UserFactory(), UserFactory()]
    levels = points(held.assignment, 3, 3)
    at_once(*[lambda by=by: work.mark(submission=held, by=by, levels=levels, code=uuid4()) for by in markers])
    held.refresh_from_db()
    assert (held.state, held.marks.count()) == (WorkState.PASSED, 2)


def test_of_more_markers_than_are_needed_the_last_is_refused():
    held = SubmissionFactory()
    levels = points(held.assignment, 3, 3)

    def mark(by):
        try:
            work.mark(submission=held, by=by, levels=levels, code=uuid4())
        except work.CannotMark:
            return False
        return True

    assert sorted(at_once(*[lambda by=by: mark(by) for by in (UserFactory(), UserFactory(), UserFactory())])) == [
        False, False, True,
    ]  # fmt: skip
    assert held.marks.count() == 1


def test_a_telephone_that_sends_the_same_twice_at_once_gives_one_mark():
    one = AssignmentFactory(kind="station")
    enrolment, observer, code = EnrolmentFactory(course=one.course), UserFactory(), uuid4()
    levels = points(one, 0, 0)
    send = {"assignment": one, "enrolment": enrolment, "by": observer, "levels": levels, "code": code}
    at_once(*[lambda: work.observed(**send).pk] * 6)
    assert (Submission.objects.get().state, WorkMark.objects.count()) == (WorkState.FAILED, 1)


def test_a_mark_is_never_changed_or_deleted_by_the_database_itself():
    held = SubmissionFactory()
    work.mark(submission=held, by=UserFactory(), levels=points(held.assignment, 3, 3), code=uuid4())
    for statement in ("UPDATE courses_workmark SET comment = 'x'", "DELETE FROM courses_workmark"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
