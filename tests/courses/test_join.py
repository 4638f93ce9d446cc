"""Joining by code: who comes in, who doesn't, and what a trainer sees of it."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from courses.domain import join
from courses.models import Enrolment, JoinCode
from ledger.models import AuditEvent
from tests.factories.courses import CourseRunFactory, whole_course
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def run_with(trainer=None, **course):
    page = whole_course(lessons=1, is_open=False, **course)
    run = CourseRunFactory(course=page.course)
    if trainer:
        run.cohort.trainers.add(trainer)
    return run


def code_of(run, places=None, days=7):
    return join.make(run=run, expires_on=timezone.localdate() + timedelta(days=days), places=places, by=UserFactory())


class TestEntering:
    @pytest.mark.parametrize(
        "spell", [str.lower, lambda code: f" {code[:4]} {code[4:]} ", lambda code: f"{code[:3]}-{code[3:]}"]
    )
    def test_however_it_is_typed(self, spell):
        run, learner = run_with(), UserFactory()
        code = code_of(run)
        enrolment = join.enter(typed=spell(code.code), by=learner)
        assert (enrolment.course, run.cohort.members.get()) == (run.course, learner)
        assert AuditEvent.objects.filter(action="cohort.joined").count() == 1

    def test_coming_again_takes_no_place(self):
        run, learner = run_with(), UserFactory()
        code = code_of(run, places=1)
        for _time in range(2):
            join.enter(typed=code.code, by=learner)
        code.refresh_from_db()
        assert (code.used, Enrolment.objects.count()) == (1, 1)
        with pytest.raises(join.WrongCode):
            join.enter(typed=code.code, by=UserFactory())

    def test_a_stopped_and_an_old_code_and_nonsense_let_nobody_in(self):
        run, learner = run_with(), UserFactory()
        stopped, old = code_of(run), code_of(run, days=-1)
        join.stop(run=run, pk=stopped.pk, by=UserFactory())
        for typed in (stopped.code, old.code, "", "ABCD-EFGH", "\0", "ж" * 40):
            for act in (lambda typed=typed: join.look(typed), lambda typed=typed: join.enter(typed=typed, by=learner)):
                with pytest.raises(join.WrongCode):
                    act()
        assert not run.cohort.members.exists()

    def test_on_its_last_day_it_lets_in(self):
        assert join.look(code_of(run_with(), days=0).code)

    def test_the_database_counts_no_more_than_places(self):
        code = code_of(run_with(), places=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            JoinCode.objects.filter(pk=code.pk).update(used=2)

    def test_nobody_stops_anothers_code(self):
        mine, other = run_with(), run_with()
        with pytest.raises(JoinCode.DoesNotExist):
            join.stop(run=mine, pk=code_of(other).pk, by=UserFactory())


class TestScreens:
    def test_a_learner_looks_and_joins(self, client):
        run = run_with(title_en="Basics")
        code, learner = code_of(run), UserFactory()
        signed_in(client, learner)
        url = reverse("courses:join")
        assert reverse("courses:join") in client.get(reverse("courses:list")).content.decode()
        text = client.get(url, {"code": str(code)}).content.decode()
        assert "“Basics”" in text
        assert not learner.cohorts.exists(), "looking joins nobody"
        done = client.post(url, {"code": str(code), "join": "1"})
        assert done.url == reverse("courses:course", args=[run.course.page.slug])
        assert learner.enrolments.get().course == run.course

    def test_a_wrong_code_says_so_beside_the_field(self, client):
        signed_in(client, UserFactory())
        response = client.post(reverse("courses:join"), {"code": "AAAA-AAAA"})
        assert response.status_code == 422
        assert "lets nobody in" in response.content.decode()
        assert "AAAA-AAAA" in response.content.decode()

    def test_guessing_is_stopped(self, client):
        signed_in(client, UserFactory())
        url = reverse("courses:join")
        states = [client.post(url, {"code": f"AAAA-AAA{letter}"}).status_code for letter in "23456789ABC"]
        assert states == [422] * 10 + [429]
        good = code_of(run_with())
        assert client.post(url, {"code": str(good), "join": "1"}).status_code == 429

    def test_a_trainer_makes_shows_and_stops_one(self, client):
        trainer = UserFactory(roles=["trainer"])
        run = run_with(trainer)
        signed_in(client, trainer)
        place = [run.cohort.code, run.course.page.slug]
        url = reverse("courses:join_codes", args=place)
        assert "No code yet" in client.get(url).content.decode()
        assert client.post(url, {"expires_on": "2020-01-01"}).status_code == 422
        client.post(url, {"expires_on": timezone.localdate().isoformat(), "places": "30"})
        code = run.join_codes.get()
        text = client.get(url).content.decode()
        assert str(code) in text
        assert "0 of 30 places are taken." in text
        assert "data:image/png" in text
        client.post(reverse("courses:stop_join_code", args=[*place, code.pk]))
        code.refresh_from_db()
        assert code.stopped_at
        assert client.post(reverse("courses:stop_join_code", args=[*place, 0])).status_code == 404

    def test_a_full_code_says_so(self, client):
        trainer = UserFactory(roles=["trainer"])
        run = run_with(trainer)
        join.enter(typed=code_of(run, places=1).code, by=UserFactory())
        signed_in(client, trainer)
        text = client.get(reverse("courses:join_codes", args=[run.cohort.code, run.course.page.slug])).content.decode()
        assert "Nobody more fits in" in text
        assert "data:image/png" not in text


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_five_people_and_two_places():
    run = run_with()
    code, people = code_of(run, places=2), UserFactory.create_batch(5)
    together, outcomes = threading.Barrier(5), []

    def enter(person):
        together.wait()
        try:
            join.enter(typed=code.code, by=person)
            outcomes.append("in")
        except join.WrongCode:
            outcomes.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[one]) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full"] * 3 + ["in"] * 2
    assert run.cohort.members.count() == 2
