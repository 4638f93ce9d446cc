"""The trainer's screens: the queue, one work, two markers, results, stations with and without a line."""

import json
from uuid import uuid4

import pytest

from courses.domain import complete, find_work, progress, work
from courses.enums import WorkState
from courses.models import Submission, WorkMark
from ledger.models import AuditEvent
from people.enums import Role
from tests.factories.courses import EnrolmentFactory, LessonReadFactory, RequirementFactory, whole_course
from tests.factories.people import CohortFactory, UserFactory, signed_in
from tests.factories.work import AssignmentFactory, SubmissionFactory, marked, points, work_passed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
QUEUE = "/en/assignments/marking/"


@pytest.fixture
def page():
    return whole_course()


@pytest.fixture
def cohort(page):
    return CohortFactory(trainers=[UserFactory(roles=[Role.TRAINER]) for _ in range(3)])


@pytest.fixture
def trainer(cohort, client):
    person = cohort.trainers.order_by("pk")[0]
    signed_in(client, person)
    return person


def enrolled(page, cohort):
    person = UserFactory()
    cohort.members.add(person)
    return EnrolmentFactory(course=page.course, learner=person)


@pytest.fixture
def held(page, cohort):
    """A text that is handed in."""
    return SubmissionFactory(assignment__course=page.course, enrolment=enrolled(page, cohort))


def ticked(one, *each, **more):
    levels = {f"c{pk}": number for pk, number in points(one, *each).items()}
    return {"code": str(uuid4()), "comment": "", **levels, **more}


class TestMarking:
    def test_from_the_desk_to_the_mark(self, client, held, trainer):
        home = client.get("/en/").content.decode()
        assert QUEUE in home
        assert "1 work waits for your mark." in home
        url = f"{QUEUE}{held.pk}/"
        queue = client.get(QUEUE).content.decode()
        assert url in queue
        html = client.get(url).content.decode()
        assert "What I saw." in html
        assert held.enrolment.learner.full_name_en not in queue + html
        answer = client.post(url, ticked(held.assignment, 3, 2, comment="Good.", then="mark"))
        assert answer["Location"] == QUEUE
        held.refresh_from_db()
        assert held.state == WorkState.PASSED
        assert "Nothing waits for your mark" in client.get(QUEUE).content.decode()
        assert AuditEvent.objects.filter(action="work.marked").count() == 1

    def test_returning_needs_a_comment_and_no_levels(self, client, held, trainer):
        url = f"{QUEUE}{held.pk}/"
        answer = client.post(url, {"code": str(uuid4()), "comment": "", "then": "return"})
        assert answer.status_code == 422
        assert "Say what is to be mended." in answer.content.decode()
        client.post(url, {"code": str(uuid4()), "comment": "Who is harmed?", "then": "return"})
        held.refresh_from_db()
        assert held.state == WorkState.RETURNED

    def test_an_incomplete_mark_keeps_what_was_typed(self, client, held, trainer):
        told = ticked(held.assignment, 3, 2, comment="Nearly.", then="mark")
        told.pop(next(name for name in told if name.startswith("c") and name[1:].isdigit()))
        answer = client.post(f"{QUEUE}{held.pk}/", told)
        assert answer.status_code == 422
        assert "Nearly." in answer.content.decode()
        assert "Choose a level." in answer.content.decode()

    def test_who_comes_second_keeps_what_they_typed(self, client, held, trainer, cohort):
        marked(held, cohort.trainers.last(), 3, 3)
        assert client.get(f"{QUEUE}{held.pk}/").status_code == 404
        answer = client.post(f"{QUEUE}{held.pk}/", ticked(held.assignment, 0, 0, comment="Mine.", then="mark"))
        assert answer.status_code == 422
        assert "isn&#x27;t waiting for a mark" in answer.content.decode()
        assert "Mine." in answer.content.decode()


class TestTwoMarkers:
    def test_neither_sees_the_other_and_a_third_sees_both(self, client, page, cohort, trainer):
        one = AssignmentFactory(course=page.course, markers=2)
        held = SubmissionFactory(assignment=one, enrolment=enrolled(page, cohort))
        second, third = cohort.trainers.order_by("pk")[1:]
        url = f"{QUEUE}{held.pk}/"
        answer = client.post(url, ticked(one, 3, 3, comment="Perfect.", then="mark"))
        assert answer["Location"] == QUEUE
        assert client.get(url).status_code == 404  # not twice
        signed_in(client, second)
        html = client.get(url).content.decode()
        assert "You don't see the other mark" in html
        assert "Perfect." not in html
        assert "yours decides" not in html
        client.post(url, ticked(one, 0, 0, then="mark"))
        held.refresh_from_db()
        assert held.state == WorkState.HANDED_IN
        signed_in(client, third)
        html = client.get(url).content.decode()
        assert "Two marks lie far apart: yours decides" in html
        assert second.full_name_en not in html
        client.post(url, ticked(one, 1, 1, then="mark"))
        held.refresh_from_db()
        assert held.state == WorkState.FAILED  # 2 of 6, not the middle of all


