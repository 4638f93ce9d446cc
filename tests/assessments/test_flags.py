"""Flags on questions and the overview: without JavaScript, by the page's script, and never after the end."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain import flags, sit
from assessments.enums import Closed
from assessments.models import Flag, Sitting
from tests.assessments.conftest import right_value, save
from tests.factories.assessments import published, started
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all")]


def at(sitting: Sitting, name: str = "sitting") -> str:
    return reverse(f"assessments:{name}", args=[sitting.public_id])


@pytest.fixture
def sitting(client: Client) -> Sitting:
    sitting = started()
    signed_in(client, sitting.candidate)
    return sitting


def stops(reply: Any) -> dict[int, tuple[bool, bool]]:
    return {one.position: (one.whole, one.flagged) for one in reply.context["overview"]}


def test_without_javascript_flags_go_with_the_page_and_come_back(client: Client, sitting: Sitting) -> None:
    save(sitting, sit.Saved(1, 0, 1, right_value(sitting, 1)))
    shown = {"flaggable": ["1", "2", "3"], "epoch": "0", "q1": right_value(sitting, 1)["choices"], "do": "save"}
    client.post(at(sitting), shown | {"f1": "on", "f3": "on"})
    page = client.get(at(sitting))
    assert [stops(page)[n] for n in (1, 2, 3)] == [(True, True), (False, False), (False, True)]
    assert client.get(at(sitting, "finish")).context["flagged"] == [1, 3]
    client.post(at(sitting), shown | {"f1": "on", "flaggable": ["3"]})
    assert flags.of(sitting) == {1}, "only what stood on the page loses its flag"


def test_the_pages_script_puts_and_takes_them_as_often_as_it_likes(client: Client, sitting: Sitting) -> None:
    for said, then in (({"2": True, "1": True}, {1, 2}), ({"2": True}, {1, 2}), ({"1": False, "9999": True}, {2})):
        reply = client.post(at(sitting, "flags"), json.dumps({"f": said}), content_type="application/json")
        assert reply.json() == {"flagged": True}
        assert flags.of(sitting) == then


@pytest.mark.parametrize(
    "body", ["", "[]", '{"f": [1]}', '{"f": {"x": true}}', '{"f": {"1": 1}}', '{"a": 1}', "{" * 99]
)
def test_what_no_page_of_ours_sends_is_refused(client: Client, sitting: Sitting, body: str) -> None:
    assert client.post(at(sitting, "flags"), body, content_type="application/json").status_code == 400
    assert not Flag.objects.exists()


def test_only_ones_own_open_sitting_has_flags(client: Client, sitting: Sitting) -> None:
    body = {"data": json.dumps({"f": {"1": True}}), "content_type": "application/json"}
    client.post(at(sitting, "flags"), **body)
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    assert not Flag.objects.exists(), "what somebody was unsure about is not kept"
    assert client.post(at(sitting, "flags"), **body).status_code == 404
    assert client.post(at(started(), "flags"), **body).status_code == 404
    assert Client().post(at(sitting, "flags"), **body).status_code == 401
    sitting.refresh_from_db()
    flags.put(sitting=sitting, flags={1: True})
    assert not Flag.objects.exists()


def test_the_overview_leads_to_any_question_and_saves_before(client: Client) -> None:
    sitting = started(published(turning="free"), candidate=UserFactory())
    signed_in(client, sitting.candidate)
    page = client.get(at(sitting))
    assert 'value="go4"' in page.content.decode()
    said = {"at": "1", "epoch": "1", "q1": right_value(sitting, 1)["choices"]}
    for do, position in (("go4", 4), ("go99", 4), ("go0", 1), ("go", 1), ("gox", 1)):
        assert client.post(at(sitting), said | {"do": do}).url == f"{at(sitting)}?q={position}", do
    assert sitting.events.filter(position=1).exists()


def test_forward_only_there_is_nothing_to_come_back_to(client: Client) -> None:
    sitting = started(published(turning="forward"), candidate=UserFactory())
    signed_in(client, sitting.candidate)
    page = client.get(at(sitting)).content.decode()
    assert "data-overview" not in page
    assert "flaggable" not in page
    said = {"at": "1", "epoch": "1", "do": "go4"}
    assert client.post(at(sitting), said).url == f"{at(sitting)}?q=1"


def test_enter_in_a_field_saves_and_leads_nowhere(client: Client, sitting: Sitting) -> None:
    page = client.get(at(sitting)).content.decode()
    first = page[page.index("data-sitting") :]
    first = first[first.index("<button") :]
    assert first.startswith('<button type="submit" class="visually-hidden" name="do" value="save"')
