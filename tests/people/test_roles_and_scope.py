"""Who may do what, and whom that reaches: the table of DESIGN.md, section 6."""

import json
import logging

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from people import scope
from people.access import permission_required
from people.enums import Role
from people.models import User
from people.roles import ROLES, Permission, may, needs_second_factor
from tests.factories.people import CohortFactory, RoleGrantFactory, UnitFactory, UserFactory, signed_in

pytestmark = pytest.mark.django_db
EXPECTED = {
    None: set(),
    "trainer": {"author", "publish", "see_own_cohorts"},
    "head": {"see_passed_in_unit"},
    "office": {"manage_people", "see_all_results", "issue_certificates", "revoke_certificates", "see_totals"},
    "analyst": {"run_surveys", "see_needs", "see_totals"},
    "administrator": {"administer"},
}


@pytest.mark.parametrize("role", EXPECTED)
def test_a_role_may_do_what_its_sentence_says_and_nothing_else(role):
    user = UserFactory(roles=[role] if role else [])

    assert {p.value for p in Permission if may(user, p)} == EXPECTED[role]


def test_every_role_is_told_in_a_sentence():
    assert set(ROLES) == set(Role.values)
    assert all(str(entry.sentence).endswith(".") and len(str(entry.sentence)) > 60 for entry in ROLES.values())


def test_nobody_signed_out_or_deactivated_may_do_anything():
    closed = UserFactory(roles=["administrator"], is_active=False)

    assert not may(AnonymousUser(), Permission.ADMINISTER)
    assert not may(closed, Permission.ADMINISTER)


def test_a_second_factor_is_asked_of_those_who_act_on_others_data():
    asked = {role for role in EXPECTED if needs_second_factor(UserFactory(roles=[role] if role else []))}

    assert asked == {"trainer", "office", "analyst", "administrator"}


def test_a_trainer_sees_the_results_of_their_own_cohorts_and_nobody_elses():
    trainer, other = UserFactory(roles=["trainer"]), UserFactory(roles=["trainer"])
    mine, theirs = UserFactory(), UserFactory()
    CohortFactory(members=[mine], trainers=[trainer])
    CohortFactory(members=[theirs], trainers=[other])

    assert set(scope.people_with_results(trainer)) == {mine}


def test_a_heads_units_are_their_own_and_all_below_it():
    region = UnitFactory()
    district = UnitFactory(parent=region)
    post = UnitFactory(parent=district)
    UnitFactory()
    head = UserFactory(unit=region, roles=["head"])

    assert set(scope.units_headed_by(head)) == {region, district, post}
    assert not scope.people_with_results(head).exists()


def test_the_office_sees_everybodys_results_the_analyst_and_the_administrator_nobodys():
    UserFactory()
    office, analyst, admin = (UserFactory(roles=[r]) for r in ["office", "analyst", "administrator"])

    assert scope.people_with_results(office).count() == User.objects.count()
    for viewer in [analyst, admin, AnonymousUser(), UserFactory()]:
        assert not scope.people_with_results(viewer).exists()


def test_attack_12_heading_a_unit_adds_no_marks_to_what_a_trainer_sees():
    unit = UnitFactory()
    both = UserFactory(unit=unit, roles=["trainer", "head"])
    learner = UserFactory()
    UserFactory(unit=unit)
    CohortFactory(members=[learner], trainers=[both])

    assert set(scope.people_with_results(both)) == {learner}


@pytest.mark.parametrize(
    ("helper", "helped", "expected"),
    [
        ("office", None, True),
        ("office", "trainer", True),
        ("office", "administrator", False),
        ("office", "office", False),
        ("administrator", "office", True),
        ("administrator", "administrator", True),
        ("trainer", None, False),
        ("analyst", None, False),
    ],
)
def test_who_may_hand_whom_a_password(helper, helped, expected):
    by, person = UserFactory(roles=[helper]), UserFactory(roles=[helped] if helped else [])

    assert scope.may_help(by, person) is expected
    assert scope.may_help(by, by) is False


@pytest.mark.parametrize(
    ("helper", "helped", "expected"),
    [
        ("office", None, True),
        ("office", "trainer", False),
        ("office", "analyst", False),
        ("office", "head", True),
        ("administrator", "trainer", True),
        ("trainer", None, False),
    ],
)
def test_attack_25_who_hands_out_a_trainers_password_cannot_take_the_app_away_too(client, helper, helped, expected):
    by, person = UserFactory(roles=[helper]), UserFactory(roles=[helped] if helped else [])

    assert scope.may_take_app(by, person) is expected
    answer = signed_in(client, by).post(reverse("people:reset_second_factor", args=[person.pk]))
    assert answer.status_code == (302 if expected else 404)


def test_a_refusal_is_a_404_and_is_logged_without_the_query_string(caplog):
    @permission_required(Permission.MANAGE_PEOPLE)
    def view(request):
        return HttpResponse("open")

    request = RequestFactory().get("/tg/people/?q=secret")
    request.user = UserFactory(roles=["trainer"])

    with caplog.at_level(logging.WARNING, "dastur.security"), pytest.raises(Http404):
        view(request)

    line = json.loads(caplog.records[-1].message)
    assert (line["refused"], line["user"], line["path"]) == ("manage_people", request.user.pk, "/tg/people/")
    request.user = UserFactory(roles=["office"])
    assert view(request).content == b"open"


def test_people_are_found_in_any_spelling():
    karim = UserFactory(full_name_tg="Қосимзода Ҷамшед", full_name_ru="Косимзода Джамшед", full_name_en="Qosimzoda")
    UserFactory()

    for text in ["косимзода", "ҚОСИМ", "чамшед косим", "джамшед", "qosim", karim.username]:
        assert list(scope.found_by(User.objects.all(), text)) == [karim], text
    assert scope.found_by(User.objects.all(), "").count() == 2


def test_a_head_must_have_a_unit_in_the_database_itself():
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrantFactory(role="head", unit=None)
    user = RoleGrantFactory(role="trainer").user
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrantFactory(user=user, role="trainer")
