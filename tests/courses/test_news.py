"""News: sessions that move, works that are settled, appeals that are decided; each told to whom it concerns, once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.domain import news, sessions, work
from courses.models import Message
from tests.factories.courses import AssignmentFactory, CoursePageFactory, EnrolmentFactory
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class TestNews:
    def test_a_session_that_moves_or_is_cancelled_is_told_to_its_cohort(self, client):
        trainer, person = UserFactory(roles=["trainer"]), UserFactory()
        cohort = CohortFactory(members=[person])
        cohort.trainers.add(trainer)
        start = timezone.now() + timedelta(days=2)
        session = sessions.plan(
            course=CoursePageFactory().course, cohort=cohort, starts_at=start, ends_at=start + timedelta(hours=1),
            room="12", trainer=trainer, by=trainer,
        )  # fmt: skip
        sessions.change(session=session, by=trainer, places=30)
        assert not Message.objects.exists(), "places concern nobody who is in"
        sessions.change(session=session, by=trainer, room="14")
        sessions.cancel(session=session, by=trainer)
        page = signed_in(client, person).get("/en/messages/").content.decode()
        assert "A session has another time or room" in page
        assert "A session is cancelled" in page
        assert ", 14" in page

    def test_a_work_that_is_settled_is_told_to_its_author(self, client):
        page_, trainer = CoursePageFactory(), UserFactory(roles=["trainer"])
        enrolment = EnrolmentFactory(course=page_.course)
        task = AssignmentFactory(course=page_.course)
        held = work.draft(assignment=task, enrolment=enrolment)
        work.keep(submission=held, content={"text": "x"})
        held = work.hand_in(submission=held, by=enrolment.learner)
        work.mark(submission=held, by=trainer, levels={}, code=uuid4(), comment="More", returned=True)
        page = signed_in(client, enrolment.learner).get("/en/messages/").content.decode()
        assert "Your work came back: mend it and hand it in again" in page
        assert f"/en/assignments/{task.code}/" in page
        assert trainer.get_full_name() not in page

    def test_an_appeal_that_is_rejected_is_told_once(self, client):
        person, sitting = UserFactory(), str(uuid4())
        for _ in range(2):
            news.appeal_decided(candidate_id=person.pk, sitting=sitting, title={"tg": "Имтиҳон", "en": "Exam"})
        page = signed_in(client, person).get("/en/messages/").content.decode()
        assert page.count("Your appeal was decided") == 1
        assert "Exam" in page
