"""The screens of a sitting, as a candidate without JavaScript walks through them; results; results by name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments import access
from assessments.domain import results, sit
from assessments.domain.post import save_page
from assessments.enums import Closed
from assessments.kinds.base import Form
from assessments.models import AnswerEvent, Sitting
from people.enums import Role
from people.models import User
from tests.assessments.conftest import all_right, right_value, save, wrong_value
from tests.factories.assessments import published, started
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all")]


def fields(sitting: Sitting, wrong: tuple[int, ...] = ()) -> dict[str, Any]:
    """A posted form that answers everything, rightly but for `wrong`."""
    found: dict[str, Any] = {"epoch": str(sitting.epoch)}
    for position in range(1, sitting.length + 1):
        value = (wrong_value if position in wrong else right_value)(sitting, position)
        if "places" in value:
            found |= {f"q{position}.{name}": place for name, place in value["places"].items()}
        else:
            found[f"q{position}"] = value.get("choices", value.get("number"))
    return found


def closed(user: User, **more: Any) -> Sitting:
    sitting = started(candidate=user, **more)
    save(sitting, *all_right(sitting))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    return sitting


def test_from_the_rules_to_the_result_without_javascript(client: Client) -> None:
    assessment, person = published(max_sittings=2), UserFactory()
    signed_in(client, person)
    rules = client.get(reverse("assessments:assessment", args=[assessment.code]))
    assert rules.status_code == 200

    at = client.post(reverse("assessments:start", args=[assessment.code])).url
    assert client.get(at).status_code == 200
    sitting = Sitting.objects.get()
    assert client.post(at, {**fields(sitting, wrong=(3,)), "do": "save"}).url == at
    assert client.get(at).content.decode().count("checked") == 3
    sitting.refresh_from_db()
    finish = client.post(at, {**fields(sitting, wrong=(3,)), "do": "finish"}).url
    assert finish == reverse("assessments:finish", args=[sitting.public_id])
    assert client.get(finish).status_code == 200
    result = client.get(client.post(finish).url)

    assert result.context["score"].percent == 75
    assert result.context["score"].passed
    assert [one.is_right for one in result.context["reviewed"]] == [True, True, False, True]
    assert client.get(at).url == reverse("assessments:result", args=[sitting.public_id])
    assert client.get(reverse("assessments:assessment", args=[assessment.code])).context["left"] == 1


def test_the_finish_page_names_what_is_unanswered(client: Client) -> None:
    sitting = started()
    save(sitting, sit.Saved(2, 0, 1, right_value(sitting, 2)), sit.Saved(4, 0, 2, {"number": "dozen"}))
    signed_in(client, sitting.candidate)
    body = client.get(reverse("assessments:finish", args=[sitting.public_id])).content.decode()
    at = reverse("assessments:sitting", args=[sitting.public_id])
    assert [f"{at}#q{n}" in body for n in (1, 2, 3, 4)] == [True, False, True, True]


def test_what_is_no_number_is_kept_and_marked(client: Client) -> None:
    sitting = started()
    signed_in(client, sitting.candidate)
    at = reverse("assessments:sitting", args=[sitting.public_id])
    client.post(at, {"q4": "dozen", "epoch": "0"})
    body = client.get(at).content.decode()
    assert 'value="dozen"' in body
    assert 'aria-invalid="true"' in body


@pytest.mark.parametrize("language", ["tg", "ru", "en"])
def test_every_screen_in_every_language(client: Client, language: str) -> None:
    sitting = started()
    signed_in(client, sitting.candidate)
    with translation.override(language):
        urls = [
            reverse("assessments:assessment", args=[sitting.assessment.code]),
            reverse("assessments:sitting", args=[sitting.public_id]),
            reverse("assessments:finish", args=[sitting.public_id]),
        ]
    assert [client.get(url).status_code for url in urls] == [200, 200, 200]
    shown = client.get(urls[1]).content.decode()
    assert f"alpha [{language}]" in shown


def test_no_attempts_left_is_said(client: Client) -> None:
    sitting = closed(UserFactory(), assessment=published(max_sittings=1))
    signed_in(client, sitting.candidate)
    url = reverse("assessments:start", args=[sitting.assessment.code])
    reply = client.post(url, follow=True)
    assert reply.status_code == 200
    assert reply.context["left"] == 0
    assert url not in reply.content.decode()


def test_the_way_back_is_asked_of_whoever_knows_it(client: Client) -> None:
    sitting = closed(UserFactory())
    access.register_home(lambda user, assessment: ("/tg/courses/x/", "Курси нав"))
    signed_in(client, sitting.candidate)
    assert (
        'href="/tg/courses/x/"' in client.get(reverse("assessments:result", args=[sitting.public_id])).content.decode()
    )


class TestPostedPage:
    """Two pages of one sitting: what somebody has changed is saved, what they left alone overwrites nothing."""

    def forms(self, sitting: Sitting, **numbers: str) -> dict[int, Form]:
        return {4: Form({"": [numbers["four"]]})}

    def test_an_old_page_does_not_overwrite_what_it_never_changed(self) -> None:
        sitting = started()
        person = sitting.candidate
        save(sitting, sit.Saved(4, 0, 1, {"number": "1"}))
        old = sit.resume(public_id=sitting.public_id, candidate=person).epoch
        new = sit.resume(public_id=sitting.public_id, candidate=person).epoch
        save(sitting, sit.Saved(4, new, 1, {"number": "2"}))

        receipt = save_page(sitting=sitting, page_epoch=old, posted=self.forms(sitting, four="1"))

        assert receipt.saved == 0
        assert AnswerEvent.objects.count() == 2

    def test_what_an_old_page_did_change_wins_because_it_was_just_sent(self) -> None:
        sitting = started()
        old = sit.resume(public_id=sitting.public_id, candidate=sitting.candidate).epoch
        new = sit.resume(public_id=sitting.public_id, candidate=sitting.candidate).epoch
        save(sitting, sit.Saved(4, new, 1, {"number": "2"}))
        save_page(sitting=sitting, page_epoch=old, posted=self.forms(sitting, four="12,5"))
        assert sit.close(sitting_id=sitting.pk, how=Closed.FINISHED).score == 1

    def test_what_the_script_has_saved_is_not_saved_again(self) -> None:
        sitting = started()
        epoch = sit.resume(public_id=sitting.public_id, candidate=sitting.candidate).epoch
        save(sitting, sit.Saved(4, epoch, 1, {"number": "7"}))
        assert save_page(sitting=sitting, page_epoch=epoch, posted=self.forms(sitting, four="7")).saved == 0

    def test_an_answer_can_be_taken_back(self) -> None:
        sitting = started()
        save_page(sitting=sitting, page_epoch=0, posted=self.forms(sitting, four="12,5"))
        sitting.refresh_from_db()
        save_page(sitting=sitting, page_epoch=sitting.epoch, posted={})
        assert sit.close(sitting_id=sitting.pk, how=Closed.FINISHED).score == 0


class TestMyResults:
    @pytest.mark.parametrize("rows", [1, 3])
    def test_lists_current_results_in_a_fixed_number_of_queries(
        self, client: Client, rows: int, django_assert_num_queries: Any
    ) -> None:
        person = UserFactory()
        for _ in range(rows):
            closed(person)
        closed(UserFactory())
        signed_in(client, person)
        url = reverse("assessments:results")
        client.get(url)
        with django_assert_num_queries(MINE):
            reply = client.get(url)
        assert len(reply.context["rows"]) == rows

    def test_says_when_there_are_none(self, client: Client) -> None:
        assert signed_in(client, UserFactory()).get(reverse("assessments:results")).status_code == 200

    def test_passed_asks_once_for_all(self, django_assert_num_queries: Any) -> None:
        person = UserFactory()
        passed, failed = closed(person), started(candidate=person)
        sit.close(sitting_id=failed.pk, how=Closed.FINISHED)
        both = [passed.assessment, failed.assessment]
        with django_assert_num_queries(1):
            assert results.passed(candidate=person, assessments=both) == {passed.assessment_id}


class TestResultsByName:
    @pytest.fixture
    def cohort(self) -> Any:
        assessment, trainer = published(), UserFactory(roles=[Role.TRAINER])
        members = UserFactory.create_batch(3)
        CohortFactory(members=members, trainers=[trainer])
        return assessment, trainer, members

    @pytest.mark.parametrize("rows", [1, 3])
    def test_a_trainer_sees_their_own_cohorts_and_each_look_is_written_down(
        self, client: Client, cohort: Any, rows: int, django_assert_num_queries: Any
    ) -> None:
        from people.looks import looks_at

        assessment, trainer, members = cohort
        stranger = closed(UserFactory(), assessment=assessment).candidate
        for member in members[:rows]:
            closed(member, assessment=assessment)
        signed_in(client, trainer)
        url = reverse("assessments:named_results", args=[assessment.code])
        first = client.get(url)
        with django_assert_num_queries(NAMED):
            client.get(url)

        assert {row.sitting.candidate for row in first.context["rows"]} == set(members[:rows])
        assert [looks_at(member).count() for member in members] == [int(i < rows) for i in range(3)]
        assert not looks_at(stranger).exists()

    def test_attack_12_another_trainer_sees_nobody(self, client: Client, cohort: Any) -> None:
        assessment, _trainer, members = cohort
        closed(members[0], assessment=assessment)
        signed_in(client, UserFactory(roles=[Role.TRAINER]))
        reply = client.get(reverse("assessments:named_results", args=[assessment.code]))
        assert (reply.status_code, reply.context["rows"]) == (200, [])

    @pytest.mark.parametrize("roles", [[], [Role.HEAD], [Role.ANALYST], [Role.ADMINISTRATOR]])
    @pytest.mark.parametrize("name", ["list", "named_results"])
    def test_nobody_else_gets_in(self, client: Client, cohort: Any, roles: list[str], name: str) -> None:
        signed_in(client, UserFactory(roles=roles))
        args = [cohort[0].code] if name == "named_results" else []
        assert client.get(reverse(f"assessments:{name}", args=args)).status_code == 404

    def test_the_office_sees_everybody(self, client: Client, cohort: Any) -> None:
        assessment, _trainer, members = cohort
        closed(members[0], assessment=assessment)
        signed_in(client, UserFactory(roles=[Role.OFFICE]))
        assert client.get(reverse("assessments:list")).status_code == 200
        assert len(client.get(reverse("assessments:named_results", args=[assessment.code])).context["rows"]) == 1


MINE = 5
NAMED = 8
