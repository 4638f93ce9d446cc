"""What was typed into an assignment is never lost, and never there before its day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.domain import find_work, plan_sheet, work
from courses.enums import WorkState
from courses.models import Submission
from tests.factories.courses import AssignmentFactory, CourseRunFactory, EnrolmentFactory, whole_course
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def page():
    return whole_course()


@pytest.fixture
def learner(client, page):
    person = EnrolmentFactory(course=page.course).learner
    signed_in(client, person)
    return person


def make(page, **told):
    one = AssignmentFactory(course=page.course, **told)
    return one, f"/en/assignments/{one.code}/"


class TestTyped:
    def test_a_text_that_is_too_long_comes_back_whole(self, client, page, learner):
        _one, url = make(page)
        answer = client.post(url, {"text": "ғ" * (work.LONGEST + 1), "do": "save"})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "20000 letters at most" in html
        assert "ғ" * (work.LONGEST + 1) in html
        assert "What you wrote is kept." not in html
        assert not Submission.objects.exists()

    def test_a_plan_too(self, client, page, learner):
        _one, url = make(page, kind="plan")
        told = {"place": "Bazaar", "tasks-0-what": "ғ" * 1001, "do": "save"}
        html = client.post(url, told).content.decode()
        assert "What is done: 1000 letters at most." in html
        assert "ғ" * 1001 in html
        assert "Bazaar" in html

    def test_new_lines_count_once_and_no_null_reaches_the_database(self, client, page, learner):
        _one, url = make(page, kind="plan")
        client.post(url, {"problem": "a\0\r\n" * 500, "do": "save"})
        assert Submission.objects.get().content["problem"] == ("a\n" * 500).strip()
        assert plan_sheet.clean(" \0 ") == ""

    def test_handed_in_on_another_page_meanwhile(self, client, page, learner):
        _one, url = make(page)
        client.post(url, {"text": "One.", "do": "hand_in"})
        answer = client.post(url, {"text": "Two.", "do": "hand_in"})
        assert answer.status_code == 422
        assert "Your work is handed in already." in answer.content.decode()
        assert "Two." in answer.content.decode()
        assert Submission.objects.get().content == {"text": "One."}

    def test_at_a_station_nothing_is_typed(self, client, page, learner):
        _one, url = make(page, kind="station")
        answer = client.post(url, {"do": "hand_in"})
        assert answer.status_code == 422
        assert "<textarea" not in answer.content.decode()


def test_before_the_lessons_open_an_assignment_is_closed(client, page, learner):
    _one, url = make(page)
    day = timezone.localdate() + timedelta(days=3)
    CourseRunFactory(course=page.course, cohort__members=[learner], opens_on=day)
    assert client.get(url)["Location"] == f"/en/courses/{page.slug}/"
    assert client.post(url, {"text": "x", "do": "hand_in"}).status_code == 302
    assert not Submission.objects.exists()


def test_agreement_is_over_all_works_that_the_viewer_may_see(client, page):
    one, _url = make(page, markers=2)
    cohort = CohortFactory(trainers=[UserFactory(roles=["trainer"])])
    for points in (0, 3, 3):
        enrolment = EnrolmentFactory(course=page.course)
        cohort.members.add(enrolment.learner)
        held = Submission.objects.create(
            assignment=one, enrolment=enrolment, state=WorkState.HANDED_IN, handed_in_at=timezone.now()
        )
        levels = dict.fromkeys(one.criteria.values_list("pk", flat=True), points)
        for _marker in range(2):
            work.mark(submission=held, by=UserFactory(), levels=levels, code=uuid4())
    signed_in(client, cohort.trainers.get())
    html = client.get(f"/en/assignments/{one.code}/results/?page=2").content.decode()
    assert "3 works have two marks" in html
    assert "1.00" in html
    assert find_work.marked_twice(UserFactory(roles=["trainer"]), one) == []