class TestScope:
    def test_others_find_nothing(self, client, held, page, cohort):
        other = UserFactory(roles=[Role.TRAINER])
        url = f"{QUEUE}{held.pk}/"
        for person in (other, held.enrolment.learner, UserFactory(roles=[Role.HEAD]), UserFactory(roles=[Role.OFFICE])):
            signed_in(client, person)
            assert client.get(url).status_code == 404
            assert client.post(url, ticked(held.assignment, 3, 3, then="mark")).status_code == 404
        assert not find_work.queue(other).exists()
        assert not WorkMark.objects.exists()

    def test_a_trainer_does_not_meet_their_own_work(self, client, page, cohort, trainer):
        cohort.members.add(trainer)
        mine = EnrolmentFactory(course=page.course, learner=trainer)
        one = SubmissionFactory(assignment__course=page.course, enrolment=mine)
        assert client.get(f"{QUEUE}{one.pk}/").status_code == 404
        assert not find_work.queue(trainer).exists()

    def test_drafts_are_their_authors_alone(self, client, page, cohort, trainer):
        one = SubmissionFactory(
            assignment__course=page.course, enrolment=enrolled(page, cohort), state=WorkState.DRAFT, handed_in_at=None
        )
        assert client.post(f"{QUEUE}{one.pk}/", {}).status_code == 404

    def test_results_and_stations_show_own_cohorts_only(self, client, page, cohort, trainer):
        one = AssignmentFactory(course=page.course, kind="station")
        mine, foreign = enrolled(page, cohort), EnrolmentFactory(course=page.course)
        for what in ("results", "observe"):
            html = client.get(f"/en/assignments/{one.code}/{what}/").content.decode()
            assert mine.learner.full_name_en in html
            assert foreign.learner.full_name_en not in html
        told = ticked(one, 3, 3, learner=foreign.pk)
        assert client.post(f"/en/assignments/{one.code}/observe/", told).status_code == 422
        signed_in(client, mine.learner)
        for what in ("results", "observe", "observations"):
            assert client.get(f"/en/assignments/{one.code}/{what}/").status_code == 404
        assert AuditEvent.objects.filter(action="results.viewed", subject_id=str(mine.learner.pk)).count() == 1


class TestStation:
    @pytest.fixture
    def station(self, page):
        return AssignmentFactory(course=page.course, kind="station", markers=2)

    def test_two_observers_and_how_far_they_agree(self, client, station, page, cohort, trainer):
        learner = enrolled(page, cohort)
        url = f"/en/assignments/{station.code}/observe/"
        assert f'value="{learner.pk}" selected' in client.get(f"{url}?learner={learner.pk}").content.decode()
        assert client.post(url, ticked(station, 3, 1, learner=learner.pk))["Location"] == url
        assert "Nobody is left to observe" in client.get(url).content.decode()
        second = cohort.trainers.last()
        signed_in(client, second)
        client.post(url, ticked(station, 3, 0, learner=learner.pk))
        held = Submission.objects.get()
        assert held.state == WorkState.FAILED  # 3.5 of 6: they are a whole level apart, and no third is asked
        html = client.get(f"/en/assignments/{station.code}/results/").content.decode()
        assert "3.5 / 6" in html
        assert "kappa 0.33 over 2 pairs" in html  # both say 3 once; by chance 1/4; (1/2 - 1/4) / (3/4)

    def test_without_a_line_sent_again_it_is_one(self, client, station, page, cohort, trainer):
        learner = enrolled(page, cohort)
        seen = {"code": str(uuid4()), "learner": learner.pk, "levels": points(station, 0, 0), "comment": ""}
        url = f"/en/assignments/{station.code}/observations/"
        for _time in range(2):
            said = client.post(url, json.dumps([seen]), content_type="application/json").json()
            assert said == {"taken": [seen["code"]], "refused": {}}
        assert WorkMark.objects.count() == 1
        work.observed(
            assignment=station, enrolment=learner, by=cohort.trainers.last(), levels=points(station, 0, 0), code=uuid4()
        )
        client.post(url, json.dumps([seen]), content_type="application/json")
        assert Submission.objects.get().state == WorkState.FAILED  # sent after the end, it begins nothing anew

    def test_what_does_not_fit_is_refused_one_by_one(self, client, station, page, cohort, trainer):
        learner, foreign = enrolled(page, cohort), EnrolmentFactory(course=page.course)
        good = {"code": str(uuid4()), "learner": learner.pk, "levels": points(station, 3, 3)}
        bad = [
            {"code": str(uuid4()), "learner": foreign.pk, "levels": points(station, 3, 3)},
            {"code": str(uuid4()), "learner": learner.pk, "levels": {"x": 1}},
            {"code": str(uuid4()), "learner": learner.pk, "levels": []},
            {"code": str(uuid4()), "learner": learner.pk},
        ]
        url = f"/en/assignments/{station.code}/observations/"
        said = client.post(url, json.dumps([*bad, good]), content_type="application/json").json()
        assert said["taken"] == [good["code"]]
        assert set(said["refused"]) == {one["code"] for one in bad}
        for broken in ("{", "{}", '[{"code": "x"}]', "[1]"):
            assert client.post(url, broken, content_type="application/json").status_code == 400

    def test_a_text_is_no_station(self, client, held, trainer):
        assert client.get(f"/en/assignments/{held.assignment.code}/observe/").status_code == 404


