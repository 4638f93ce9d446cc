"""Sessions: planned, places and the line for them, calendars, attendance from two telephones, codes to scan."""

import json
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.domain import attendance, calendar
from courses.domain import sessions as verb
from courses.enums import Marked, Presence
from courses.models import AttendanceMark, Session, SessionPlace
from ledger.models import AuditEvent, Frozen
from tests.factories.courses import CourseFactory
from tests.factories.people import UserFactory, signed_in
from tests.factories.sessions import NOW, begun, planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class TestPlaces:
    def test_the_one_who_waits_longest_moves_up(self, group):
        session = planned(group, places=1)
        seats = [verb.take_place(session=session, learner=person).seat for person in group.people]
        assert seats == ["seated", "waiting", "waiting"]
        verb.leave_place(session=session, learner=group.people[0])
        assert dict(session.taken.values_list("learner", "seat")) == {
            group.people[1].pk: "seated", group.people[2].pk: "waiting",
        }  # fmt: skip
        verb.change(session=session, by=group.trainer, places=2)
        assert set(session.taken.values_list("seat", flat=True)) == {"seated"}

    def test_taking_again_is_the_same_place(self, group):
        session = planned(group, places=1)
        one = group.people[0]
        assert verb.take_place(session=session, learner=one) == verb.take_place(session=session, learner=one)

    @pytest.mark.parametrize("what", ["uncounted", "stranger", "cancelled", "begun"])
    def test_no_place_where_there_is_none_to_take(self, group, what):
        session = begun(group) if what == "begun" else planned(group, places=None if what == "uncounted" else 5)
        if what == "cancelled":
            verb.cancel(session=session, by=group.trainer)
        who = UserFactory() if what == "stranger" else group.people[0]
        with pytest.raises(verb.NoPlace):
            verb.take_place(session=session, learner=who)
        assert not SessionPlace.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [{"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}, {"places": 0}, {"room": ""}],
        ids=lambda w: next(iter(w)),
    )
    def test_the_database_refuses_impossible_sessions(self, group, wrong):
        session = planned(group)
        with pytest.raises(IntegrityError), transaction.atomic():
            Session.objects.filter(pk=session.pk).update(**wrong)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_who_want_the_last_place_get_it_once(group):
    session = planned(group, places=1)
    people = UserFactory.create_batch(6)
    group.cohort.members.add(*people)

    def take(person):
        try:
            verb.take_place(session=session, learner=person)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.taken.filter(seat="seated").count() == 1
    assert session.taken.count() == 6


MOMENTS = st.integers(0, 5).map(lambda minutes: datetime(2026, 11, 27, 9, minutes, tzinfo=UTC))
MARKS = st.lists(
    st.builds(
        SimpleNamespace,
        learner_id=st.integers(1, 3),
        at=MOMENTS,
        code=st.integers(0, 9).map(lambda n: UUID(int=n)),
        presence=st.sampled_from(Presence.values),
        how=st.sampled_from(Marked.values),
    ),
    max_size=12,
    unique_by=lambda mark: mark.code,
)


@given(MARKS, st.randoms())
def test_marks_come_to_the_same_in_any_order_and_any_number_of_times(marks, random):
    shuffled = [*marks, *marks[: len(marks) // 2]]
    random.shuffle(shuffled)
    assert attendance.fold(shuffled) == attendance.fold(marks)


class TestTwoTelephones:
    def marks(self, group, minutes, presence):
        at = NOW() - timedelta(minutes=20) + timedelta(minutes=minutes)
        return [attendance.Told(person.pk, presence, at, uuid4()) for person in group.people[:2]]

    @pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 1, 0)])
    def test_offline_and_merged_in_any_order_they_say_the_same(self, group, order):
        session = begun(group)
        phones = [self.marks(group, 1, Presence.ABSENT), self.marks(group, 5, Presence.LATE)]
        for which in order:
            outcome = attendance.record(session=session, told=phones[which], by=group.trainer)
            assert (len(outcome.taken), outcome.refused) == (2, {})
        assert {mark.presence for mark in attendance.of(session).values()} == {"late"}
        assert AttendanceMark.objects.count() == 4

    def test_a_clock_that_runs_ahead_does_not_win_for_ever(self, group):
        session, person = begun(group), group.people[0]
        ahead = attendance.Told(person.pk, Presence.ABSENT, NOW() + timedelta(hours=5), uuid4())
        attendance.record(session=session, told=[ahead], by=group.trainer)
        attendance.record(
            session=session, told=[attendance.Told(person.pk, Presence.PRESENT, NOW(), uuid4())], by=group.trainer
        )
        assert attendance.of(session)[person.pk].presence == "present"

    def test_strangers_and_unknown_words_are_refused_with_a_reason_and_the_rest_is_taken(self, group):
        session = begun(group)
        good, stranger, odd = (uuid4() for _ in range(3))
        told = [
            attendance.Told(group.people[0].pk, "present", NOW(), good),
            attendance.Told(UserFactory().pk, "present", NOW(), stranger),
            attendance.Told(group.people[1].pk, "asleep", NOW(), odd),
        ]
        outcome = attendance.record(session=session, told=told, by=group.trainer)
        assert outcome.taken == [good]
        assert outcome.refused == {stranger: "This person isn't in the cohort.", odd: "This isn't a presence."}

    def test_marks_are_never_changed(self, group):
        session = begun(group)
        attendance.record(session=session, told=self.marks(group, 1, "present"), by=group.trainer)
        with pytest.raises(Frozen):
            AttendanceMark.objects.update(presence="absent")
        mark = AttendanceMark.objects.first()
        mark.pk, mark._state.adding, mark.code = None, True, uuid4()
        mark.at = mark.received_at + timedelta(hours=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            mark.save()

    def test_over_the_wire(self, group, client):
        session = begun(group)
        url = f"/en/sessions/{session.pk}/marks/"
        told = [
            {"code": str(uuid4()), "learner": group.people[0].pk, "presence": "late", "at": NOW().isoformat()},
            {"code": str(uuid4()), "learner": 0, "presence": "late", "at": NOW().isoformat()},
        ]
        trainer = signed_in(client, group.trainer)
        body = {"owner": group.trainer.pk, "sent": NOW().isoformat(), "marks": told}
        for _ in range(2):
            said = trainer.post(url, json.dumps(body), content_type="application/json").json()
            assert said["taken"] == [told[0]["code"]]
            assert list(said["refused"]) == [told[1]["code"]]
            assert said["held"] == {str(group.people[0].pk): "late"}
        assert AuditEvent.objects.filter(action="attendance.marked").count() == 1
        others = json.dumps(body | {"owner": group.trainer.pk + 1})
        assert trainer.post(url, others, content_type="application/json").status_code == 409

    @pytest.mark.parametrize(
        "body", ["", "{}", "[1]", '[{"code": "x"}]', '[{"code":"x","learner":1,"presence":"late","at":"2026-01-01"}]']
    )
    def test_rubbish_is_refused(self, group, client, body):
        session = begun(group)
        reply = signed_in(client, group.trainer).post(
            f"/en/sessions/{session.pk}/marks/", body, content_type="application/json"
        )
        assert (reply.status_code, reply.json()) == (400, {"error": "The marks can't be read."})


class TestCodes:
    def test_the_trainer_scans_a_learner(self, group, client):
        session, person = begun(group), group.people[0]
        code = attendance.card_code(session, person)
        trainer = signed_in(client, group.trainer)
        page = trainer.get(f"/en/sessions/{session.pk}/card/{code}/").content.decode()
        assert person.get_full_name() in page
        assert not session.marks.exists(), "opening an address marks nobody"
        trainer.post(f"/en/sessions/{session.pk}/card/{code}/")
        mark = session.marks.get()
        assert (mark.learner, mark.presence, mark.how, mark.marked_by) == (person, "present", "card", group.trainer)

    def test_a_learner_scans_the_room(self, group, client):
        session, person = begun(group), group.people[1]
        learner = signed_in(client, person)
        url = f"/en/sessions/{session.pk}/enter/{attendance.room_code(session)}/"
        entry = learner.get(url).context["entry"]
        learner.post(url, {"entry": entry})
        mark = session.marks.get()
        assert (mark.learner, mark.how, mark.marked_by) == (person, "room", person)

    @pytest.mark.parametrize("what", ["old", "made up", "other session", "other salt"])
    def test_other_codes_are_refused_in_words(self, group, client, what, monkeypatch):
        session, person = begun(group), group.people[1]
        code = {
            "old": lambda: attendance.room_code(session),
            "made up": lambda: "abc:def:ghi",
            "other session": lambda: attendance.room_code(planned(group)),
            "other salt": lambda: attendance.card_code(session, person),
        }[what]()
        if what == "old":
            later = signing.time.time() + attendance.ROOM_HOLDS + 1
            monkeypatch.setattr(signing.time, "time", lambda: later)
        page = signed_in(client, person).get(f"/en/sessions/{session.pk}/enter/{code}/")
        assert page.status_code == 400
        assert "You are not marked" in page.content.decode()

    def test_an_entry_is_for_one_person(self, group):
        session = begun(group)
        entry = attendance.entry_code(session, group.people[0], attendance.room_code(session))
        with pytest.raises(attendance.BadCode):
            attendance.enter(session=session, learner=group.people[1], entry=entry)

    def test_nobody_enters_a_day_before(self, group):
        session = planned(group, begins=timedelta(days=1))
        with pytest.raises(attendance.BadCode):
            attendance.entry_code(session, group.people[0], attendance.room_code(session))


class TestCalendar:
    def test_says_when_in_utc_and_cancelled_and_folds_long_lines(self, group):
        session = planned(group, room="Бинои асосӣ, утоқи 12; ошёнаи 3 дар назди толори бузурги академия")
        verb.cancel(session=session, by=group.trainer)
        session = Session.objects.select_related("course", "trainer").get()
        content = calendar.document([session], base_url="https://d.tj", now=datetime(2026, 11, 27, 9, tzinfo=UTC))
        text = content.decode()
        lines = text.split("\r\n")
        assert all(len(line.encode()) <= 75 for line in lines)
        whole = text.replace("\r\n ", "")
        assert f"UID:session-{session.pk}@d.tj\r\n" in whole
        assert "DTSTAMP:20261127T090000Z\r\n" in whole
        assert f"DTSTART:{session.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n" in whole
        assert "STATUS:CANCELLED\r\n" in whole
        assert "SEQUENCE:1\r\n" in whole
        assert r"LOCATION:Бинои асосӣ\, утоқи 12\; ошёнаи 3" in whole

    def test_a_sensitive_course_is_not_named(self, group):
        session = planned(group)
        session.course.is_sensitive = True
        text = calendar.document([session], base_url="https://d.tj", now=NOW()).decode()
        assert "SUMMARY:In-person session" in text
        assert session.course.title not in text

    def test_the_address_opens_without_signing_in_until_it_is_renewed(self, group, client):
        planned(group)
        person = group.people[0]
        url = f"/en/sessions/calendar/{calendar.feed_of(person).token}.ics"
        reply = client.get(url)
        assert reply["Content-Type"].startswith("text/calendar")
        assert reply.content.decode().count("BEGIN:VEVENT") == 1
        signed_in(client, person).post("/en/sessions/calendar/")
        assert client.get(url).status_code == 404


class TestScreens:
    def test_planned_seen_keyed_in_and_cancelled(self, group, client):
        trainer = signed_in(client, group.trainer)
        start = timezone.localtime(NOW() + timedelta(days=2)).replace(microsecond=0, second=0)
        told = {
            "whose": f"{group.cohort.pk}-{group.course.pk}",
            "starts_at": f"{start:%Y-%m-%dT%H:%M}",
            "ends_at": f"{start + timedelta(hours=3):%Y-%m-%dT%H:%M}",
            "room": "12",
            "trainer": group.trainer.pk,
        }
        page = trainer.post("/en/sessions/new/", told, follow=True)
        assert "The session is planned." in page.content.decode()
        session = Session.objects.get()
        keyed = {f"p-{group.people[0].pk}": "present", f"p-{group.people[1].pk}": "absent"}
        for _ in range(2):
            trainer.post(f"/en/sessions/{session.pk}/", keyed)
        assert session.marks.count() == 2
        assert group.people[2].get_full_name() in trainer.get(f"/en/sessions/{session.pk}/sheet/").content.decode()
        trainer.post(f"/en/sessions/{session.pk}/cancel/")
        session.refresh_from_db()
        assert session.cancelled_at
        client.logout()
        own = signed_in(client, group.people[0]).get("/en/sessions/").content.decode()
        assert "cancelled" in own

    def test_a_day_that_is_over_and_an_end_before_the_beginning_are_said(self, group, client):
        told = {"starts_at": "2020-01-01T09:00", "ends_at": "2020-01-01T08:00", "room": "12"}
        page = signed_in(client, group.trainer).post("/en/sessions/new/", told).content.decode()
        assert "This moment is over already." in page
        assert "The end lies before the beginning." in page
        assert 'value="12"' in page, "what was typed stays"

    def test_a_learner_takes_a_place_and_sees_the_own_code(self, group, client):
        session = planned(group, places=1)
        learner = signed_in(client, group.people[0])
        assert (
            "You have a place."
            in learner.post(f"/en/sessions/{session.pk}/place/", {"do": "take"}, follow=True).content.decode()
        )
        assert "data:image/png" in learner.get(f"/en/sessions/{session.pk}/").content.decode()

    def test_others_get_nothing(self, group, client):
        session = planned(group)
        urls = [
            "",
            "change/",
            "sheet/",
            "room/",
            "calendar.ics",
            f"card/{attendance.card_code(session, group.people[0])}/",
        ]
        for stranger in (UserFactory(), UserFactory(roles=["trainer"]), UserFactory(roles=["analyst"])):
            visitor = signed_in(client, stranger)
            for url in urls:
                assert visitor.get(f"/en/sessions/{session.pk}/{url}").status_code == 404, url
            for url in ("marks/", "cancel/", "place/"):
                assert visitor.post(f"/en/sessions/{session.pk}/{url}").status_code == 404, url
            client.logout()
        learner = signed_in(client, group.people[0])
        for url in urls[1:4] + urls[5:]:
            assert learner.get(f"/en/sessions/{session.pk}/{url}").status_code == 404, url

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_lists_cost_the_same(self, group, client, many, django_assert_num_queries):
        for _ in range(many):
            planned(group, places=2)
            begun(group)
        group.cohort.members.add(*UserFactory.create_batch(many))
        for person, most in ((group.people[0], 10), (group.trainer, 10)):
            visitor = signed_in(client, person)
            visitor.get("/en/sessions/")
            with django_assert_num_queries(most):
                visitor.get("/en/sessions/")
            client.logout()

    def test_an_empty_list_says_what_will_be_there(self, client):
        assert "No session is coming" in signed_in(client, UserFactory()).get("/en/sessions/").content.decode()
        page = signed_in(client, UserFactory(roles=["trainer"])).get("/en/sessions/new/").content.decode()
        assert "Enrol a cohort first" in page


def test_a_course_without_a_page_has_sessions_too(group):
    other = CourseFactory()
    start = NOW() + timedelta(days=1)
    verb.plan(
        course=other, cohort=group.cohort, starts_at=start, ends_at=start + timedelta(hours=1), room="1",
        trainer=group.trainer, by=group.trainer,
    )  # fmt: skip
    assert Session.objects.of_learner(group.people[0]).count() == 1
