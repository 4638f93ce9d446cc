"""The learner's screens of assignments: the plan with its rows, a text, files, and what was marked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses.domain import work
from courses.enums import WorkState
from courses.models import Submission, SubmissionFile
from people.enums import Role
from tests.factories.courses import CourseRunFactory, EnrolmentFactory, whole_course
from tests.factories.people import CohortFactory, UserFactory, signed_in
from tests.factories.work import AssignmentFactory, SubmissionFactory, marked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PLAN = {
    "place": "Bazaar",
    "problem": "Bicycles are stolen every Friday",
    "harmed": "Traders",
    "goal": "Half as many",
    "partners-0-who": "Head of the bazaar",
    "tasks-0-what": "Stands with locks",
    "tasks-0-owner": "Inspector",
    "tasks-0-by": "2027-03-01",
    "indicators-0-what": "Bicycles stolen a month",
    "indicators-0-wanted": "4",
}


@pytest.fixture
def page():
    return whole_course()


@pytest.fixture
def learner(page, client):
    person = EnrolmentFactory(course=page.course).learner
    signed_in(client, person)
    return person


def make(page, **told):
    one = AssignmentFactory(course=page.course, **told)
    return one, f"/en/assignments/{one.code}/"


class TestPlan:
    def test_from_the_course_to_the_marks(self, client, page, learner):
        one, url = make(page, kind="plan")
        assert url in client.get(f"/en/courses/{page.slug}/").content.decode()
        assert "Write about your area." in client.get(url).content.decode()
        assert client.post(url, PLAN | {"then": "hand_in"})["Location"] == url
        held = Submission.objects.get()
        assert (held.state, held.content["tasks"][0]["owner"]) == (WorkState.HANDED_IN, "Inspector")
        html = client.get(url).content.decode()
        assert "It waits for its marks" in html
        assert "Stands with locks" in html
        assert '<form method="post" enctype' not in html
        marked(held, UserFactory(), 3, 2, comment="Clear and doable.")
        html = client.get(url).content.decode()
        assert "Clear and doable." in html
        assert "5 / 6" in html
        assert "3 · excellent" in html

    def test_a_draft_is_kept_however_little_is_in_it(self, client, page, learner):
        _one, url = make(page, kind="plan")
        assert client.post(url, {"place": "Bazaar", "then": "draft"}).status_code == 302
        assert 'value="Bazaar"' in client.get(url).content.decode()
        assert Submission.objects.get().state == WorkState.DRAFT

    def test_more_rows_lose_nothing(self, client, page, learner):
        _one, url = make(page, kind="plan")
        full = PLAN | {f"tasks-{n}-what": f"Task {n}" for n in range(3)}
        assert 'name="tasks-4-what"' not in client.get(url).content.decode()
        where = client.post(url, full | {"then": "more-tasks"})["Location"]
        assert where == f"{url}?more=tasks#tasks"
        html = client.get(where).content.decode()
        assert 'name="tasks-5-what"' in html
        assert 'value="Task 2"' in html
        assert 'value="Bicycles stolen a month"' in html

    def test_handing_in_says_what_is_missing_and_where(self, client, page, learner):
        _one, url = make(page, kind="plan")
        lacking = {k: v for k, v in PLAN.items() if not k.startswith(("indicators", "tasks"))}
        lacking |= {"tasks-2-what": "Talk", "tasks-2-by": "soon", "then": "hand_in"}
        answer = client.post(url, lacking)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Task 1 has nobody who is responsible." in html  # rows left empty are closed up
        assert "Task 1 has no day by which it is done." in html
        assert "Write at least one indicator" in html
        assert 'href="#id_tasks-0-owner"' in html
        assert 'value="soon"' in html
        assert Submission.objects.get().state == WorkState.DRAFT

    def test_what_is_too_long_comes_back_as_it_was_typed(self, client, page, learner):
        _one, url = make(page, kind="plan")
        answer = client.post(url, PLAN | {"problem": "ғ" * 1001, "tasks-7-what": "Late row", "then": "draft"})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "ғ" * 1001 in html
        assert "Late row" in html


class TestText:
    def test_returned_work_is_mended_and_handed_in_again(self, client, page, learner):
        one, url = make(page, kind="text")
        client.post(url, {"text": "First try.", "then": "hand_in"})
        first = Submission.objects.get()
        work.mark(submission=first, by=UserFactory(), levels={}, code=uuid4(), comment="Why?", returned=True)
        html = client.get(url).content.decode()
        assert "mend it and hand it in again" in html
        assert "Why?" in html
        assert "First try." in html
        client.post(url, {"text": "Second try.", "then": "hand_in"})
        assert list(Submission.objects.values_list("number", "state")) == [(1, "returned"), (2, "handed_in")]

    def test_an_empty_one_is_not_handed_in(self, client, page, learner):
        _one, url = make(page, kind="text")
        answer = client.post(url, {"text": " ", "then": "hand_in"})
        assert answer.status_code == 422
        assert "Write your text." in answer.content.decode()

    def test_handing_in_twice_keeps_what_was_typed_on_the_page(self, client, page, learner):
        _one, url = make(page, kind="text")
        client.post(url, {"text": "One.", "then": "hand_in"})
        answer = client.post(url, {"text": "Two.", "then": "hand_in"})
        assert answer.status_code == 422
        assert "Your work is handed in already." in answer.content.decode()
        assert "Two." in answer.content.decode()

    def test_the_first_of_two_marks_is_not_shown(self, client, page, learner):
        one, url = make(page, kind="text", markers=2)
        client.post(url, {"text": "One.", "then": "hand_in"})
        marked(Submission.objects.get(), UserFactory(), 0, 0, comment="Weak.")
        html = client.get(url).content.decode()
        assert "Weak." not in html
        assert "handed in" in html


class TestFile:
    def test_added_taken_away_and_handed_in(self, client, page, learner):
        _one, url = make(page, kind="file")
        pdf = SimpleUploadedFile("my sketch.pdf", b"%PDF-1.4 sketch")
        assert client.post(url, {"file": pdf, "then": "draft"}).status_code == 302
        file = SubmissionFile.objects.get()
        assert "my sketch.pdf" in client.get(url).content.decode()
        client.post(url, {"then": f"remove-{file.pk}"})
        assert client.post(url, {"then": "hand_in"}).status_code == 422
        pdf = SimpleUploadedFile("again.pdf", b"%PDF-1.4 again")
        assert client.post(url, {"file": pdf, "then": "hand_in"}).status_code == 302
        file = SubmissionFile.objects.get()
        answer = client.get(f"/en/assignments/files/{file.pk}/")
        assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.4 again", "application/pdf")
        assert answer["Content-Disposition"] == f'attachment; filename="{file.pk}.pdf"'

    def test_what_is_no_such_file_is_refused(self, client, page, learner):
        _one, url = make(page, kind="file")
        for name, content in (("a.pdf", b"MZ"), ("a.exe", b"MZ"), ("a.jpg", b"%PDF-")):
            answer = client.post(url, {"file": SimpleUploadedFile(name, content), "then": "hand_in"})
            assert answer.status_code == 422
        assert not SubmissionFile.objects.exists()

    def test_only_its_author_and_their_trainers_get_it(self, client, page, learner):
        one, url = make(page, kind="file")
        client.post(url, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4"), "then": "draft"})
        file = f"/en/assignments/files/{SubmissionFile.objects.get().pk}/"
        trainer = UserFactory(roles=[Role.TRAINER])
        CohortFactory(members=[learner], trainers=[trainer])
        signed_in(client, trainer)
        assert client.get(file).status_code == 404  # a draft is its author's alone
        Submission.objects.update(state=WorkState.HANDED_IN, handed_in_at=timezone.now())
        assert client.get(file).status_code == 200
        for person in (UserFactory(), UserFactory(roles=[Role.TRAINER]), UserFactory(roles=[Role.HEAD])):
            signed_in(client, person)
            assert client.get(file).status_code == 404


class TestScope:
    def test_who_is_not_in_the_course_finds_nothing(self, client, page):
        _one, url = make(page)
        for person in (UserFactory(), UserFactory(roles=[Role.HEAD]), UserFactory(roles=[Role.ANALYST])):
            signed_in(client, person)
            assert client.get(url).status_code == 404
            assert client.post(url, {"text": "x", "then": "hand_in"}).status_code == 404
        signed_in(client, UserFactory(roles=[Role.TRAINER]))
        assert client.get(url).status_code == 200
        assert client.post(url, {"text": "x"}).status_code == 404
        assert client.get("/en/assignments/no-such/").status_code == 404

    def test_others_works_are_not_shown(self, client, page, learner):
        one, url = make(page)
        SubmissionFactory(assignment=one, content={"text": "Somebody else's."})
        assert "Somebody else" not in client.get(url).content.decode()

    def test_before_the_lessons_open_it_is_closed(self, client, page, learner):
        _one, url = make(page)
        CourseRunFactory(
            course=page.course, cohort__members=[learner], opens_on=timezone.localdate() + timedelta(days=3)
        )
        assert client.get(url)["Location"] == f"/en/courses/{page.slug}/"

    def test_at_a_station_nothing_is_handed_in(self, client, page, learner):
        _one, url = make(page, kind="station")
        assert "Your trainers observe you" in client.get(url).content.decode()
        assert client.post(url, {"then": "hand_in"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_statements_for_one_and_three_criteria_and_works(client, page, learner, django_assert_num_queries, count):
    one, url = make(page, criteria=count)
    enrolment = learner.enrolments.get()
    for number in range(1, count + 1):
        held = SubmissionFactory(assignment=one, enrolment=enrolment, number=number)
        marked(held, UserFactory(), *[0] * count)
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)
