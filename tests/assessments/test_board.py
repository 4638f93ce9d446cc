"""The live board: who is on it, what it says of them, what it never says, and that it costs the same for everybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import access
from assessments.board_presenters import lines, tiles
from assessments.domain import board, sit
from assessments.enums import Closed, Trouble
from assessments.models import AnswerEvent, Assessment, Sitting
from people.enums import Role
from people.looks import latest
from people.models import User
from tests.assessments.conftest import all_right, right_value, save
from tests.factories.assessments import RehearsalFactory, StartTicketFactory, published, started
from tests.factories.courses import CoursePageFactory, EnrolmentFactory, RequirementFactory
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATER = timedelta(minutes=7)


def office() -> User:
    return UserFactory(roles=[Role.OFFICE])


def seats(assessment: Assessment, viewer: User | None = None, **more: Any) -> dict[User, board.Seat]:
    return {seat.person: seat for seat in board.seats(assessment=assessment, viewer=viewer or office(), **more)}


def address(assessment: Assessment) -> str:
    return reverse("assessments:board", args=[assessment.code])


def at(sitting: Sitting, **ago: int) -> None:
    """Moves the start back."""
    Sitting.objects.filter(pk=sitting.pk).update(started_at=timezone.now() - timedelta(**ago))


def event(sitting: Sitting, epoch: int, counter: int, seconds: int, **more: Any) -> None:
    value = more.pop("value", {"number": "1"})
    received = timezone.now() - timedelta(seconds=seconds)
    AnswerEvent.objects.create(
        **{"sitting": sitting, "position": 4, "epoch": epoch, "counter": counter, "value": value, "late": False}
        | {"received_at": received, **more}
    )


def test_it_counts_questions_that_hold_an_answer_and_no_answer_twice() -> None:
    sitting = started()
    event(sitting, 0, 1, 40, value={"number": "7"}, position=4)
    event(sitting, 0, 2, 30, value={"number": "8"}, position=4)
    event(sitting, 0, 3, 20, value={"choices": ["a"]}, position=1)
    event(sitting, 0, 4, 10, value={"choices": []}, position=1)
    event(sitting, 0, 5, 10, value={"choices": []}, position=2)
    event(sitting, 0, 6, 10, value={"places": {}}, position=3)

    assert seats(sitting.assessment)[sitting.candidate].answered == 1


def test_who_saves_is_in_no_trouble_and_who_is_silent_is() -> None:
    sitting = started()
    silent = started(sitting.assessment)
    save(sitting, sit.Saved(4, 0, 1, {"number": "1"}))
    at(silent, minutes=6)

    found = seats(sitting.assessment)

    assert found[sitting.candidate].troubles == ()
    assert found[silent.candidate].troubles == (Trouble.SILENT,)
    assert next(iter(found)) == silent.candidate, "trouble comes first"
    (line,) = lines([found[silent.candidate]])
    assert (line.troubles, line.saved, line.state) == (["nothing saved for 6 minutes"], "nothing yet", "writing")


def test_silence_after_the_last_question_is_no_trouble() -> None:
    sitting = started()
    save(sitting, *all_right(sitting))
    later = timezone.now() + LATER
    (line,) = lines(board.seats(assessment=sitting.assessment, viewer=office(), now=later), later)
    assert (line.troubles, line.answered, line.saved) == ([], "4 of 4", "7 minutes ago")


def test_an_earlier_page_that_saves_after_a_later_one_means_two_places() -> None:
    sitting = started()
    event(sitting, 1, 1, 100)
    event(sitting, 2, 1, 80)
    assert seats(sitting.assessment)[sitting.candidate].troubles == (), "opened anew: one place"
    event(sitting, 1, 2, 40)
    assert seats(sitting.assessment)[sitting.candidate].troubles == (Trouble.TWICE,)


def test_pages_without_a_script_are_opened_anew_at_every_save_and_are_one_place() -> None:
    sitting = started()
    for epoch in range(1, 30):
        event(sitting, epoch, 1, 60 - epoch)
    assert seats(sitting.assessment)[sitting.candidate].troubles == ()


def test_what_came_late_and_a_time_that_is_over() -> None:
    sitting = started()
    save(sitting, sit.Saved(4, 0, 1, {"number": "1"}))
    event(sitting, 0, 9, 0, late=True)
    over = sitting.deadline_at + timedelta(seconds=5)
    found = seats(sitting.assessment, now=over)[sitting.candidate]
    assert found.troubles == (Trouble.OVER, Trouble.LATE)
    assert (found.left, found.answered) == (0, 1)


def test_finished_and_closed_by_the_clock_are_told_apart() -> None:
    done = started()
    timed = started(done.assessment)
    sit.close(sitting_id=done.pk, how=Closed.FINISHED)
    sit.close(sitting_id=timed.pk, how=Closed.TIME)
    said = {line.person: (line.state, line.left) for line in lines(seats(done.assessment).values())}
    assert said == {done.candidate: ("finished", ""), timed.candidate: ("time was over", "")}


def test_yesterdays_sittings_are_no_part_of_the_day_and_the_newest_attempt_counts() -> None:
    old = started()
    sit.close(sitting_id=old.pk, how=Closed.FINISHED)
    Sitting.objects.filter(pk=old.pk).update(
        started_at=timezone.now() - timedelta(days=1), closed_at=timezone.now() - timedelta(days=1)
    )
    assert seats(old.assessment) == {}
    again = started(old.assessment, candidate=old.candidate)
    assert [seat.sitting for seat in seats(old.assessment).values()] == [again]


def test_who_is_enrolled_and_has_not_started_is_on_it() -> None:
    assessment, person = published(), UserFactory()
    course = RequirementFactory(assessment=assessment, lesson=None).course
    CoursePageFactory(course=course)
    EnrolmentFactory(course=course, learner=person)
    EnrolmentFactory(course=course, learner=UserFactory(is_active=False))
    EnrolmentFactory(course=course, learner=started(assessment).candidate)

    found = seats(assessment)

    assert [line.state for line in lines(found.values())] == ["writing", "not started"]
    assert list(found)[1] == person
    assert dict(tiles(list(found.values()))) == {
        "need a look": 0,
        "writing now": 1,
        "waiting to start": 0,
        "not started": 1,
        "finished": 0,
    }


def test_who_waits_in_the_line_is_on_it_also_before_another_attempt() -> None:
    done = started()
    sit.close(sitting_id=done.pk, how=Closed.FINISHED)
    ticket = StartTicketFactory(assessment=done.assessment, candidate=UserFactory())
    StartTicketFactory(assessment=done.assessment, candidate=done.candidate)
    found = seats(done.assessment)
    assert [seat.waiting for seat in found.values()] == [True, True]
    assert ticket.candidate in found
    assert dict(tiles(list(found.values())))["not started"] == 0


class TestScreen:
    """The page."""

    @pytest.fixture
    def sitting(self) -> Sitting:
        return started()

    def test_a_trainer_sees_their_own_cohort_and_nobody_else(self, client: Client, sitting: Sitting) -> None:
        trainer = UserFactory(roles=[Role.TRAINER])
        CohortFactory(members=[sitting.candidate], trainers=[trainer])
        other = started(sitting.assessment).candidate
        body = signed_in(client, trainer).get(address(sitting.assessment)).content.decode()
        assert (str(sitting.candidate) in body, str(other) in body) == (True, False)

    @pytest.mark.parametrize("roles", [[], [Role.ANALYST], [Role.ADMINISTRATOR], [Role.HEAD], [Role.AUTHOR]])
    def test_nobody_else_has_a_board(self, client: Client, sitting: Sitting, roles: list[Role]) -> None:
        assert signed_in(client, UserFactory(roles=roles)).get(address(sitting.assessment)).status_code == 404

    def test_there_is_none_of_what_is_not_published(self, client: Client) -> None:
        assert signed_in(client, office()).get("/tg/assessments/nothing/board/").status_code == 404

    def test_each_look_is_written_down_once_in_ten_minutes(self, client: Client, sitting: Sitting) -> None:
        signed_in(client, office())
        for headers in ({}, {"X-Part": "1"}, {"X-Part": "1"}):
            assert client.get(address(sitting.assessment), headers=headers).status_code == 200
        (look,) = latest(sitting.candidate)
        assert sitting.assessment.title_tg in look.what

    def test_it_holds_neither_answers_nor_points(self, client: Client) -> None:
        sitting = started()
        save(sitting, sit.Saved(4, 0, 1, {"number": "987123"}), sit.Saved(1, 0, 1, right_value(sitting, 1)))
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        body = signed_in(client, office()).get(address(sitting.assessment)).content.decode()
        assert str(sitting.candidate) in body
        for kept in ("987123", right_value(sitting, 1)["choices"][0], "alpha", "percent", "%"):
            assert kept not in body.split("<main")[1].split("</main")[0]

    def test_the_part_is_the_page_without_its_frame(self, client: Client, sitting: Sitting) -> None:
        signed_in(client, office())
        part = client.get(address(sitting.assessment), headers={"X-Part": "1"}).content.decode()
        assert str(sitting.candidate) in part
        assert "<html" not in part
        assert "<h1" not in part

    def test_it_says_what_the_last_rehearsal_came_to(self, client: Client, sitting: Sitting) -> None:
        signed_in(client, office())
        assert "badge-error" not in client.get(address(sitting.assessment)).content.decode()
        RehearsalFactory(assessment=sitting.assessment, go=False)
        assert "badge-error" in client.get(address(sitting.assessment)).content.decode()

    def test_results_and_the_list_lead_to_it(self, client: Client, sitting: Sitting) -> None:
        signed_in(client, office())
        for name, args in (("assessments:named_results", [sitting.assessment.code]), ("assessments:list", [])):
            body = client.get(reverse(name, args=args)).content.decode()
            assert address(sitting.assessment).removeprefix("/en") in body

    @pytest.mark.parametrize("people", [1, 3])
    def test_it_asks_as_little_for_three_as_for_one(
        self, client: Client, django_assert_num_queries: Any, people: int
    ) -> None:
        assessment = published()
        course = CoursePageFactory(course=RequirementFactory(assessment=assessment, lesson=None).course).course
        for number in range(people):
            sitting = started(assessment)
            event(sitting, number, 1, 9)
            EnrolmentFactory(course=course)
        signed_in(client, office())
        client.get(address(assessment))
        with django_assert_num_queries(11):
            client.get(address(assessment), headers={"X-Part": "1"})

    def test_the_rule_of_who_is_expected_is_asked_of_whoever_knows_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assessment, person = published(), UserFactory()
        monkeypatch.setattr(access, "_expected", [lambda assessment: User.objects.filter(pk=person.pk)])
        assert list(seats(assessment)) == [person]
