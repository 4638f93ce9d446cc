"""Messages: reminders once a day, in the reader's language, by e-mail without a word on what they are about."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from courses.domain import board, enrol, messages, remind
from courses.enums import MessageKind
from courses.models import Course, Message
from ledger import outbox
from ledger.models import AuditEvent
from people.enums import Role
from tests.courses.test_board import address, day, learner
from tests.factories.courses import (
    CourseRunFactory,
    EnrolmentFactory,
    LearnerQuestionFactory,
    MessageFactory,
    whole_course,
)
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def trainer(client):
    person = UserFactory(roles=[Role.TRAINER])
    signed_in(client, person)
    return person


@pytest.fixture
def page():
    return whole_course()


@pytest.fixture
def run(trainer, page):
    return CourseRunFactory(course=page.course, cohort__trainers=[trainer], opens_on=day(-20), due_on=day(-2))


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_HOST = "mail.example"
    settings.BASE_URL = "https://dastur.example"


def post(client, run, page, **said):
    return client.post(address(run, page, "remind/"), said, follow=True).content.decode()


class TestReminding:
    def test_one_click_reminds_all_in_need_and_says_who_was_not(self, client, run, page):
        people = [learner(run, page, read=1) for _ in range(3)]
        done = learner(run, page, read=2)
        done.completed_at = timezone.now()
        done.save()
        html = client.get(address(run, page)).content.decode()
        assert "Remind all who are late, stuck or at risk" in html
        assert "1 person was reminded." in post(client, run, page, learner=people[0].learner.pk)
        told = post(client, run, page)
        assert "2 people were reminded." in told
        assert "1 person was not: they were reminded in the last 24 hours." in told
        assert Message.objects.count() == 3
        assert not done.learner.messages.exists()
        assert AuditEvent.objects.filter(action="run.remind").last().data["recently"] == 1
        assert "reminded " in client.get(address(run, page)).content.decode()

    def test_a_single_one_who_completed_or_left_is_not(self, client, run, page):
        done, left = learner(run, page, read=2), learner(run, page)
        done.completed_at = timezone.now()
        done.save()
        left.learner.is_active = False
        left.learner.save()
        assert "they have completed the course" in post(client, run, page, learner=done.learner.pk)
        assert "their account is closed" in post(client, run, page, learner=left.learner.pk)
        assert not Message.objects.exists()

    def test_again_after_a_day(self, run, page, trainer):
        learner(run, page)
        rows = board.rows(run, page, timezone.localdate())
        assert len(remind.send(run=run, rows=rows, by=trainer).reminded) == 1
        assert len(remind.send(run=run, rows=rows, by=trainer).recently) == 1
        yesterday = timezone.now() - timedelta(hours=24, minutes=1)
        Message.objects.update(created_at=yesterday, reminded_on=timezone.localdate(yesterday))
        assert len(remind.send(run=run, rows=rows, by=trainer).reminded) == 1

    def test_yesterday_evening_is_not_a_day_ago(self, run, page, trainer):
        learner(run, page)
        rows = board.rows(run, page, timezone.localdate())
        remind.send(run=run, rows=rows, by=trainer)
        Message.objects.update(created_at=timezone.now() - timedelta(hours=23), reminded_on=day(-1))
        assert len(remind.send(run=run, rows=rows, by=trainer).recently) == 1

    def test_leads_back_to_the_same_part_of_the_board(self, client, run, page):
        person = learner(run, page).learner
        query = "?show=late&sort=name"
        assert (
            f"{address(run, page, 'remind/')}?show=late&amp;sort=name"
            in client.get(address(run, page, query)).content.decode()
        )
        answer = client.post(address(run, page, f"remind/{query}"), {"learner": person.pk})
        assert answer["Location"] == address(run, page, query)

    def test_says_so_when_nobody_is_in_need(self, client, run, page):
        assert "nobody was reminded" in post(client, run, page)

    def test_only_who_sees_the_cohort_reminds_and_only_its_learners(self, client, run, page):
        learner(run, page)
        stranger = EnrolmentFactory(course=page.course).learner
        assert client.post(address(run, page, "remind/"), {"learner": stranger.pk}).status_code == 404
        for roles in ([], [Role.TRAINER], [Role.HEAD]):
            signed_in(client, UserFactory(roles=roles))
            assert client.post(address(run, page, "remind/")).status_code == 404
        assert not Message.objects.exists()

    @pytest.mark.parametrize("count", [1, 3])
    def test_takes_the_same_statements_for_any_number(self, run, page, trainer, count, django_assert_num_queries):
        for _ in range(count):
            learner(run, page)
        rows = board.rows(run, page, timezone.localdate())
        with django_assert_num_queries(6):  # savepoint, lock, recent, messages, audit, release
            remind.send(run=run, rows=rows, by=trainer)


class TestReading:
    def test_the_words_follow_the_language_and_reading_is_noted(self, client, run, page, trainer):
        person = learner(run, page).learner
        remind.send(run=run, rows=board.rows(run, page, timezone.localdate()), by=trainer)
        signed_in(client, person)
        assert "You have 1 new message" in client.get("/en/").content.decode()
        client.head("/en/messages/")
        assert messages.unread(person) == 1, "a look at the head of the page reads nothing"
        html = client.get("/en/messages/").content.decode()
        assert "A reminder of the course “First steps”" in html
        assert "Its term is over" in html
        assert f"/en/courses/{page.slug}/" in html
        assert messages.unread(person) == 0
        assert "new message" not in client.get("/en/").content.decode()
        assert "First steps" not in client.get("/ru/messages/").content.decode()
        assert "Первые шаги" in client.get("/ru/messages/").content.decode()

    def test_a_sensitive_course_is_not_named(self, client, run, page, trainer):
        Course.objects.update(is_sensitive=True)
        run.refresh_from_db()
        person = learner(run, page).learner
        remind.send(run=run, rows=board.rows(run, page, timezone.localdate()), by=trainer)
        MessageFactory(recipient=person, run=run)
        signed_in(client, person)
        html = client.get("/en/messages/").content.decode()
        assert "A reminder of a course" in html
        assert "The days of a course have changed" in html
        assert "First steps" not in html

    def test_others_messages_are_not_seen(self, client, run):
        MessageFactory(run=run)
        signed_in(client, UserFactory())
        assert "No messages yet" in client.get("/en/messages/").content.decode()
        assert messages.unread(Message.objects.get().recipient) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_takes_the_same_statements_for_any_number(self, client, count, django_assert_num_queries):
        person = UserFactory()
        for _ in range(count):
            MessageFactory(recipient=person, run__course=whole_course().course)
        signed_in(client, person)
        with django_assert_num_queries(6):  # session, person, count, messages, roles, read
            client.get("/en/messages/")


class TestMail:
    def test_says_that_there_is_a_message_and_not_which(self, run, page, trainer, mail_server):
        person = learner(run, page).learner
        person.email, person.language = "firuz@example.org", "en"
        person.save()
        learner(run, page)  # has no address
        with translation.override("tg"):
            remind.send(run=run, rows=board.rows(run, page, timezone.localdate()), by=trainer)
            assert mail.outbox == []
            outbox.drain()
        (sent,) = mail.outbox
        assert (sent.to, sent.subject) == (["firuz@example.org"], "Dastur: a message for you")
        assert "https://dastur.example/en/messages/" in sent.body
        assert page.course.title_en not in sent.body
        assert Message.objects.get(recipient=person).mailed_at

    def test_is_sent_once_and_not_to_who_has_read_it(self, mail_server):
        one, read = (MessageFactory(recipient__email=f"{n}@example.org") for n in range(2))
        Message.objects.filter(pk=read.pk).update(read_at=timezone.now())
        for message in (one, read, one):
            messages.mail(message_id=message.pk)
        messages.mail(message_id=0)
        assert [sent.to for sent in mail.outbox] == [["0@example.org"]]

    def test_is_not_promised_where_no_mail_is_set_up(self, run, page, trainer):
        person = learner(run, page).learner
        person.email = "firuz@example.org"
        person.save()
        remind.send(run=run, rows=board.rows(run, page, timezone.localdate()), by=trainer)
        assert outbox.state().waiting == 0


class TestNews:
    def test_new_days_are_told_to_those_who_have_not_completed(self, page, trainer):
        people = UserFactory.create_batch(2)
        cohort = CohortFactory(members=people)
        enrol.cohort(course=page.course, cohort=cohort, by=trainer, due_on=day(9))
        people[0].enrolments.update(completed_at=timezone.now())
        enrol.cohort(course=page.course, cohort=cohort, by=trainer, due_on=day(9))
        assert not Message.objects.exists(), "nothing changed"
        enrol.cohort(course=page.course, cohort=cohort, by=trainer, due_on=day(20))
        message = Message.objects.get()
        assert (message.recipient, message.kind) == (people[1], MessageKind.NEWS)
        assert message.data == {"opens_on": None, "due_on": day(20).isoformat()}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": MessageKind.REMINDER},
        {"kind": MessageKind.REMINDER, "reminded_on": day(0), "run": None, "course": None},
        {"kind": MessageKind.NEWS, "reminded_on": day(0)},
        {"kind": MessageKind.ANSWER},
    ],
)
def test_the_database_refuses(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(**wrong)


def test_the_database_refuses_a_second_reminder_on_one_day():
    first = MessageFactory(kind=MessageKind.REMINDER, reminded_on=day(0))
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(kind=MessageKind.REMINDER, reminded_on=day(0), run=first.run, recipient=first.recipient)


def test_reminding_asking_answering_and_keeping_need_a_token(run, page, trainer):
    enrolment = learner(run, page)
    question = LearnerQuestionFactory(course=page.course, learner=enrolment.learner)
    posts = {
        trainer: [address(run, page, "remind/"), f"/en/questions/{question.pk}/"],
        enrolment.learner: [f"/en/courses/{page.slug}/{page.lessons()[0].slug}/ask/"],
        UserFactory(roles=[Role.OFFICE]): ["/en/reports/plans/", "/en/reports/completion/save/"],
    }
    for person, urls in posts.items():
        strict = signed_in(Client(enforce_csrf_checks=True), person)
        for url in urls:
            assert strict.post(url, {"text": "x"}).status_code == 403, url
    assert not Message.objects.exists()
    assert signed_in(Client(), trainer).get(address(run, page, "remind/")).status_code == 405
