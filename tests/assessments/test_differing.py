"""Two marks too far apart: a third person, who has given neither, decides."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain import demo, marking, sit
from assessments.domain.publish import publish
from assessments.enums import Closed, MarkPart
from assessments.models import Answer, Assessment, Question, Result
from people.models import User
from tests.assessments.test_every_kind import place, trainer_of
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all", "english")]


@pytest.fixture
def markers() -> tuple[User, User, User]:
    """Of an essay worth 1: the first gave 0.8, the second has yet to mark it, the third will never be asked to."""
    demo.load_demo()
    practice, person = Assessment.objects.get(code="cp-practice"), UserFactory()
    Question.objects.filter(key="practice-essay").update(details={"second": "100"})
    publish(assessment_id=practice.pk, by=None)
    sitting = sit.start(assessment=Assessment.objects.get(pk=practice.pk), candidate=person)
    entry = sit.Saved(place(sitting, "essay"), 0, 1, {"text": "Матн"})
    sit.save(public_id=sitting.public_id, candidate=person, batch=[entry])
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    one, other, third = (trainer_of(person) for _ in range(3))
    give(one, MarkPart.FIRST, "0.8")
    return one, other, third


def essay() -> Answer:
    return Answer.objects.get(item__answering="essay")


def give(marker: User, part: MarkPart, points: str) -> None:
    marking.mark(answer_id=essay().pk, part=part, marker=marker, criteria=[], points=Decimal(points), comment="Хуб")


@pytest.mark.parametrize(("second", "apart"), [("0.7", False), ("0.69", True), ("0.9", False), ("0.91", True)])
def test_a_tenth_of_the_points_is_near_enough(markers: tuple[User, ...], second: str, apart: bool) -> None:
    one, other, third = markers
    assert not marking.differing(third).exists()
    give(other, MarkPart.SECOND, second)
    assert marking.differing(third).exists() is apart
    assert not marking.differing(one).exists()
    assert not marking.differing(other).exists()
    assert not marking.differing(trainer_of(UserFactory())).exists()


def test_the_third_mark_counts_and_is_given_once(client: Client, markers: tuple[User, ...]) -> None:
    one, other, third = markers
    give(other, MarkPart.SECOND, "0.2")
    client.cookies["django_language"] = "en"
    signed_in(client, third)
    at = reverse("assessments:differing")
    assert at in client.get(reverse("assessments:marking")).content.decode()
    page = " ".join(client.get(at).content.decode().split())
    assert "0.20 of 1 points" in page
    assert "0.80 of 1 points" in page
    assert str(essay().sitting.candidate) not in page
    said = {"answer": str(essay().pk), "points": "0.5", "reason": ""}
    refused = client.post(at, said)
    assert (refused.status_code, refused.context["form"]["points"].value()) == (422, "0.5")
    assert client.post(at, said | {"reason": "Половина."}).url == at
    held = Result.objects.current().get()
    assert essay().points == Decimal("0.5")
    assert (held.reason, held.marked_by) == ("Половина.", third)
    assert client.get(at).url == reverse("assessments:marking")
    with pytest.raises(marking.AlreadyMarked):
        marking.decide(
            answer_id=essay().pk, marker=trainer_of(essay().sitting.candidate), points=Decimal(1), reason="x"
        )
