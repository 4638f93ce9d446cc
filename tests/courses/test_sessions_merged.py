"""What holds of attendance when clocks are wrong, learners scan late and sessions are cancelled; places that go."""

from datetime import timedelta
from uuid import uuid4

import pytest

from courses.domain import attendance
from courses.domain import sessions as verb
from tests.factories.sessions import NOW, begun, planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class TestWhatHolds:
    def told(self, person, presence, minutes_ago, ahead=timedelta(0)):
        return attendance.Told(person.pk, presence, NOW() - timedelta(minutes=minutes_ago) + ahead, uuid4())

    def test_a_learner_who_scans_later_does_not_undo_what_the_trainer_said(self, group):
        session, person = begun(group), group.people[0]
        attendance.record(session=session, told=[self.told(person, "absent", 5)], by=group.trainer)
        room = attendance.room_code(session)
        attendance.enter(session=session, learner=person, entry=attendance.entry_code(session, person, room))
        assert attendance.of(session)[person.pk].presence == "absent"

    @pytest.mark.parametrize("first", [0, 1])
    def test_a_clock_that_runs_hours_ahead_changes_nothing_in_the_order(self, group, first):
        session, person, ahead = begun(group), group.people[0], timedelta(hours=2)
        phones = [(self.told(person, "late", 20, ahead), NOW() + ahead), (self.told(person, "present", 10), NOW())]
        for told, sent in (phones[first], phones[1 - first]):
            attendance.record(session=session, told=[told], by=group.trainer, sent=sent)
        assert attendance.of(session)[person.pk].presence == "present"

    def test_a_cancelled_session_takes_no_marks(self, group):
        session = begun(group)
        verb.cancel(session=session, by=group.trainer)
        session.refresh_from_db()
        outcome = attendance.record(session=session, told=[self.told(group.people[0], "late", 1)], by=group.trainer)
        assert (outcome.taken, list(outcome.refused.values())) == ([], ["This session was cancelled."])

    def test_fewer_places_than_are_taken_are_refused_and_who_left_leaves_theirs(self, group):
        session = planned(group, places=2)
        for person in group.people:
            verb.take_place(session=session, learner=person)
        with pytest.raises(verb.NoPlace):
            verb.change(session=session, by=group.trainer, places=1)
        group.cohort.members.remove(group.people[0])
        verb.change(session=session, by=group.trainer, room="9")
        assert list(session.taken.values_list("seat", flat=True)) == ["seated", "seated"]
