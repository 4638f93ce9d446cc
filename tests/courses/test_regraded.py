"""What a corrected key does to certificates: who passes by it gets one; of who fails by it, the office decides."""

import pytest

from assessments import access
from assessments.enums import KeyFrom
from courses.models import Certificate
from ledger import outbox
from tests.assessments.test_regrade import make_right, put_right, sat
from tests.factories.assessments import QuestionFactory, published
from tests.factories.courses import EnrolmentFactory, whole_course
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_who_passes_by_the_corrected_key_gets_a_certificate_and_who_fails_keeps_theirs_until_the_office_decides():
    question = QuestionFactory()
    quiz = published([question])
    page = whole_course(lessons=0, quiz=quiz)
    up, down, stranger = EnrolmentFactory.create_batch(3, course=page.course)
    sat(quiz, 2, candidate=up.learner)
    sat(quiz, 1, candidate=down.learner)
    outbox.drain()
    assert [certificate.holder for certificate in Certificate.objects.all()] == [down.learner]
    serial = Certificate.objects.get().serial
    people = [up.learner_id, down.learner_id, stranger.learner_id]
    assert access.certificates(people, quiz) == {down.learner_id: [serial]}
    assert access.certificates(people, published()) == {}
    make_right(question, "beta")

    put_right(quiz, question)
    outbox.drain()

    assert set(access.certificates(people, quiz)) == {up.learner_id, down.learner_id}
    put_right(quiz, question, KeyFrom.FROZEN, by=UserFactory())
    outbox.drain()
    assert Certificate.objects.standing().count() == 2