class TestCompletion:
    def test_a_course_waits_for_the_work_it_asks_for(self, page, cohort):
        enrolment = enrolled(page, cohort)
        one = AssignmentFactory(course=page.course)
        RequirementFactory(course=page.course, lesson=None, assignment=one)
        for need in page.course.requirements.exclude(lesson=None):
            LessonReadFactory(enrolment=enrolment, lesson=need.lesson)
        found = progress.of(page=page, enrolment=enrolment, learner=enrolment.learner)
        assert (found.done, found.total, found.coming.work) == (2, 3, one)
        assert not complete.check(enrolment).complete
        held = SubmissionFactory(assignment=one, enrolment=enrolment)
        marked(held, UserFactory(), 3, 3)
        complete.work_passed(enrolment_id=enrolment.pk)
        enrolment.refresh_from_db()
        assert enrolment.completed_at
        row = progress.report(page=page, enrolments=[enrolment])[0]
        assert (row.worked, row.works) == (1, 1)

    def test_the_course_says_so(self, client, page, cohort):
        enrolment = enrolled(page, cohort)
        one = AssignmentFactory(course=page.course)
        RequirementFactory(course=page.course, lesson=None, assignment=one)
        signed_in(client, enrolment.learner)
        html = client.get(f"/en/courses/{page.slug}/").content.decode()
        assert f"Pass the assignment “{one.title_en}”." in html
        for need in page.course.requirements.exclude(lesson=None):
            LessonReadFactory(enrolment=enrolment, lesson=need.lesson)
        html = client.get(f"/en/courses/{page.slug}/").content.decode()
        assert "Go to the assignment" in html
        assert f"Do the assignment “{one.title_en}”." in client.get("/en/").content.decode()
        work_passed(one, enrolment)
        assert "Go to the assignment" not in client.get(f"/en/courses/{page.slug}/").content.decode()


@pytest.fixture
def enroll(page, cohort, trainer):
    """Enrols one more person of the trainer's cohort, with each call."""
    return lambda: enrolled(page, cohort)


@pytest.mark.parametrize("count", [1, 3])
class TestStatements:
    def test_of_the_queue(self, client, enroll, count, django_assert_num_queries):
        for _one in range(count):
            person = enroll()
            SubmissionFactory(assignment__course=person.course, enrolment=person)
        client.get(QUEUE)
        with django_assert_num_queries(5):
            client.get(QUEUE)

    def test_of_one_work(self, client, enroll, count, django_assert_num_queries):
        person = enroll()
        one = AssignmentFactory(course=person.course, criteria=count)
        held = SubmissionFactory(assignment=one, enrolment=person)
        client.get(QUEUE)
        with django_assert_num_queries(7):
            client.get(f"{QUEUE}{held.pk}/")

    def test_of_the_results(self, client, enroll, count, django_assert_num_queries):
        people = [enroll() for _one in range(count)]
        one = AssignmentFactory(course=people[0].course)
        for person in people:
            marked(SubmissionFactory(assignment=one, enrolment=person), UserFactory(), 3, 3)
        url = f"/en/assignments/{one.code}/results/"
        client.get(url)
        with django_assert_num_queries(12):
            client.get(url)

    def test_of_a_station(self, client, enroll, count, django_assert_num_queries):
        people = [enroll() for _one in range(count)]
        url = f"/en/assignments/{AssignmentFactory(course=people[0].course, kind='station').code}/observe/"
        client.get(url)
        with django_assert_num_queries(7):
            client.get(url)
