"""The door: opening times, the closing time as every deadline's end, networks; all without a new edition."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import door, sit
from assessments.domain.door import Door
from assessments.domain.publish import publish
from assessments.models import AnswerEvent, Assessment, Sitting
from tests.assessments.conftest import right_value
from tests.factories.assessments import AssessmentFactory, published, started
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all")]
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=ZoneInfo("Asia/Dushanbe"))
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("opens", "closes", "found"),
    [
        (None, None, Door.OPEN),
        (NOW, None, Door.OPEN),
        (NOW + timedelta(seconds=1), None, Door.EARLY),
        (None, NOW + timedelta(seconds=1), Door.OPEN),
        (None, NOW, Door.OVER),
        (NOW - 2 * HOUR, NOW - HOUR, Door.OVER),
    ],
)
def test_the_door_opens_and_shuts_to_the_second(opens: Any, closes: Any, found: Door) -> None:
    assert door.door(Assessment(opens_at=opens, closes_at=closes), NOW) == found


@pytest.mark.parametrize(
    ("minutes", "closes", "ends"),
    [
        (30, None, NOW + timedelta(minutes=30)),
        (30, NOW + HOUR, NOW + timedelta(minutes=30)),
        (90, NOW + HOUR, NOW + HOUR),
        (None, NOW + HOUR, NOW + HOUR),
        (None, None, None),
    ],
)
def test_no_deadline_is_after_the_closing_time(minutes: int | None, closes: Any, ends: Any) -> None:
    assessment = published(minutes=minutes, closes_at=closes)
    sitting = sit.start(assessment=assessment, candidate=UserFactory(), now=NOW)
    assert sitting.deadline_at == ends


def test_extra_time_ends_at_the_closing_time_too() -> None:
    assessment = published(minutes=50, closes_at=NOW + HOUR)
    sitting = sit.start(assessment=assessment, candidate=UserFactory(), extra_minutes=25, now=NOW)
    assert sitting.deadline_at == NOW + HOUR


@pytest.mark.parametrize(
    ("times", "stands"), [({"opens_at": NOW + HOUR}, Door.EARLY), ({"closes_at": NOW - HOUR}, Door.OVER)]
)
def test_outside_its_times_nothing_is_started(times: dict[str, Any], stands: Door) -> None:
    assessment = published(**times)
    with pytest.raises(sit.NotNow) as refusal:
        sit.start(assessment=assessment, candidate=UserFactory(), now=NOW)
    assert refusal.value.door == stands
    assert not Sitting.objects.exists()


def test_who_has_begun_goes_on_when_the_door_is_shut_early() -> None:
    sitting = started(now=NOW)
    Assessment.objects.update(closes_at=NOW + timedelta(minutes=1))
    again = sit.start(assessment=Assessment.objects.get(), candidate=sitting.candidate, now=NOW + timedelta(minutes=2))
    assert again == sitting


def test_times_change_without_a_new_edition() -> None:
    assessment = published()
    Assessment.objects.update(opens_at=NOW, closes_at=NOW + HOUR, shows="points", needs_ticket=True)
    assert publish(assessment_id=assessment.pk, by=None) == assessment.current


@pytest.mark.parametrize("times", [{"opens_at": HOUR}, {"closes_at": -HOUR}], ids=["early", "over"])
def test_the_start_page_says_so_and_the_button_is_refused(client: Client, times: dict[str, Any]) -> None:
    moments = {name: timezone.now() + delta for name, delta in times.items()}
    assessment = published(**moments)
    signed_in(client, UserFactory())

    page = client.get(reverse("assessments:assessment", args=[assessment.code]))

    assert len(page.context["entrance"].sentences) == 1
    assert reverse("assessments:start", args=[assessment.code]) not in page.content.decode()
    refused = client.post(reverse("assessments:start", args=[assessment.code]), follow=True)
    assert len(list(refused.context["messages"])) == 1
    assert not Sitting.objects.exists()


class TestNetworks:
    @pytest.mark.parametrize(
        ("address", "inside"),
        [
            ("10.20.3.4", True),
            ("::ffff:10.20.3.4", True),
            ("10.21.0.1", False),
            ("2001:db8::7", True),
            ("2001:db9::7", False),
            ("nonsense", False),
        ],
    )
    def test_an_address_is_inside_or_not(self, address: str, inside: bool) -> None:
        assert door.is_inside("10.20.0.0/16\n\n 2001:db8::/32 ", address) is inside

    def test_without_a_list_everybody_is_inside(self) -> None:
        assert door.is_inside(" \n", "anything")

    def test_nothing_is_started_from_outside(self, client: Client) -> None:
        assessment = published(networks="10.20.0.0/16")
        signed_in(client, UserFactory())
        at = reverse("assessments:start", args=[assessment.code])

        refused = client.post(at, REMOTE_ADDR="192.0.2.1")

        assert (refused.status_code, Sitting.objects.count()) == (403, 0)
        assert client.post(at, REMOTE_ADDR="10.20.1.1").status_code == 302

    def test_from_outside_neither_the_questions_are_shown_nor_a_page_saved(self, client: Client) -> None:
        sitting = started(published(networks="10.20.0.0/16"))
        signed_in(client, sitting.candidate)
        at = reverse("assessments:sitting", args=[sitting.public_id])

        assert client.get(at, REMOTE_ADDR="192.0.2.1").status_code == 403
        assert client.post(at, {"q4": "12"}, REMOTE_ADDR="192.0.2.1").status_code == 403

        assert not AnswerEvent.objects.exists()
        assert client.get(at, REMOTE_ADDR="10.20.1.1").status_code == 200

    def test_an_autosave_from_outside_is_refused_and_taken_again_from_inside(self, client: Client) -> None:
        sitting = started(published(networks="10.20.0.0/16"))
        signed_in(client, sitting.candidate)
        at = reverse("assessments:answers", args=[sitting.public_id])
        body = {"a": [[1, 0, 1, right_value(sitting, 1)]]}

        outside = client.post(at, body, "application/json", REMOTE_ADDR="192.0.2.1")
        inside = client.post(at, body, "application/json", REMOTE_ADDR="10.20.1.1")

        assert (outside.status_code, inside.status_code, AnswerEvent.objects.count()) == (423, 200, 1)

    def test_what_was_saved_can_be_handed_in_from_anywhere(self, client: Client) -> None:
        sitting = started(published(networks="10.20.0.0/16"))
        signed_in(client, sitting.candidate)
        client.post(reverse("assessments:finish", args=[sitting.public_id]), REMOTE_ADDR="192.0.2.1")
        sitting.refresh_from_db()
        assert sitting.closed_at


def test_an_assessment_closes_after_it_opens() -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        AssessmentFactory(opens_at=NOW, closes_at=NOW)
