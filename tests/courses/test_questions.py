"""Questions about lessons: to the trainers of one's cohort and to nobody else, answered once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.domain import ask
from courses.models import LearnerQuestion, Message
from people.enums import Role
from tests.courses.test_board import day
from tests.factories.courses import CourseRunFactory, EnrolmentFactory, LearnerQuestionFactory, whole_course
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def page():
    return whole_course(is_open=False)


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def learner(page, trainer):
    person = UserFactory()
    EnrolmentFactory(course=page.course, learner=person)
    CourseRunFactory(course=page.course, cohort=CohortFactory(members=[person], trainers=[trainer]))
    return person


def lesson_url(page):
    return f"/en/courses/{page.slug}/{page.lessons()[0].slug}/"


def test_from_the_lesson_to_the_answer(client, page, learner, trainer):
    signed_in(client, learner)
    assert f"{lesson_url(page)}ask/" in client.get(lesson_url(page)).content.decode()
    assert "Send the question" in client.get(f"{lesson_url(page)}ask/").content.decode()
    assert client.post(f"{lesson_url(page)}ask/", {"text": " What is scanning? "})["Location"] == lesson_url(page)
    question = LearnerQuestion.objects.get()
    assert "What is scanning?" in client.get("/en/questions/mine/").content.decode()

    signed_in(client, trainer)
    assert f"/en/questions/{question.pk}/" in client.get("/en/questions/").content.decode()
    assert learner.full_name_en in client.get(f"/en/questions/{question.pk}/").content.decode()
    assert client.post(f"/en/questions/{question.pk}/", {"text": ""}).status_code == 422
    assert client.post(f"/en/questions/{question.pk}/", {"text": "Looking around."})["Location"] == "/en/questions/"

    signed_in(client, learner)
    for url in ("/en/messages/", "/en/questions/mine/"):
        html = client.get(url).content.decode()
        assert "Looking around." in html
        assert "What is scanning?" in html


class TestAsking:
    def test_without_a_cohort_nothing_is_offered(self, client, page):
        person = EnrolmentFactory(course=page.course).learner
        signed_in(client, person)
        html = client.get(f"{lesson_url(page)}ask/").content.decode()
        assert "The academy office enrols people in cohorts" in html
        assert "<textarea" not in html
        client.post(f"{lesson_url(page)}ask/", {"text": "Hello?"})
        assert not LearnerQuestion.objects.exists()
        with pytest.raises(ask.NobodyToAsk):
            ask.make(page=page, lesson=page.lessons()[0], text="Hello?", by=person)

    def test_a_cohort_of_another_course_or_without_a_trainer_does_not_count(self, page, learner, trainer):
        assert ask.has_trainer(learner, page)
        assert not ask.has_trainer(learner, whole_course())
        trainer.is_active = False
        trainer.save()
        assert not ask.has_trainer(learner, page)

    def test_nor_does_somebody_who_is_no_trainer_any_more(self, page, learner, trainer):
        trainer.grants.all().delete()
        assert not ask.has_trainer(learner, page)

    def test_too_long_a_text_comes_back(self, client, page, learner):
        signed_in(client, learner)
        answer = client.post(f"{lesson_url(page)}ask/", {"text": "ғ" * 501})
        assert answer.status_code == 422
        assert "ғ" * 501 in answer.content.decode()

    def test_who_has_too_many_open_ones_waits(self, client, page, learner):
        LearnerQuestionFactory.create_batch(ask.MOST_OPEN, learner=learner, course=page.course)
        signed_in(client, learner)
        answer = client.post(f"{lesson_url(page)}ask/", {"text": "One more?"})
        assert answer.status_code == 422
        assert "So many of your questions wait" in answer.content.decode()

    def test_only_the_enrolled_ask_and_only_about_lessons_that_are_open(self, client, page, learner):
        signed_in(client, UserFactory())
        assert client.get(f"{lesson_url(page)}ask/").status_code == 404
        learner.cohorts.get().runs.update(opens_on=day(3))
        signed_in(client, learner)
        assert client.get(f"{lesson_url(page)}ask/").status_code == 404


class TestAnswering:
    def test_others_do_not_see_it(self, client, page, learner, trainer):
        question = LearnerQuestionFactory(learner=learner, course=page.course)
        other = UserFactory(roles=[Role.TRAINER])
        CohortFactory(trainers=[other], members=[learner])  # the same learner, but not in this course
        CourseRunFactory(course=page.course, cohort__trainers=[other])  # the same course, but not this learner
        for person in (other, learner, UserFactory(roles=[Role.OFFICE]), UserFactory(roles=[Role.HEAD])):
            signed_in(client, person)
            assert client.get(f"/en/questions/{question.pk}/").status_code == 404
            assert client.post(f"/en/questions/{question.pk}/", {"text": "x"}).status_code == 404
        assert not ask.queue(other).exists()
        assert ask.waiting(trainer) == 1

    def test_the_second_answer_is_refused_and_its_text_kept_on_the_page(self, client, page, learner, trainer):
        question = LearnerQuestionFactory(learner=learner, course=page.course)
        ask.answer(question=question, text="The first.", by=UserFactory())
        signed_in(client, trainer)
        html = client.post(f"/en/questions/{question.pk}/", {"text": "The second."}).content.decode()
        assert "Somebody else has answered this question meanwhile." in html
        assert "The first." in html
        assert "The second." in html
        assert Message.objects.count() == 1

    def test_those_that_wait_stand_on_top(self, page, learner, trainer):
        answered, older, newer = (LearnerQuestionFactory(learner=learner, course=page.course) for _ in range(3))
        ask.answer(question=answered, text="Yes.", by=trainer)
        assert list(ask.queue(trainer)) == [older, newer, answered]
        assert ask.waiting(trainer) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_statements(client, learner, count, django_assert_num_queries):
    run = learner.cohorts.get().runs.get()
    lesson = run.course.page.lessons()[0]
    for _ in range(count):
        LearnerQuestionFactory(learner=learner, course=run.course, lesson=lesson)
    for person, url, statements in ((run.cohort.trainers.get(), "", 5), (learner, "mine/", 5)):
        signed_in(client, person)
        with django_assert_num_queries(statements):
            client.get(f"/en/questions/{url}")


@pytest.mark.parametrize("wrong", [{"text": ""}, {"answer": "Yes."}, {"answered_at": timezone.now()}])
def test_the_database_refuses(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        LearnerQuestionFactory(**wrong)
