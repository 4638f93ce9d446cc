"""What trainers, heads, the office and the ministry see of courses: each no more than is theirs."""

import pytest
from django.utils import timezone

from courses.domain import certify
from courses.models import Enrolment
from ledger.models import AuditEvent
from people.enums import Role
from people.looks import latest
from tests.factories.courses import CertificateFactory, EnrolmentFactory, whole_course
from tests.factories.people import CohortFactory, UnitFactory, UserFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client):
    person = UserFactory(roles=[Role.TRAINER])
    signed_in(client, person)
    return person


class TestCourseReport:
    def test_a_trainer_sees_their_own_cohorts_and_the_look_is_written_down(self, client, trainer):
        page = whole_course()
        mine, other = EnrolmentFactory(course=page.course), EnrolmentFactory(course=page.course)
        CohortFactory(members=[mine.learner], trainers=[trainer])
        CohortFactory(members=[other.learner], trainers=[UserFactory(roles=[Role.TRAINER])])
        html = client.get(f"/en/reports/courses/{page.slug}/").content.decode()
        assert mine.learner.full_name_en in html
        assert other.learner.full_name_en not in html
        assert latest(mine.learner)[0].by == trainer.get_full_name()
        assert latest(other.learner) == []

    def test_a_trainer_who_heads_a_unit_sees_no_marks_of_the_unit_here(self, client):
        unit = UnitFactory()
        person = UserFactory(unit=unit, roles=[Role.TRAINER, Role.HEAD])
        page = whole_course()
        theirs = EnrolmentFactory(course=page.course, learner__unit=unit)
        signed_in(client, person)
        assert theirs.learner.full_name_en not in client.get(f"/en/reports/courses/{page.slug}/").content.decode()

    def test_a_cohort_that_is_not_one_s_own_filters_nothing_in(self, client, trainer):
        page = whole_course()
        other = EnrolmentFactory(course=page.course)
        cohort = CohortFactory(members=[other.learner], trainers=[UserFactory()])
        html = client.get(f"/en/reports/courses/{page.slug}/", {"cohort": cohort.code}).content.decode()
        assert other.learner.full_name_en not in html

    def test_the_office_sees_everybody_others_nothing(self, client):
        page = whole_course()
        enrolment = EnrolmentFactory(course=page.course)
        url = f"/en/reports/courses/{page.slug}/"
        signed_in(client, UserFactory(roles=[Role.OFFICE]))
        assert enrolment.learner.full_name_en in client.get(url).content.decode()
        for roles in ([], [Role.HEAD], [Role.ANALYST], [Role.ADMINISTRATOR]):
            signed_in(client, UserFactory(roles=roles))
            assert client.get(url).status_code == 404

    def test_takes_the_same_queries_for_one_person_and_for_three(self, client, trainer, django_assert_num_queries):
        page = whole_course()
        cohort = CohortFactory(trainers=[trainer])
        for more in (1, 2):
            for _ in range(more):
                cohort.members.add(EnrolmentFactory(course=page.course).learner)
            client.get(f"/en/reports/courses/{page.slug}/")
            with django_assert_num_queries(10):
                client.get(f"/en/reports/courses/{page.slug}/")


class TestCohorts:
    def test_shows_counts_and_enrols_own_cohorts_only(self, client, trainer):
        page = whole_course(is_open=False)
        people = UserFactory.create_batch(2)
        mine = CohortFactory(members=people, trainers=[trainer])
        other = CohortFactory(members=UserFactory.create_batch(1))
        html = client.get("/en/reports/cohorts/").content.decode()
        assert mine.name_en in html
        assert other.name_en not in html
        refused = client.post("/en/reports/cohorts/", {"cohort": other.pk, "course": page.slug})
        assert refused.status_code == 200
        assert not Enrolment.objects.exists()
        assert client.post("/en/reports/cohorts/", {"cohort": mine.pk, "course": page.slug}).status_code == 302
        assert Enrolment.objects.count() == 2
        assert "0 of 2 have completed it" in client.get("/en/reports/cohorts/").content.decode()

    def test_says_so_without_a_cohort(self, client, trainer):
        assert "You have no cohorts yet" in client.get("/en/reports/cohorts/").content.decode()

    def test_takes_the_same_queries_for_one_and_for_three(self, client, trainer, django_assert_num_queries):
        page = whole_course()
        for more in (1, 2):
            for _ in range(more):
                enrolment = EnrolmentFactory(course=page.course)
                CohortFactory(trainers=[trainer], members=[enrolment.learner])
            client.get("/en/reports/cohorts/")
            with django_assert_num_queries(9):
                client.get("/en/reports/cohorts/")


class TestUnit:
    def test_a_head_sees_passed_or_not_in_their_own_unit(self, client):
        head = UserFactory(roles=[Role.HEAD])
        below = UnitFactory(parent=head.unit)
        page = whole_course(is_mandatory=True)
        done = EnrolmentFactory(course=page.course, learner__unit=below, completed_at=timezone.now()).learner
        idle = UserFactory(unit=head.unit)
        stranger = UserFactory(unit=UnitFactory())
        signed_in(client, head)
        html = client.get("/en/reports/unit/").content.decode()
        assert done.full_name_en in html
        assert idle.full_name_en in html
        assert stranger.full_name_en not in html
        assert html.count(">completed<") == html.count(">not yet<") == 1
        assert latest(done)[0].by == head.get_full_name()

    def test_voluntary_courses_are_nobody_s_business(self, client):
        head = UserFactory(roles=[Role.HEAD])
        whole_course()
        UserFactory(unit=head.unit)
        signed_in(client, head)
        assert "No course is mandatory now" in client.get("/en/reports/unit/").content.decode()
        assert not AuditEvent.objects.filter(action="results.viewed").exists()

    def test_is_for_heads_alone(self, client):
        for roles in ([], [Role.TRAINER], [Role.ANALYST]):
            signed_in(client, UserFactory(roles=roles))
            assert client.get("/en/reports/unit/").status_code == 404


class TestTotals:
    def test_counts_by_year_and_course_and_names_nobody(self, client):
        holder = CertificateFactory().holder
        certify.revoke(certificate=CertificateFactory(), by=UserFactory(), reason="why")
        signed_in(client, UserFactory(roles=[Role.ANALYST]))
        html = client.get("/en/certificates/totals/").content.decode()
        assert '<td class="num">2</td><td class="num">1</td>' in html
        assert holder.full_name_en not in html
        assert "Раҳимзода" not in html

    def test_is_for_those_who_see_totals(self, client):
        signed_in(client, UserFactory(roles=[Role.TRAINER]))
        assert client.get("/en/certificates/totals/").status_code == 404
