"""Stations: what observers saw with a line and without, sent again, sent late, sent by somebody else."""

import json
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from courses.domain import work
from courses.enums import WorkState
from courses.models import Submission, WorkMark
from tests.factories.courses import AssignmentFactory, EnrolmentFactory, whole_course
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/en/assignments/marking/stations/"


@pytest.fixture
def station():
    return AssignmentFactory(course=whole_course().course, kind="station", markers=2)


@pytest.fixture
def cohort():
    return CohortFactory(trainers=[UserFactory(roles=["trainer"]) for _one in range(3)])


@pytest.fixture
def enrolment(station, cohort):
    person = UserFactory()
    cohort.members.add(person)
    return EnrolmentFactory(course=station.course, learner=person)


@pytest.fixture
def trainer(cohort, client):
    person = cohort.trainers.order_by("pk")[0]
    signed_in(client, person)
    return person


def levels(station, *each):
    return dict(zip(station.criteria.values_list("pk", flat=True), each, strict=True))


def observed(station, enrolment, by, *each, code=None):
    return work.observed(
        assignment=station, enrolment=enrolment, by=by, levels=levels(station, *each), code=code or uuid4()
    )


def checklist(station, enrolment, *each):
    told = {"station": station.code, "learner": enrolment.pk, "levels": levels(station, *each), "comment": ""}
    return {"code": str(uuid4())} | told


def send(client, lists):
    return client.post(URL, json.dumps(lists), content_type="application/json")


class TestObserving:
    def test_the_mean_counts_however_far_apart_they_are(self, station, enrolment, cohort):
        one, other = cohort.trainers.order_by("pk")[:2]
        assert observed(station, enrolment, one, 3, 3).state == WorkState.HANDED_IN
        assert observed(station, enrolment, other, 3, 0).state == WorkState.PASSED  # 4.5 of 6; no third is asked
        assert work.mean([6, 3], 2) == Fraction(9, 2)
        assert work.mean([6], 2) is None

    def test_sent_again_after_the_attempt_is_over_it_begins_no_other(self, station, enrolment, cohort):
        one, other = cohort.trainers.order_by("pk")[:2]
        code = uuid4()
        observed(station, enrolment, one, 0, 0, code=code)
        observed(station, enrolment, other, 0, 0)
        assert observed(station, enrolment, one, 0, 0, code=code).state == WorkState.FAILED
        assert Submission.objects.count() == 1
        assert observed(station, enrolment, one, 3, 3).number == 2

    def test_nobody_observes_themselves_or_takes_anothers_number(self, station, enrolment, cohort):
        one, other = cohort.trainers.order_by("pk")[:2]
        with pytest.raises(work.CannotMark, match="their own"):
            observed(station, enrolment, enrolment.learner, 3, 3)
        code = uuid4()
        observed(station, enrolment, one, 0, 0, code=code)
        with pytest.raises(work.CannotMark, match="somebody else"):
            observed(station, enrolment, other, 0, 0, code=code)
        with pytest.raises(work.CannotMark, match="somebody else"):
            observed(station, EnrolmentFactory(course=station.course), other, 0, 0, code=code)
        assert Submission.objects.count() == 1


class TestWithoutALine:
    def test_the_page_names_what_its_script_needs(self, client, station, enrolment, trainer):
        html = client.get(f"/en/assignments/{station.code}/stations/{enrolment.pk}/").content.decode()
        assert f'data-url="{URL}"' in html
        assert f'data-viewer="{trainer.pk}"' in html
        assert f'data-learner="{enrolment.pk}"' in html

    def test_as_often_as_the_telephone_likes(self, client, station, enrolment, trainer):
        told = checklist(station, enrolment, 3, 3)
        for _time in range(2):
            assert send(client, [told]).json() == {"taken": [told["code"]], "refused": {}}
        assert WorkMark.objects.get().marker == trainer

    def test_what_does_not_fit_is_refused_by_itself(self, client, station, enrolment, trainer):
        good, foreign = checklist(station, enrolment, 3, 3), EnrolmentFactory(course=station.course)
        text = AssignmentFactory(course=station.course)
        bad = [
            checklist(station, foreign, 3, 3),
            checklist(text, enrolment, 3, 3),
            checklist(station, enrolment, 3, 4),
            checklist(station, enrolment, 3, 3) | {"station": "no-such\0"},
            checklist(station, enrolment, 3, 3) | {"levels": []},
            checklist(station, enrolment, 3, 3) | {"learner": 10**30},
        ]
        said = send(client, [*bad, good]).json()
        assert said["taken"] == [good["code"]]
        assert set(said["refused"]) == {one["code"] for one in bad}
        assert WorkMark.objects.count() == 1

    @pytest.mark.parametrize("body", ["{", "{}", '[{"code": "x"}]', "[1]", "[{}]"])
    def test_what_cannot_be_read_is_said(self, client, trainer, body):
        assert client.post(URL, body, content_type="application/json").status_code == 400

    def test_others_do_not_reach_it(self, client, station, enrolment):
        told = checklist(station, enrolment, 3, 3)
        for person in (enrolment.learner, UserFactory(roles=["head"]), UserFactory(roles=["analyst"])):
            signed_in(client, person)
            assert send(client, [told]).status_code == 404
        signed_in(client, UserFactory(roles=["trainer"]))
        assert list(send(client, [told]).json()["refused"]) == [told["code"]]
        client.logout()
        assert send(client, [told]).status_code == 302  # to sign in: the telephone keeps it
        assert not WorkMark.objects.exists()

    @pytest.mark.usefixtures("trainer")
    @pytest.mark.parametrize("count", [1, 3])
    def test_a_page_costs_the_same(self, client, enrolment, count, django_assert_num_queries):
        for _one in range(count - 1):
            enrolment.learner.cohorts.get().members.add(EnrolmentFactory(course=enrolment.course).learner)
        url = f"/en/assignments/{enrolment.course.assignments.get().code}/stations/{enrolment.pk}/"
        client.get(url)
        with django_assert_num_queries(8):
            client.get(url)


class TestConstraints:
    @pytest.fixture
    def held(self, station, enrolment):
        return work.observe(assignment=station, enrolment=enrolment, by=UserFactory(), code=uuid4())

    @pytest.mark.parametrize("wrong", ["the same marker", "the same number", "returned without a reason"])
    def test_of_a_mark(self, held, wrong):
        marker, code = UserFactory(), uuid4()
        WorkMark.objects.create(submission=held, marker=marker, code=code)
        told = {
            "the same marker": {"marker": marker, "code": uuid4()},
            "the same number": {"marker": UserFactory(), "code": code},
            "returned without a reason": {"marker": UserFactory(), "code": uuid4(), "returned": True},
        }[wrong]
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkMark.objects.create(submission=held, **told)

    @pytest.mark.parametrize(
        "wrong", [{"number": 1}, {"number": 2, "state": "draft"}, {"number": 2, "state": "passed"}], ids=str
    )
    def test_of_a_work(self, held, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.create(assignment=held.assignment, enrolment=held.enrolment, **wrong)

    def test_of_a_file(self, held):
        file = {"name": "a.pdf", "kind": "application/pdf", "size": 1, "digest": "a", "content": b"x"}
        held.files.create(**file)
        with pytest.raises(IntegrityError), transaction.atomic():
            held.files.create(**file)
