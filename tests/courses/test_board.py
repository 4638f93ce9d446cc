"""A trainer's board of a cohort in a course: who is shown to whom, in which order, and at what cost."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from assessments.enums import Closed
from courses.domain import board
from courses.models import CourseRun, Enrolment
from ledger.models import AuditEvent
from people.enums import Role
from people.looks import latest
from people.models import User
from tests.factories.assessments import EditionFactory, ResultFactory, SittingFactory, published
from tests.factories.courses import (
    CourseRunFactory,
    EnrolmentFactory,
    LessonPageFactory,
    LessonReadFactory,
    all_done,
    passed,
    whole_course,
)
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def ago(days):
    return timezone.now() - timedelta(days=days)


def day(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def trainer(client):
    person = UserFactory(roles=[Role.TRAINER])
    signed_in(client, person)
    return person


@pytest.fixture
def page():
    return whole_course(quiz=published())


@pytest.fixture
def run(trainer, page):
    """Open for 20 days, due in ten."""
    return CourseRunFactory(course=page.course, cohort__trainers=[trainer], opens_on=day(-20), due_on=day(10))


def learner(run, page, *, name=None, read=0, days=20, last=0):
    """Somebody of the cohort who was enrolled `days` ago and read so many lessons `last` days ago."""
    named = {"full_name_en": name, "full_name_tg": name} if name else {}
    enrolment = EnrolmentFactory(course=page.course, started_at=ago(days), learner=UserFactory(**named))
    run.cohort.members.add(enrolment.learner)
    for lesson in list(page.lessons())[:read]:
        LessonReadFactory(enrolment=enrolment, lesson=lesson, read_at=ago(last))
    return enrolment


def failed(person, assessment, times=1):
    edition = assessment.current or EditionFactory(assessment=assessment)
    for number in range(1, times + 1):
        sitting = SittingFactory(
            edition=edition, assessment=assessment, candidate=person, number=number,
            closed_at=timezone.now(), closed=Closed.FINISHED,
        )  # fmt: skip
        ResultFactory(sitting=sitting, score=number, out_of=10, passed=False)


def address(run, page, rest=""):
    return f"/en/reports/cohorts/{run.cohort.code}/{page.slug}/{rest}"


def reasons(run, page):
    """The concerns of each learner, by name."""
    rows = board.rows(run, page, timezone.localdate())
    return {row.learner.get_full_name(): [why.concern.value for why in row.reasons] for row in rows}


class TestReasons:
    def test_each_learner_with_what_is_known_of_them(self, run, page):
        quiz = page.lessons()[1].quiz
        learner(run, page, name="Well", read=2)
        learner(run, page, name="Idle", read=2, last=15)
        learner(run, page, name="Slow", read=1)
        learner(run, page, name="Away")
        failed(learner(run, page, name="Failing", read=2).learner, quiz, times=2)
        late_passer = learner(run, page, name="Passing", read=2).learner
        failed(late_passer, quiz, times=2)
        passed(late_passer, quiz)
        all_done(page, UserFactory(full_name_en="Stranger"))
        assert reasons(run, page) == {
            "Well": [],
            "Idle": ["stuck"],
            "Slow": ["at_risk"],  # one of three is done, two thirds of the time are over
            "Away": ["at_risk", "not_begun"],
            "Failing": ["stuck"],
            "Passing": [],
        }

    def test_late_once_the_term_is_over_and_never_once_completed(self, run, page):
        CourseRun.objects.update(due_on=day(-2))
        run.refresh_from_db()
        learner(run, page, name="Late", read=2)
        done = all_done(page, UserFactory(full_name_en="Done"))
        run.cohort.members.add(done.learner)
        Enrolment.objects.filter(pk=done.pk).update(completed_at=timezone.now())
        assert reasons(run, page) == {"Late": ["late"], "Done": []}

    def test_who_joined_yesterday_is_not_behind(self, run, page):
        learner(run, page, name="New", days=1)
        assert reasons(run, page) == {"New": ["not_begun"]}

    def test_a_test_sat_before_the_enrolment_is_no_step_in_the_course(self, run, page):
        enrolment = learner(run, page, name="Earlier", days=0)
        quiz = page.lessons()[1].quiz
        failed(enrolment.learner, quiz)
        enrolment.learner.sittings.update(started_at=ago(30))
        assert reasons(run, page) == {"Earlier": ["not_begun"]}

    def test_a_practice_quiz_counts_as_a_step_and_not_as_a_failed_test(self, run, page):
        practice = published()
        LessonPageFactory(parent=page, quiz=practice)
        enrolment = learner(run, page, name="Practising", read=2, last=15)
        failed(enrolment.learner, practice, times=3)
        assert reasons(run, page) == {"Practising": []}


class TestScreen:
    def test_from_the_list_of_cohorts_to_the_board(self, client, run, page):
        learner(run, page, name="Away")
        assert address(run, page) in client.get("/en/reports/cohorts/").content.decode()
        html = client.get(address(run, page)).content.decode()
        assert "33 %" not in html
        assert "0 % done, 64 % of the time over" in html  # 20 of 31 days
        assert "open for 20 days" in html
        assert "14 days" in html, "the thresholds are explained"
        assert "10 days left" in html

    def test_those_in_need_stand_first_and_links_filter_and_sort(self, client, run, page):
        learner(run, page, name="Bahrom", read=2, last=1)
        learner(run, page, name="Anora", read=2, last=3)
        learner(run, page, name="Zafar", read=2, last=15)
        found = {query: names(client.get(address(run, page, query))) for query in QUERIES}
        assert found == QUERIES

    def test_junk_filters_nothing(self, client, run, page):
        learner(run, page, name="Anora")
        assert names(client.get(address(run, page, "?show=%00&sort=x&page=zero"))) == ["Anora"]

    def test_says_so_without_anybody(self, client, run, page):
        html = client.get(address(run, page)).content.decode()
        assert "Nobody of this cohort is in the course yet" in html
        learner(run, page, name="Anora")
        assert "Nobody here" in client.get(address(run, page, "?show=late")).content.decode()

    def test_the_look_is_written_down(self, client, run, page, trainer):
        enrolment = learner(run, page)
        client.get(address(run, page))
        assert latest(enrolment.learner)[0].by == trainer.get_full_name()

    def test_only_for_who_sees_the_cohort_by_name(self, client, run, page):
        enrolment = learner(run, page)
        for rest in ("", "results.xlsx"):
            for roles in ([], [Role.HEAD], [Role.ANALYST], [Role.ADMINISTRATOR], [Role.TRAINER]):
                signed_in(client, UserFactory(roles=roles))
                assert client.get(address(run, page, rest)).status_code == 404
            signed_in(client, UserFactory(roles=[Role.OFFICE]))
            assert client.get(address(run, page, rest)).status_code == 200
        assert len(latest(enrolment.learner)) == 2, "one a clerk, none of the refused"

    def test_a_cohort_that_does_not_take_the_course_has_no_board(self, client, run, page, trainer):
        other = CohortFactory(trainers=[trainer])
        assert client.get(f"/en/reports/cohorts/{other.code}/{page.slug}/").status_code == 404
        assert client.get(f"/en/reports/cohorts/{run.cohort.code}/{whole_course().slug}/").status_code == 404
        assert client.get(f"/en/reports/cohorts/%00/{page.slug}/").status_code == 404


QUERIES = {
    "": ["Zafar", "Anora", "Bahrom"],
    "?sort=name": ["Anora", "Bahrom", "Zafar"],
    "?sort=last": ["Zafar", "Anora", "Bahrom"],
    "?show=stuck": ["Zafar"],
    "?show=under_way&sort=name": ["Anora", "Bahrom", "Zafar"],
    "?show=completed": [],
}


def names(response):
    return [said.row.learner.get_full_name() for said in response.context["rows"]]


class TestSheet:
    def test_everybody_is_on_it_as_text_and_it_is_written_down(self, client, run, page):
        quiz = page.lessons()[1].quiz
        enrolment = learner(run, page, name="=HYPERLINK(1)", read=2)
        failed(enrolment.learner, quiz, times=2)
        response = client.get(address(run, page, "results.xlsx"))
        head, row = openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows()
        assert head[-1].value == f"{quiz.title}, percent"
        assert row[0].value == "=HYPERLINK(1)"
        assert row[0].data_type == "s"
        assert [cell.value for cell in row[3:6]] == ["under way", "2/2", "0/1"]
        assert row[8].value == "stuck: a test failed 2 times in a row"
        assert row[9].value == 20
        assert AuditEvent.objects.get(action="results.export").data["number"] == 1
        assert len(latest(enrolment.learner)) == 1


@pytest.mark.parametrize("count", [1, 3, 500])
def test_takes_the_same_statements_for_any_number(client, run, page, count, django_assert_num_queries):
    people = User.objects.bulk_create([UserFactory.build() for _ in range(count)])
    run.cohort.members.set(people)
    Enrolment.objects.bulk_create(
        [EnrolmentFactory.build(course=page.course, learner=one, enrolled_by=None) for one in people]
    )
    client.get(address(run, page))
    with django_assert_num_queries(STATEMENTS):
        client.get(address(run, page))


STATEMENTS = 17
