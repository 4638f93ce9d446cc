"""The line before the start: so many in ten seconds, first come first served, and nobody who left blocks anybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import sit, start_line
from assessments.domain.start_line import AWAY, KEPT, WINDOW, Place
from assessments.enums import Closed
from assessments.models import Assessment, Sitting, StartTicket
from people.models import User
from tests.factories.assessments import published
from tests.factories.people import UserFactory, signed_in

SECOND = timedelta(seconds=1)


def admitted(assessment: Assessment, people: list[User], **more: Any) -> list[int | None]:
    """Each asks to start, one after the other: None for who has started, else their place."""
    found = [start_line.start(assessment=assessment, candidate=person, **more) for person in people]
    return [one.number if isinstance(one, Place) else None for one in found]


@pytest.mark.django_db
class TestLine:
    """Two starts in ten seconds."""

    @pytest.fixture(autouse=True)
    def _two(self, settings: Any) -> None:
        settings.SITTING_STARTS_PER_10S = 2

    @pytest.fixture
    def people(self) -> list[User]:
        return UserFactory.create_batch(5)

    def test_who_comes_first_starts_and_the_others_know_their_place(self, people: list[User]) -> None:
        assert admitted(published(), people) == [None, None, 1, 2, 3]

    def test_the_line_moves_in_its_order_whoever_asks_first(self, people: list[User]) -> None:
        assessment, now = published(), timezone.now()
        admitted(assessment, people, now=now)
        later = now + WINDOW + SECOND
        assert admitted(assessment, people[:1:-1], now=later) == [1, None, None]
        assert admitted(assessment, people[4:], now=later + WINDOW + SECOND) == [None]

    def test_the_clock_starts_when_they_are_let_in(self, people: list[User]) -> None:
        assessment, now = published(minutes=15), timezone.now()
        admitted(assessment, people[:3], now=now)
        later = now + timedelta(seconds=20)
        admitted(assessment, [people[2]], now=later)
        assert Sitting.objects.get(candidate=people[2]).deadline_at == later + timedelta(minutes=15)

    def test_asking_again_keeps_the_place(self, people: list[User]) -> None:
        assessment = published()
        admitted(assessment, people)
        assert admitted(assessment, [people[3]] * 5) == [2] * 5

    def test_one_line_for_all_assessments(self, people: list[User]) -> None:
        admitted(published(), people[:3])
        assert admitted(published(), people[3:]) == [2, 3]

    def test_who_went_away_blocks_nobody_and_is_back_at_their_place(self, people: list[User]) -> None:
        assessment, now = published(), timezone.now()
        admitted(assessment, people, now=now)
        later = now + AWAY + SECOND
        assert admitted(assessment, [people[4]], now=later) == [None], "those before have not been seen"
        assert admitted(assessment, people[2:4], now=later + SECOND) == [None, 1]

    def test_after_a_while_the_place_is_gone(self, people: list[User]) -> None:
        assessment, now = published(), timezone.now()
        admitted(assessment, people, now=now)
        assert start_line.forget_old(now=now + KEPT + SECOND) == 5
        assert not StartTicket.objects.exists()

    def test_going_on_needs_no_turn(self, people: list[User]) -> None:
        assessment = published()
        admitted(assessment, people)
        assert admitted(assessment, people[:2]) == [None, None]
        assert Sitting.objects.count() == 2

    def test_another_attempt_needs_a_turn_of_its_own(self, people: list[User]) -> None:
        assessment = published()
        admitted(assessment, people[:2])
        sit.close(sitting_id=Sitting.objects.get(candidate=people[0]).pk, how=Closed.FINISHED)
        admitted(assessment, people[2:4])
        assert admitted(assessment, people[:1]) == [2]

    def test_who_has_no_attempt_left_is_told_at_once(self, people: list[User]) -> None:
        assessment = published(max_sittings=1)
        admitted(assessment, people)
        sit.close(sitting_id=Sitting.objects.get(candidate=people[0]).pk, how=Closed.FINISHED)
        with pytest.raises(sit.NoSittingsLeft):
            start_line.start(assessment=assessment, candidate=people[0])

    def test_a_long_line_is_told_how_long_and_asks_seldom(self) -> None:
        assert start_line._place(0).is_turn
        assert [(p.seconds, p.again) for p in map(start_line._place, (1, 3, 100))] == [(10, 5), (20, 10), (500, 10)]
        assert timedelta(seconds=start_line.LATEST * 2) < AWAY

    @pytest.mark.parametrize("people", [1, 3])
    def test_a_longer_line_costs_no_more(self, django_assert_num_queries: Any, people: int) -> None:
        assessment, last = published(), UserFactory()
        admitted(assessment, [*UserFactory.create_batch(2 + people), last])
        statements = 7 if connection.vendor == "postgresql" else 6
        with django_assert_num_queries(statements):
            assert start_line.ask(assessment=assessment, candidate=last).number == people + 1


@pytest.mark.django_db
def test_without_a_limit_there_is_no_line(settings: Any) -> None:
    settings.SITTING_STARTS_PER_10S = 0
    assert admitted(published(), UserFactory.create_batch(3)) == [None] * 3
    assert not StartTicket.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("open_to_all")
class TestScreen:
    """The page of the line."""

    @pytest.fixture
    def assessment(self, settings: Any) -> Assessment:
        """Full: one start in ten seconds, and somebody has just had it."""
        settings.SITTING_STARTS_PER_10S = 1
        assessment = published()
        start_line.start(assessment=assessment, candidate=UserFactory())
        return assessment

    def urls(self, assessment: Assessment) -> list[str]:
        names = ("assessment", "start", "waiting")
        return [reverse(f"assessments:{name}", args=[assessment.code]) for name in names]

    def room(self) -> None:
        """Ten seconds later."""
        StartTicket.objects.exclude(admitted_at=None).update(
            admitted_at=timezone.now() - WINDOW - SECOND, asked_at=timezone.now() - KEPT
        )

    def test_from_the_line_into_the_sitting_without_javascript(self, client: Client, assessment: Assessment) -> None:
        _rules, start, waiting = self.urls(assessment)
        signed_in(client, UserFactory())
        assert client.post(start).url == waiting
        page = client.get(waiting)
        assert page.context["place"] == Place(number=1, seconds=10, again=5)
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.content.decode()
        assert Sitting.objects.count() == 1

        self.room()
        page = client.get(waiting)
        assert page.context["place"].is_turn
        assert "http-equiv" not in page.content.decode()
        assert Sitting.objects.count() == 1, "looking begins nothing"
        assert client.get(client.post(start).url).status_code == 200
        assert Sitting.objects.count() == 2

    def test_the_part_is_the_page_without_its_frame(self, client: Client, assessment: Assessment) -> None:
        _rules, start, waiting = self.urls(assessment)
        signed_in(client, UserFactory())
        client.post(start)
        part = client.get(waiting, headers={"X-Part": "1"}).content.decode()
        assert 'data-again="5"' in part
        assert "<html" not in part

    def test_who_never_asked_is_led_to_the_rules_and_put_into_no_line(
        self, client: Client, assessment: Assessment
    ) -> None:
        rules, _start, waiting = self.urls(assessment)
        signed_in(client, UserFactory())
        assert client.get(waiting).url == rules
        assert StartTicket.objects.count() == 1

    def test_opened_again_after_the_end_it_begins_nothing(self, client: Client, assessment: Assessment) -> None:
        rules, start, waiting = self.urls(assessment)
        signed_in(client, UserFactory())
        client.post(start)
        self.room()
        client.get(waiting)
        client.post(start)
        assert client.get(waiting).url == rules, "while it is open"
        sit.close(sitting_id=Sitting.objects.latest("id").pk, how=Closed.FINISHED)
        assert client.get(waiting).url == rules, "after the end"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_for_five_places_are_five(settings: Any) -> None:
    from tests.assessments.test_races import at_once

    settings.SITTING_STARTS_PER_10S = 5
    assessment, people = published(), UserFactory.create_batch(20)

    found = at_once(*[lambda p=person: start_line.start(assessment=assessment, candidate=p) for person in people])

    assert Sitting.objects.count() == sum(isinstance(one, Sitting) for one in found) == 5
    places = [one.number for one in found if isinstance(one, Place)]
    assert len(places) == 15
    assert max(places) == 15


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_taps_of_one_person_are_one_place(settings: Any) -> None:
    from tests.assessments.test_races import at_once

    settings.SITTING_STARTS_PER_10S = 1
    assessment, person = published(), UserFactory()
    start_line.start(assessment=assessment, candidate=UserFactory())

    found = at_once(*[lambda: start_line.start(assessment=assessment, candidate=person)] * 10)

    assert found == [Place(number=1, seconds=10, again=5)] * 10
