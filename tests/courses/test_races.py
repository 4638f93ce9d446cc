"""Collisions, with real threads on PostgreSQL: each lock and each constraint has its two actors here."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from courses.domain import ask, board, certify, complete, draw, enrol, progress, remind
from courses.models import Certificate, CertificateFile, Enrolment, LessonRead, Message
from ledger import outbox
from ledger.models import AuditEvent, OutboxMessage
from tests.courses.conftest import issued
from tests.factories.assessments import published
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    EnrolmentFactory,
    LearnerQuestionFactory,
    all_done,
    whole_course,
)
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Runs all jobs at the same moment, each on a connection of its own, and returns what they returned."""
    gate = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            gate.wait(timeout=20)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def count(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_attack_08_twenty_completions_at_once_give_one_certificate():
    page = whole_course(quiz=published())
    enrolment = all_done(page)
    quiz = page.lessons()[1].quiz

    def by_the_page():
        return complete.check(Enrolment.objects.get(pk=enrolment.pk)).certificate.pk

    def by_the_outbox():
        complete.check_all(candidate_id=enrolment.learner_id, assessment_id=quiz.pk)
        return Certificate.objects.get().pk

    found = at_once(*[by_the_page, by_the_outbox] * 10)

    assert set(found) == {Certificate.objects.get().pk}
    assert (count("course.completed"), count("certificate.issued")) == (1, 1)
    assert OutboxMessage.objects.filter(topic="certificate.draw").count() == 1


def test_many_certificates_at_once_are_numbered_without_gaps():
    page = whole_course()
    enrolments = [all_done(page) for _ in range(12)]

    at_once(*[lambda e=e: complete.check(e) for e in enrolments])

    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 13))


def test_a_refused_one_in_the_midst_leaves_no_gap():
    page = whole_course()
    fine = [all_done(page) for _ in range(6)]
    refused = [all_done(page, UserFactory(full_name_tg="Фирӯз 😀")) for _ in range(6)]

    at_once(*[lambda e=e: complete.check(e) for pair in zip(fine, refused, strict=True) for e in pair])

    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 7))


def test_two_clerks_issue_one_certificate():
    certificate = issued()
    certify.revoke(certificate=certificate, by=UserFactory(), reason="wrong name")
    clerks = UserFactory.create_batch(2)

    found = at_once(*[lambda c=c: certify.issue(enrolment_id=certificate.enrolment_id, by=c).pk for c in clerks * 4])

    assert len(set(found)) == 1
    assert Certificate.objects.standing().count() == 1
    assert Certificate.objects.count() == 2


def test_two_clerks_revoke_once_and_the_first_reason_stays():
    certificate = issued()
    clerks = UserFactory.create_batch(6)

    found = at_once(
        *[lambda c=c: certify.revoke(certificate=certificate, by=c, reason=f"reason {c.pk}") for c in clerks]
    )

    assert len({one.revoked_reason for one in found}) == 1
    assert count("certificate.revoked") == 1


def test_the_holder_and_the_workers_draw_one_file():
    certificate = issued()

    at_once(*[lambda: draw.keep(certificate).sha256] * 4, *[outbox.drain] * 2)

    assert CertificateFile.objects.count() == 1
    assert OutboxMessage.objects.filter(topic="certificate.draw").exclude(done_at=None).count() == 1


def test_twenty_taps_on_start_enrol_once():
    course, person = CourseFactory(), UserFactory()

    found = at_once(*[lambda: enrol.oneself(course=course, by=person).pk] * 20)

    assert len(set(found)) == 1
    assert count("enrolment.made") == 1


def test_a_lesson_is_read_once_on_two_devices():
    page = whole_course(lessons=1)
    enrolment = EnrolmentFactory(course=page.course)
    lesson = page.lessons()[0]

    at_once(*[lambda: progress.mark_read(enrolment=enrolment, lesson=lesson, by=enrolment.learner)] * 8)

    assert (LessonRead.objects.count(), count("lesson.read")) == (1, 1)


def test_two_trainers_remind_everybody_once():
    page = whole_course()
    run = CourseRunFactory(course=page.course, due_on=timezone.localdate() - timedelta(days=1))
    for _ in range(3):
        run.cohort.members.add(EnrolmentFactory(course=page.course).learner)
    trainers = UserFactory.create_batch(4)

    def reminded(by):
        rows = board.rows(run, page, timezone.localdate())
        return len(remind.send(run=run, rows=rows, by=by).reminded)

    found = at_once(*[lambda t=t: reminded(t) for t in trainers * 2])

    assert sorted(found) == [0] * 7 + [3]
    assert Message.objects.count() == 3


def test_two_trainers_answer_once():
    question = LearnerQuestionFactory()

    def answered(by):
        try:
            return ask.answer(question=question, text=f"From {by.pk}.", by=by).pk
        except ask.Answered:
            return None

    found = at_once(*[lambda t=t: answered(t) for t in UserFactory.create_batch(6)])

    assert len([pk for pk in found if pk]) == 1
    assert (Message.objects.count(), count("lesson_question.answer")) == (1, 1)
