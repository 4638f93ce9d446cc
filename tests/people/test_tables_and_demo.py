"""The tables to load, the commands, the people of the demonstration."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from people.domain import tables
from people.domain.demo import load_demo
from people.models import Cohort, Rank, RoleGrant, Unit, User
from tests.factories.people import UserFactory
from tests.people.flows import code, log_in

pytestmark = pytest.mark.django_db


def run(*args, fails=False):
    """What a command prints as JSON; it exits 1 when it `fails`."""
    out, err = StringIO(), StringIO()
    if fails:
        with pytest.raises(SystemExit) as exit_:
            call_command(*args, "--json", stdout=out, stderr=err)
        assert exit_.value.code == 1
        assert err.getvalue().strip()
    else:
        call_command(*args, "--json", stdout=out, stderr=err)
    return json.loads(out.getvalue())


def test_the_hierarchy_and_the_ranks():
    assert run("load_tables") == {"units": 75, "ranks": 17}

    kinds = {kind: Unit.objects.filter(kind=kind).count() for kind in Unit.objects.values_list("kind", flat=True)}
    assert kinds == {"ministry": 1, "academy": 1, "region": 5, "city": 17, "district": 47, "city district": 4}
    names = Unit.objects.filter(parent__code="TJ-SU").order_by("sort_key").values_list("name_tg", flat=True)
    assert list(names)[:4] == ["Айнӣ", "Ашт", "Бобоҷон Ғафуров", "Бӯстон"]
    assert all(unit.name_tg and unit.name_ru and unit.name_en for unit in Unit.objects.all())
    assert Rank.objects.get(order=120).name_tg == "Майори милитсия"
    assert set(Rank.objects.values_list("group", flat=True)) == {
        "rank and file", "sergeants", "warrant officers", "junior officers", "senior officers", "generals",
    }  # fmt: skip


def test_loading_again_changes_nothing_but_mends_names(django_assert_num_queries):
    tables.load()
    Unit.objects.filter(code="TJ-SU-ayni").update(name_ru="Старое имя")
    mine = Unit.objects.create(code="own", name_tg="Шуъбаи нав", kind="district")

    tables.load()

    assert Unit.objects.get(code="TJ-SU-ayni").name_ru == "Айни"
    assert Unit.objects.filter(pk=mine.pk).exists()
    with django_assert_num_queries(6):  # a savepoint, units, ranks, and two counts
        tables.load()


def test_the_first_administrator_signs_in_with_what_the_command_printed(client):
    made = run("create_administrator", "--username", "Rustam", "--full-name", "Рустамзода Рустам")

    assert made["username"] == "rustam"
    url = log_in(client, "rustam", made["password"]).headers["Location"]
    client.post(url, {"code": code(made["authenticator_secret"])})
    assert client.get("/tg/roles/").headers["Location"] == "/tg/accounts/password/change/"
    new = {"oldpassword": made["password"], "password1": "Офтоби-баҳор-77", "password2": "Офтоби-баҳор-77"}
    client.post("/tg/accounts/password/change/", new)
    assert client.get("/tg/roles/").status_code == 200


def test_create_administrator_refuses_and_writes_nothing():
    UserFactory(username="rustam")

    taken = run("create_administrator", "--username", "RUSTAM", "--full-name", "Рустам", fails=True)
    bad = run("create_administrator", "--username", "two words", "--full-name", "Рустам", fails=True)

    assert taken["username"] == "rustam"
    assert "error" in bad
    assert (User.objects.count(), RoleGrant.objects.count()) == (1, 0)


def test_reset_password_prints_a_new_one_or_refuses():
    user = UserFactory(username="malika")

    made = run("reset_password", "Malika")

    user.refresh_from_db()
    assert user.check_password(made["password"])
    assert user.must_change_password
    assert run("reset_password", "nobody", fails=True)["username"] == "nobody"


def test_the_demonstration_has_one_of_each_and_loads_twice(settings, tmp_path, client):
    settings.DATA_DIR = tmp_path

    first, second = load_demo(by=None), load_demo(by=None)

    assert first == second
    names = [a["username"] for a in first["accounts"]]
    learners = {"cadet", "cadet2", "officer"}
    writing = {"trainer", "trainer2", "author", "reviewer", "publisher"}
    assert len(names) == len(set(names))
    assert set(names) == learners | writing | {"head", "office", "analyst", "admin"}
    assert {a["username"] for a in first["accounts"] if a["secret"]} == writing | {"office", "analyst", "admin"}
    assert (tmp_path / "demo-accounts.json").stat().st_mode & 0o077 == 0
    cohort = Cohort.objects.get()
    assert {m.username for m in cohort.members.all()} == {"cadet", "cadet2"}
    assert [t.username for t in cohort.trainers.all()] == ["trainer"]
    for user in User.objects.all():
        assert user.full_name_tg
        assert user.full_name_ru
        assert user.full_name_en
    cadet = first["accounts"][0]
    assert log_in(client, cadet["username"], cadet["password"]).headers["Location"] == "/tg/"


def test_demo_code_prints_the_code_in_development_only(settings, tmp_path, client):
    settings.DATA_DIR, settings.DEBUG = tmp_path, True
    accounts = {a["username"]: a for a in load_demo(by=None)["accounts"]}

    printed = run("demo_code", "trainer")

    assert printed["code"] == code(accounts["trainer"]["secret"])
    assert run("demo_code", "cadet", fails=True)["username"] == "cadet"
    settings.DEBUG = False
    assert "error" in run("demo_code", "trainer", fails=True)
