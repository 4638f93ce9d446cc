"""When a course opens and is due: what the runs say together, and what the learner reads of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments import access
from courses import term_presenters
from courses.domain import sitting, terms
from courses.domain.terms import FREE, Term
from people.enums import Role
from tests.factories.assessments import published
from tests.factories.courses import CourseRunFactory, EnrolmentFactory, LessonReadFactory, whole_course
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = date(2026, 11, 22)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def learner(client):
    person = UserFactory()
    signed_in(client, person)
    return person


def taken(learner, lessons=2, **days):
    """A course that the learner takes with a cohort."""
    page = whole_course(lessons=lessons)
    EnrolmentFactory(course=page.course, learner=learner)
    CourseRunFactory(course=page.course, cohort__members=[learner], **days)
    return page


class TestJoined:
    def test_two_runs_give_the_earlier_opening_and_the_later_term(self):
        spans = [(date(2026, 9, 1), date(2026, 10, 1)), (date(2026, 8, 1), date(2026, 9, 20))]
        assert terms.joined(spans) == Term(date(2026, 8, 1), date(2026, 10, 1))

    def test_no_opening_is_the_earliest_and_no_term_the_latest(self):
        assert terms.joined([(date(2026, 9, 1), date(2026, 10, 1)), (None, None)]) == FREE

    def test_without_a_run_there_is_no_term(self):
        assert terms.joined([]) == FREE
        page = whole_course(lessons=1)
        person = UserFactory()
        CourseRunFactory(course=page.course, due_on=TODAY, cohort__members=[UserFactory()])
        assert terms.in_course(person, page.course_id) == FREE
        assert terms.of(person) == {}


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (date(2026, 12, 1), "Due on 1 December, 9 days left"),
        (date(2026, 11, 23), "Due on 23 November, 1 day left"),
        (date(2026, 11, 22), "Due today, 22 November"),
        (date(2027, 11, 22), "Due on 22.11.2027, 365 days left"),
        (date(2026, 11, 21), "Overdue by 1 day"),
        (date(2026, 11, 20), "Overdue by 2 days"),
        (None, ""),
    ],
)
def test_the_term_in_words(due_on, said):
    assert term_presenters.due(Term(None, due_on), TODAY) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, ""), (1, "About 1 minute of"), (89, "About 89 minutes of"), (150, "About 2 hours of")]
)
def test_how_long_is_left(minutes, said):
    assert term_presenters.length(minutes).startswith(said)
    assert bool(term_presenters.length(minutes)) == bool(said)


class TestScreens:
    def test_the_course_and_home_say_when_it_is_due_and_how_long_is_left(self, client, learner):
        page = taken(learner, lessons=3, due_on=in_days(9))
        LessonReadFactory(enrolment=learner.enrolments.get(), lesson=page.lessons()[0])
        for url in (f"/en/courses/{page.slug}/", "/en/"):
            html = client.get(url).content.decode()
            assert "9 days left" in html, url
            assert "About 10 minutes of reading left" in html, url

    def test_so_do_the_lists_of_courses(self, client, learner):
        taken(learner, due_on=in_days(9))
        taken(learner, opens_on=in_days(3))
        for url in ("/en/courses/", "/en/me/"):
            html = client.get(url).content.decode()
            assert "9 days left" in html, url
            assert term_presenters.opens(Term(in_days(3))) in html, url

    def test_a_term_that_is_over_is_said(self, client, learner):
        page = taken(learner, due_on=in_days(-2))
        assert "Overdue by 2 days" in client.get(f"/en/courses/{page.slug}/").content.decode()

    def test_a_completed_course_is_not_due(self, client, learner):
        page = taken(learner, opens_on=in_days(-9), due_on=in_days(-2))
        learner.enrolments.update(completed_at=timezone.now())
        assert "Overdue" not in client.get(f"/en/courses/{page.slug}/").content.decode()

    def test_lessons_are_closed_until_they_open(self, client, learner):
        page = taken(learner, opens_on=in_days(3))
        course, lesson = f"/en/courses/{page.slug}/", f"/en/courses/{page.slug}/{page.lessons()[0].slug}/"
        said = term_presenters.opens(Term(in_days(3)))
        html = client.get(course).content.decode()
        assert said in html
        assert lesson not in html
        assert said in client.get("/en/").content.decode()
        for answer in (client.get(lesson, follow=True), client.post(lesson, follow=True)):
            assert answer.redirect_chain == [(course, 302)]
            assert said in answer.content.decode()
        assert not learner.enrolments.get().reads.exists()

    def test_so_are_its_tests(self, learner):
        quiz = published()
        page = whole_course(quiz=quiz)
        enrolment = EnrolmentFactory(course=page.course, learner=learner)
        run = CourseRunFactory(course=page.course, cohort__members=[learner], opens_on=in_days(1))
        assert not access.may_sit(learner, quiz)
        assert quiz.pk not in sitting.listed(learner)
        enrolment.completed_at = timezone.now()
        enrolment.save()
        assert access.may_sit(learner, quiz), "who has completed it may practise on"
        enrolment.completed_at = None
        enrolment.save()
        CourseRunFactory(course=page.course, cohort__members=[UserFactory()], opens_on=None)
        assert not access.may_sit(learner, quiz), "another cohort's run opens nothing"
        run.opens_on = in_days(0)
        run.save()
        assert access.may_sit(learner, quiz)
        assert quiz.pk in sitting.listed(learner)

    def test_they_open_on_the_day(self, client, learner):
        page = taken(learner, opens_on=in_days(0))
        assert client.get(f"/en/courses/{page.slug}/{page.lessons()[0].slug}/").status_code == 200

    def test_another_cohort_that_began_earlier_opens_them(self, client, learner):
        page = taken(learner, opens_on=in_days(3))
        CourseRunFactory(course=page.course, opens_on=in_days(-3), cohort__members=[learner])
        assert client.get(f"/en/courses/{page.slug}/{page.lessons()[0].slug}/").status_code == 200

    def test_who_has_completed_the_course_and_who_writes_it_read_on(self, client, learner):
        page = taken(learner, opens_on=in_days(3))
        url = f"/en/courses/{page.slug}/{page.lessons()[0].slug}/"
        learner.enrolments.update(completed_at=timezone.now())
        assert client.get(url).status_code == 200
        signed_in(client, UserFactory(roles=[Role.TRAINER]))
        assert client.get(url).status_code == 200

    def test_takes_the_same_statements_for_one_run_and_for_three(self, client, learner, django_assert_num_queries):
        page = whole_course(quiz=published())
        EnrolmentFactory(course=page.course, learner=learner)
        for more in (1, 2):
            for _ in range(more):
                CourseRunFactory(course=page.course, due_on=in_days(5), cohort=CohortFactory(members=[learner]))
            client.get(f"/en/courses/{page.slug}/")
            with django_assert_num_queries(16):
                client.get(f"/en/courses/{page.slug}/")
