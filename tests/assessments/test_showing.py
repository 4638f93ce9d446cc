"""What is shown of a closed sitting, and from when on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import resit, showing, sit
from assessments.domain.publish import publish
from assessments.domain.showing import Shown
from assessments.enums import Closed
from assessments.models import Assessment, Sitting
from tests.assessments.conftest import right_value, save
from tests.factories.assessments import published, started
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all")]
HOUR = timedelta(hours=1)


def closed(assessment: Assessment | None = None) -> Sitting:
    """A closed sitting whose first answer is right and whose others are missing."""
    sitting = started(assessment)
    save(sitting, sit.Saved(1, 0, 1, right_value(sitting, 1)))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    return Sitting.objects.select_related("assessment").get(pk=sitting.pk)


def page(client: Client, sitting: Sitting) -> Any:
    signed_in(client, sitting.candidate)
    return client.get(reverse("assessments:result", args=[sitting.public_id]))


@pytest.mark.parametrize(
    ("shows", "shown"), [("points", Shown.POINTS), ("answers", Shown.ANSWERS), ("everything", Shown.EVERYTHING)]
)
def test_a_quiz_shows_as_much_as_it_says(client: Client, shows: str, shown: Shown) -> None:
    sitting = closed(published(shows=shows))
    assert showing.of(sitting) == shown

    reply = page(client, sitting)

    reviewed = reply.context["reviewed"]
    assert reply.context["score"].text
    assert len(reviewed) == (4 if shown >= Shown.ANSWERS else 0)
    assert any(bool(one.right) for one in reviewed) is (shown == Shown.EVERYTHING)
    assert ("KEPT-BACK" in reply.content.decode()) is (shown == Shown.EVERYTHING)


@pytest.mark.parametrize("when", ["closed", "never"])
def test_what_is_not_shown_yet_is_on_no_page_of_the_candidate(client: Client, when: str) -> None:
    sitting = closed(published(shows_when=when, closes_at=timezone.now() + HOUR, max_sittings=3))
    reply = page(client, sitting)

    assert "score" not in reply.context
    assert reply.context["kept"]
    listed = client.get(reverse("assessments:results"))
    assert [row.score for row in listed.context["rows"]] == [None]
    start = client.get(reverse("assessments:assessment", args=[sitting.assessment.code]))
    assert [attempt.score for attempt in start.context["attempts"]] == [None]
    assert client.get(reverse("people:me")).content.decode().count(str(sitting.public_id)) == 1


def test_after_the_closing_time_it_is_shown(client: Client) -> None:
    sitting = closed(published(shows_when="closed", closes_at=timezone.now() + HOUR))
    assert showing.of(sitting) == Shown.NOTHING
    assert showing.of(sitting, timezone.now() + 2 * HOUR) == Shown.EVERYTHING


def test_a_quiz_waits_for_the_attempt_that_is_open() -> None:
    sitting = closed(published(max_sittings=2))
    sit.start(assessment=sitting.assessment, candidate=sitting.candidate)
    assert showing.of(sitting) == Shown.POINTS


class TestExaminations:
    def exam(self, **more: Any) -> Assessment:
        return published(kind="exam", max_sittings=1, **more)

    @pytest.mark.parametrize("shows", ["answers", "everything"])
    def test_without_a_closing_time_only_points_are_shown(self, shows: str) -> None:
        sitting = closed(self.exam(shows=shows))
        assert showing.of(sitting, timezone.now() + timedelta(days=900)) == Shown.POINTS

    def test_keys_wait_for_the_closing_time_and_for_the_last_sitting(self) -> None:
        exam = self.exam(closes_at=timezone.now() + HOUR)
        sitting, late = closed(exam), started(exam)
        after = timezone.now() + 2 * HOUR
        assert [showing.of(sitting), showing.of(sitting, after)] == [Shown.POINTS, Shown.POINTS]
        sit.close(sitting_id=late.pk, how=Closed.TIME)
        assert [showing.of(sitting), showing.of(sitting, after)] == [Shown.POINTS, Shown.EVERYTHING]

    def test_keys_wait_for_a_re_sit_with_the_same_questions(self) -> None:
        exam = self.exam(closes_at=timezone.now() + HOUR)
        sitting, after = closed(exam), timezone.now() + 2 * HOUR
        again = resit.make(assessment=exam, by=UserFactory())
        assert showing.of(sitting, after) == Shown.EVERYTHING
        publish(assessment_id=again.pk, by=None)
        assert showing.of(sitting, after) == Shown.POINTS
        Assessment.objects.filter(pk=again.pk).update(closes_at=after - timedelta(minutes=1))
        assert showing.of(sitting, after) == Shown.EVERYTHING

    def test_a_draft_that_becomes_a_quiz_shows_nothing_more_of_the_examination(self) -> None:
        sitting = closed(self.exam())
        Assessment.objects.update(kind="quiz")
        sitting.assessment.refresh_from_db()
        assert showing.of(sitting) == Shown.POINTS

    def test_the_page_says_that_more_comes_later(self, client: Client) -> None:
        assert page(client, closed(self.exam(closes_at=timezone.now() + HOUR))).context["waits"]
        assert "KEPT-BACK" not in page(client, closed(self.exam())).content.decode()
