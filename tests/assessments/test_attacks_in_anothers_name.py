"""Rows 41 and 42 of the attack list: answers of somebody else's phone, and acting as somebody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from assessments.domain import sit
from assessments.enums import Closed
from assessments.models import AnswerEvent, Sitting
from people.enums import Role
from tests.assessments.conftest import all_right, right_value
from tests.assessments.test_assessment_attacks import page, post_answers
from tests.factories.assessments import QuestionFactory, published, started
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all")]
ACTING_AS = ("impersonat", "hijack", "masquerade", "login-as", "login_as", "view-as", "sudo")


@pytest.fixture
def sitting() -> Sitting:
    return started()


def test_attack_41_answers_left_by_another_do_not_count_in_ones_own_sitting(client: Client) -> None:
    """Taken out of the phone's memory and sent under one's own name: its choices have other names here."""
    quiz = published([QuestionFactory(), QuestionFactory()])
    theirs, mine = started(quiz), started(quiz)
    signed_in(client, mine.candidate)
    left = [[position, 0, position, value] for position, _epoch, _counter, value in all_right(theirs)]

    post_answers(client, mine, *left)

    assert sit.close(sitting_id=mine.pk, how=Closed.FINISHED).score == 0
    assert not AnswerEvent.objects.filter(sitting=theirs).exists()


def test_attack_41_a_batch_says_nothing_of_whose_it_is(client: Client, sitting: Sitting) -> None:
    """An owner written into it is not looked at: the sitting's own candidate is."""
    thief = UserFactory()
    signed_in(client, thief)
    entry = [1, 0, 1, right_value(sitting, 1)]
    named = {"owner": sitting.candidate.pk, "user": sitting.candidate.pk, "candidate": sitting.candidate.pk}

    reply = post_answers(client, sitting, entry, **named)

    assert (reply.status_code, AnswerEvent.objects.count()) == (404, 0)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.OFFICE, Role.ADMINISTRATOR])
@pytest.mark.parametrize("name", ["sitting", "answers", "finish", "result"])
def test_attack_42_nobody_sits_in_a_cadets_place(client: Client, sitting: Sitting, role: Role, name: str) -> None:
    above = UserFactory(roles=[role])
    CohortFactory(members=[sitting.candidate], trainers=[above])
    signed_in(client, above)

    replies: list[Any] = [client.get(page(name, sitting))]
    if name != "result":
        replies.append(post_answers(client, sitting, [1, 0, 1, right_value(sitting, 1)]))
        replies.append(client.post(page(name, sitting), {"epoch": "1", "q1": "x", "do": "finish"}))

    sitting.refresh_from_db()
    assert {reply.status_code for reply in replies} <= {400, 404}
    assert 404 in {reply.status_code for reply in replies}
    assert (sitting.closed_at, sitting.epoch, AnswerEvent.objects.count()) == (None, 0, 0)


def test_attack_42_there_is_no_way_to_act_as_somebody_else() -> None:
    names = [str(name).lower() for name in get_resolver().reverse_dict]
    patterns = [str(pattern.pattern).lower() for pattern in get_resolver().url_patterns]
    assert reverse("account_login")
    assert not [one for one in [*names, *patterns] for word in ACTING_AS if word in one]
