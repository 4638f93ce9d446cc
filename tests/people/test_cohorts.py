"""The office keeps cohorts and what is known of people."""

import pytest

from ledger.models import AuditEvent
from people import scope
from people.models import Cohort, User
from tests.factories.people import CohortFactory, RankFactory, UnitFactory, UserFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return signed_in(client, UserFactory(roles=["office"]))


def said(**changes):
    return {"name_tg": "Гурӯҳи 7", "name_ru": "", "name_en": "", "code": "group-7", "members": ""} | changes


def test_a_cohort_is_opened_and_its_trainer_sees_its_members_at_once(office):
    trainer, cadet = UserFactory(roles=["trainer"]), UserFactory(username="nozim")

    answer = office.post("/tg/cohorts/new/", said(trainers=[trainer.pk], members=" NOZIM \n\n"))

    assert answer.status_code == 302
    cohort = Cohort.objects.get()
    assert (cohort.name_tg, list(cohort.members.all()), list(cohort.trainers.all())) == ("Гурӯҳи 7", [cadet], [trainer])
    assert cadet in scope.people_with_results(trainer)
    event = AuditEvent.objects.get(action="cohort.opened")
    assert event.data == {"members": 1, "trainers": 1}


def test_names_that_nobody_signs_in_with_are_said_and_nothing_is_lost(office):
    UserFactory(username="nozim")

    page = office.post("/tg/cohorts/new/", said(members="nozim\nkamol")).content.decode()

    assert "kamol" in page
    assert "nozim\nkamol" in page
    assert not Cohort.objects.exists()


def test_whoever_is_left_out_of_the_list_leaves_the_cohort(office):
    stays, leaves = UserFactory(username="nozim"), UserFactory(username="kamol")
    cohort = CohortFactory(code="group-7", members=[stays, leaves])
    page = office.get(f"/tg/cohorts/{cohort.pk}/").content.decode()
    assert "nozim" in page
    assert "kamol" in page

    office.post(f"/tg/cohorts/{cohort.pk}/", said(members="nozim"))

    assert list(cohort.members.all()) == [stays]
    assert AuditEvent.objects.filter(action="cohort.changed").exists()


def test_only_those_who_hold_the_role_may_be_given_a_cohort(office):
    learner = UserFactory()

    page = office.post("/tg/cohorts/new/", said(trainers=[learner.pk]))

    assert page.status_code == 200
    assert not Cohort.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_cohorts_costs_the_same_for_any_number(office, rows, django_assert_num_queries):
    for _ in range(rows):
        CohortFactory(members=[UserFactory()], trainers=[UserFactory(roles=["trainer"])])
    office.get("/tg/cohorts/")

    # session, person, roles, cohorts with their sizes, trainers
    with django_assert_num_queries(5):
        page = office.get("/tg/cohorts/")
    assert page.content.decode().count('<th scope="row">') == rows


@pytest.mark.parametrize("role", ["trainer", "head", "analyst", "administrator"])
def test_cohorts_are_nobody_elses_to_keep(client, role):
    cohort = CohortFactory()
    signed_in(client, UserFactory(roles=[role]))

    for path in ["/tg/cohorts/", "/tg/cohorts/new/", f"/tg/cohorts/{cohort.pk}/"]:
        assert client.get(path).status_code == 404


def test_the_office_corrects_a_name_and_moves_somebody_to_another_unit(office):
    person, unit, rank = UserFactory(username="nozim", full_name_tg="Нозимов"), UnitFactory(), RankFactory()
    data = {"full_name_tg": "Нозимзода Комрон", "unit": unit.pk, "rank": rank.pk, "language": person.language}

    office.post(f"/tg/people/{person.pk}/change/", data)

    kept = User.objects.get(pk=person.pk)
    assert (kept.full_name_tg, kept.unit, kept.rank, kept.username) == ("Нозимзода Комрон", unit, rank, "nozim")
    assert "Нозимзода" in office.get("/tg/people/?q=комрон").content.decode()
    event = AuditEvent.objects.get(action="account.changed")
    assert {"full_name_tg", "unit", "rank"} <= set(event.data["fields"].split(", "))
    assert "Нозимзода" not in str(event.data)


def test_a_person_without_a_name_is_refused(office):
    person = UserFactory(full_name_tg="Нозимов")

    page = office.post(f"/tg/people/{person.pk}/change/", {"full_name_tg": "", "language": "tg"})

    assert page.status_code == 200
    assert User.objects.get(pk=person.pk).full_name_tg == "Нозимов"


@pytest.mark.parametrize("role", ["trainer", "head", "analyst", "administrator"])
def test_what_is_known_of_people_is_nobody_elses_to_change(client, role):
    person = UserFactory()
    signed_in(client, UserFactory(roles=[role]))

    assert client.get(f"/tg/people/{person.pk}/change/").status_code == 404
