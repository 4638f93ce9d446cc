"""What a trainer finds on home: a board of each run, and the questions that wait."""

import pytest
from django.utils import timezone

from courses.domain import boards
from people.enums import Role
from tests.courses.test_board import day
from tests.factories.courses import CourseRunFactory, EnrolmentFactory, LearnerQuestionFactory, whole_course
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def trainer(client):
    person = UserFactory(roles=[Role.TRAINER])
    signed_in(client, person)
    return person


def run_of(trainer, *, done=1, people=3, **days):
    page = whole_course()
    members = UserFactory.create_batch(people)
    for number, person in enumerate(members):
        EnrolmentFactory(course=page.course, learner=person, completed_at=timezone.now() if number < done else None)
        EnrolmentFactory(learner=person, completed_at=timezone.now())
    return CourseRunFactory(course=page.course, cohort=CohortFactory(members=members, trainers=[trainer]), **days)


def test_a_trainer_finds_their_boards_and_what_waits(client, trainer):
    run, other = run_of(trainer, due_on=day(9)), run_of(UserFactory(roles=[Role.TRAINER]))
    LearnerQuestionFactory(course=run.course, learner=run.cohort.members.first())
    html = client.get("/en/").content.decode()
    assert f"/en/reports/cohorts/{run.cohort.code}/{run.course.page.slug}/" in html
    assert f"/en/reports/cohorts/{other.cohort.code}/" not in html
    assert "1 of 3 have completed it. Due on" in html
    assert "1 question waits for your answer." in html


def test_without_a_cohort_only_the_questions_are_there(client, trainer):
    assert "Nothing waits for you." in client.get("/en/").content.decode()
    assert boards.latest(trainer, most=6) == []


def test_those_with_a_term_come_first_and_no_more_than_fit(trainer):
    plain, near, far = (run_of(trainer, due_on=due) for due in (None, day(2), day(20)))
    assert [board.run for board in boards.latest(trainer, most=6)] == [far, near, plain]
    assert len(boards.latest(trainer, most=2)) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_boards_take_one_statement(trainer, count, django_assert_num_queries):
    for _ in range(count):
        run_of(trainer)
    with django_assert_num_queries(1):
        assert [board.run.course.page.slug for board in boards.latest(trainer, most=6)]
