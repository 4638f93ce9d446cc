"""Three steps for a trainer: the questions with their keys, who changes, done; and who else gets nowhere."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments import access
from assessments.models import Assessment, KeyCorrection, Question
from people.domain.grant import grant
from people.enums import Role
from people.looks import looks_at
from people.models import User
from tests.assessments.test_regrade import make_right, sat, scores
from tests.factories.assessments import AssessmentFactory, QuestionFactory, published
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def trainer() -> User:
    person = UserFactory()
    grant(user=person, role=Role.TRAINER, by=None)
    return person


@pytest.fixture
def cms(client: Client, trainer: User) -> Client:
    client.cookies["django_language"] = "en"
    return signed_in(client, trainer)


@pytest.fixture
def question() -> Question:
    return QuestionFactory()


@pytest.fixture
def quiz(question: Question) -> Assessment:
    return published([question])


def look(quiz: Assessment, question: Question, how: str = "bank") -> str:
    return reverse("assessments_put_right", args=[quiz.pk, question.pk, how])


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_from_the_list_to_corrected_results_in_three_steps(
    cms: Client, trainer: User, quiz: Assessment, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    up, down, stranger = sat(quiz, 2), sat(quiz, 1), sat(quiz, 2)
    CohortFactory(members=[up.candidate, down.candidate], trainers=[trainer])
    held = {down.candidate_id: ["PA-2026-000007"]}
    monkeypatch.setattr(
        access, "_certificates", [lambda people, _assessment: {pk: held[pk] for pk in people if pk in held}]
    )
    make_right(question, "beta")
    keys = reverse("assessments_keys", args=[quiz.pk])
    assert keys in cms.get(reverse("wagtailsnippets_assessments_assessment:list")).content.decode()
    assert keys in cms.get(reverse("assessments_publish", args=[quiz.pk])).content.decode()

    first = cms.get(keys).content.decode()
    assert look(quiz, question) in first
    assert "beta [en]" in first

    second = cms.get(look(quiz, question)).content.decode()
    for part in ("3 results change", "2 are passed now", "1 is not passed any more", "PA-2026-000007: the office"):
        assert part in second
    assert str(up.candidate) in second
    assert str(stranger.candidate) not in second
    assert "1 of them is a person whom you don't train" in second
    assert [looks_at(one.candidate).count() for one in (up, down, stranger)] == [1, 1, 0]

    posted = {"seen": seen(second), "reason": "Beta was always right."}
    third = cms.post(look(quiz, question), posted, follow=True).content.decode()
    assert "3 results were corrected" in third
    assert "Beta was always right." in third
    assert scores([up, down, stranger]) == [(1, True, 2), (0, False, 2), (1, True, 2)]

    again = cms.post(look(quiz, question), posted, follow=True).content.decode()
    assert "nothing changed" in again
    assert "nothing to put right" in cms.get(look(quiz, question)).content.decode()
    assert look(quiz, question, "frozen") in third


def test_a_reason_is_asked_for_and_a_changed_question_is_looked_at_again(
    cms: Client, quiz: Assessment, question: Question
) -> None:
    sat(quiz, 2)
    make_right(question, "beta")
    page = cms.get(look(quiz, question)).content.decode()
    refused = cms.post(look(quiz, question), {"seen": seen(page), "reason": "  "})
    assert refused.status_code == 422
    make_right(question, "gamma")
    told = cms.post(look(quiz, question), {"seen": seen(page), "reason": "x"}, follow=True).content.decode()
    assert "Look once more" in told
    assert not KeyCorrection.objects.exists()


def test_whose_result_was_corrected_is_told_at_home_in_the_list_and_on_the_result(
    cms: Client, quiz: Assessment, question: Question
) -> None:
    sitting = sat(quiz, 2)
    make_right(question, "beta")
    page = cms.get(look(quiz, question)).content.decode()
    cms.post(look(quiz, question), {"seen": seen(page), "reason": "Beta was always right."})
    mine = signed_in(Client(), sitting.candidate)
    for address in ("/en/", "/en/me/", "/en/results/", f"/en/sittings/{sitting.public_id}/result/"):
        assert "Beta was always right." in mine.get(address).content.decode(), address
    assert "Before, it was 0 of 1: not passed." in mine.get(address).content.decode()
    page = signed_in(Client(), sat(quiz, 2).candidate).get("/en/").content.decode()
    assert "Beta" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_costs_the_same_for_one_and_for_three(
    cms: Client, trainer: User, rows: int, django_assert_num_queries: Any
) -> None:
    question = QuestionFactory()
    quiz = published([question])
    sittings = [sat(quiz, 2) for _ in range(rows)]
    CohortFactory(members=[sitting.candidate for sitting in sittings], trainers=[trainer])
    make_right(question, "beta")
    cms.get(look(quiz, question))
    with django_assert_num_queries(LOOKING):
        cms.get(look(quiz, question))


@pytest.mark.parametrize("count", [1, 3])
def test_the_questions_cost_the_same_for_one_and_for_three(
    cms: Client, count: int, django_assert_num_queries: Any
) -> None:
    quiz = published([QuestionFactory() for _ in range(count)])
    cms.get(reverse("assessments_keys", args=[quiz.pk]))
    with django_assert_num_queries(LISTING):
        cms.get(reverse("assessments_keys", args=[quiz.pk]))


@pytest.mark.parametrize("roles", [[], [Role.AUTHOR], [Role.OFFICE], [Role.HEAD], [Role.ANALYST]])
def test_attack_33_nobody_else_puts_keys_right(
    client: Client, quiz: Assessment, question: Question, roles: list[str]
) -> None:
    person = UserFactory()
    for role in roles:
        grant(user=person, role=role, by=None) if role != Role.HEAD else None
    signed_in(client, person)
    for address in (reverse("assessments_keys", args=[quiz.pk]), look(quiz, question)):
        assert client.get(address).status_code in (302, 403, 404)
        assert client.post(address, {"seen": "0" * 16, "reason": "x"}).status_code in (302, 403, 404, 405)
    assert not KeyCorrection.objects.exists()


def test_attack_27_looking_changes_nothing(cms: Client, quiz: Assessment, question: Question) -> None:
    sat(quiz, 2)
    make_right(question, "beta")
    cms.get(look(quiz, question), {"reason": "x", "seen": "y"})
    assert not KeyCorrection.objects.exists()


def test_what_does_not_exist_is_not_found(cms: Client, quiz: Assessment, question: Question) -> None:
    other, draft = QuestionFactory(), AssessmentFactory()
    for address in (look(quiz, other), look(quiz, question, "else"), reverse("assessments_keys", args=[draft.pk])):
        assert cms.get(address, follow=True).status_code == 404


LOOKING, LISTING = 26, 19
