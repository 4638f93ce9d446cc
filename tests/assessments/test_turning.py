"""One question a page: back and forth, or forward only."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain import sit
from assessments.enums import Closed
from assessments.models import AnswerEvent, Sitting
from tests.assessments.conftest import right_value, save
from tests.factories.assessments import published, started
from tests.factories.people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all")]


def at(sitting: Sitting, name: str = "sitting") -> str:
    return reverse(f"assessments:{name}", args=[sitting.public_id])


def filled(sitting: Sitting, position: int) -> dict[str, Any]:
    """The right answer's fields of one question's page."""
    sitting.refresh_from_db()
    value = right_value(sitting, position)
    own = {"at": str(position), "epoch": str(sitting.epoch)}
    if "places" in value:
        return own | {f"q{position}.{name}": place for name, place in value["places"].items()}
    return own | {f"q{position}": value.get("choices", value.get("number"))}


def shown(reply: Any) -> list[int]:
    return [widget.asked.position for widget in reply.context["widgets"]]


@pytest.mark.parametrize("turning", ["free", "forward"])
def test_from_question_to_question_to_the_result_without_javascript(client: Client, turning: str) -> None:
    sitting = started(published(turning=turning))
    signed_in(client, sitting.candidate)
    assert shown(client.get(at(sitting))) == [1]
    for position in (1, 2, 3):
        following = client.post(at(sitting), {**filled(sitting, position), "do": "next"}).url
        assert shown(client.get(following)) == [position + 1]
    assert client.post(at(sitting), {**filled(sitting, 4), "do": "finish"}).url == at(sitting, "finish")
    assert client.get(at(sitting, "finish")).context["sheet"].unanswered == []
    result = client.get(client.post(at(sitting, "finish")).url)
    assert result.context["score"].percent == 100


class TestBackAndForth:
    def test_going_back_keeps_what_was_said_on_both_pages(self, client: Client) -> None:
        sitting = started(published(turning="free"))
        signed_in(client, sitting.candidate)
        client.post(at(sitting), {**filled(sitting, 1), "do": "next"})

        back = client.post(at(sitting), {**filled(sitting, 2), "do": "back"}).url

        page = client.get(back)
        assert shown(page) == [1]
        assert page.content.decode().count(" checked") == 1
        assert client.get(at(sitting, "finish")).context["sheet"].unanswered == [3, 4]

    @pytest.mark.parametrize(("q", "position"), [("3", 3), ("0", 1), ("99", 4), ("x", 1), ("٣", 1), ("9" * 50, 1)])
    def test_any_address_leads_to_a_question(self, client: Client, q: str, position: int) -> None:
        sitting = started(published(turning="free"))
        signed_in(client, sitting.candidate)
        assert shown(client.get(at(sitting), {"q": q})) == [position]

    def test_a_page_that_says_not_which_question_it_shows_empties_none(self, client: Client) -> None:
        sitting = started(published(turning="free"))
        signed_in(client, sitting.candidate)
        save(sitting, sit.Saved(1, 0, 1, right_value(sitting, 1)))
        client.post(at(sitting), {"do": "next", "epoch": "0"})
        client.post(at(sitting), {"at": "77", "do": "next", "epoch": "0"})
        assert client.get(at(sitting, "finish")).context["sheet"].unanswered == [2, 3, 4]

    def test_the_end_leads_back_to_each_unanswered_question(self, client: Client) -> None:
        sitting = started(published(turning="free"))
        signed_in(client, sitting.candidate)
        body = client.get(at(sitting, "finish")).content.decode()
        assert all(f"{at(sitting)}?q={position}#q{position}" in body for position in (1, 2, 3, 4))


class TestForwardOnly:
    @pytest.fixture
    def sitting(self, client: Client) -> Sitting:
        """One that has come to its second question."""
        sitting = started(published(turning="forward"))
        signed_in(client, sitting.candidate)
        client.post(at(sitting), {**filled(sitting, 1), "do": "next"})
        sitting.refresh_from_db()
        return sitting

    def test_no_address_leads_back_or_ahead(self, client: Client, sitting: Sitting) -> None:
        for q in ("1", "2", "4"):
            assert shown(client.get(at(sitting), {"q": q})) == [2]
        assert "?q=" not in client.get(at(sitting, "finish")).content.decode()

    def test_an_old_page_posted_again_changes_nothing_and_turns_nothing(self, client: Client, sitting: Sitting) -> None:
        before = AnswerEvent.objects.count()
        for do in ("next", "back", "save"):
            client.post(at(sitting), {"at": "1", "epoch": "99", "q1": "", "do": do})
        sitting.refresh_from_db()
        assert (AnswerEvent.objects.count(), sitting.reached) == (before, 2)

    def test_a_double_tap_on_next_skips_nothing(self, client: Client, sitting: Sitting) -> None:
        for _tap in range(2):
            client.post(at(sitting), {"at": "2", "epoch": "0", "do": "next"})
        sitting.refresh_from_db()
        assert sitting.reached == 3

    def test_an_autosave_of_what_was_left_is_refused(self, sitting: Sitting) -> None:
        before = AnswerEvent.objects.count()
        with pytest.raises(sit.WrongQuestion):
            save(sitting, sit.Saved(1, 0, 9, {"choices": []}))
        with pytest.raises(sit.WrongQuestion):
            save(sitting, sit.Saved(1, 0, 9, {"choices": []}), sit.Saved(2, 0, 9, right_value(sitting, 2)))
        assert AnswerEvent.objects.count() == before
        assert save(sitting, sit.Saved(2, 0, 9, right_value(sitting, 2))).saved == 1

    def test_a_save_whose_answer_was_lost_may_be_repeated_after_turning(self, client: Client) -> None:
        sitting = started(published(turning="forward"))
        signed_in(client, sitting.candidate)
        first = sit.Saved(1, 0, 1, right_value(sitting, 1))
        save(sitting, first)
        client.post(at(sitting), {**filled(sitting, 1), "do": "next"})
        assert save(sitting, first).saved == 1

    def test_what_was_left_counts(self, sitting: Sitting) -> None:
        assert sit.close(sitting_id=sitting.pk, how=Closed.FINISHED).score == 1
