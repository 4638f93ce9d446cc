"""Every kind of question, from the page without JavaScript to the result: pictures, cases, files, marks by people."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from assessments import kinds
from assessments.domain import demo, marking, sit
from assessments.domain.publish import publish
from assessments.enums import Cause, Closed, MarkPart
from assessments.models import Answer, Assessment, Mark, Question, Sitting, Upload
from people.domain.grant import grant
from people.enums import Role
from people.models import User
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all")]


@pytest.fixture
def sitting(settings: Any, tmp_path: Any) -> Sitting:
    settings.DATA_DIR = tmp_path
    demo.load_demo()
    return sit.start(assessment=Assessment.objects.get(code="cp-practice"), candidate=UserFactory())


def trainer_of(person: User) -> User:
    trainer = UserFactory()
    grant(user=trainer, role=Role.TRAINER, by=None)
    cohort = CohortFactory()
    cohort.trainers.add(trainer)
    cohort.members.add(person)
    return trainer


def place(sitting: Sitting, kind: str) -> int:
    return int(sitting.answers.get(item__answering=kind).position)


def right_page(sitting: Sitting, **texts: str) -> dict[str, Any]:
    """The form of the whole page, everything that has a key answered rightly; `texts` by kind for what people mark."""
    sheet, key = sit.resume(public_id=sitting.public_id, candidate=sitting.candidate), sitting.edition.key
    found: dict[str, Any] = {"epoch": str(sheet.epoch)}
    items = dict(sitting.answers.values_list("position", "item__position"))
    for asked in sheet.questions:
        kind = kinds.get(asked.answering)
        value = kind.value(kind.right(key[str(items[asked.position])]), asked.names)
        if asked.answering in ("essay", "file", "text"):
            value = {"text": texts.get(asked.answering, "")}
        for said in value.values():
            parts = said.items() if isinstance(said, dict) else [("", said)]
            for name, one in parts:
                typed = one.split(" / ")[0] if asked.answering == "gaps" else one
                found[f"q{asked.position}.{name}" if name else f"q{asked.position}"] = typed
    return found


def photo() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00")
    return SimpleUploadedFile("план.jpg", content.getvalue(), content_type="image/jpeg")


def hand_in(client: Client, sitting: Sitting, file: SimpleUploadedFile) -> Any:
    return client.post(reverse("assessments:file", args=[sitting.public_id, place(sitting, "file")]), {"file": file})


def test_everything_right_waits_for_the_people_and_then_passes(client: Client, sitting: Sitting) -> None:
    person = sitting.candidate
    signed_in(client, person)
    at = reverse("assessments:sitting", args=[sitting.public_id])
    assert client.get(at).status_code == 200
    assert hand_in(client, sitting, photo()).status_code == 302
    held = f"{Upload.objects.get().public_id}/план.jpg"
    page = right_page(sitting, essay="Дуздӣ назди бозор.\nСабаб: торикӣ.", file=held, text="блокнот")
    assert client.post(at, {**page, "do": "finish"}).status_code == 302
    result = client.get(client.post(reverse("assessments:finish", args=[sitting.public_id])).url)
    assert (result.context["score"].waiting, result.context["score"].passed) == (2, False)
    assert sitting.results.get().score == 8

    trainer = trainer_of(person)
    for criteria in ([Decimal(3), Decimal(2), Decimal(3), Decimal(1)], [Decimal(2), Decimal(1), Decimal(0)]):
        task = marking.next_task(assessment=sitting.assessment, marker=trainer)
        assert task is not None
        marking.mark(
            answer_id=task.answer.pk, part=task.part, marker=trainer, criteria=criteria, points=None, comment="Хуб"
        )
    current = sitting.results.order_by("-number")[0]
    # 8 by key, 9/10 for the essay, 3/5 for the plan
    assert (current.number, current.score, current.waiting) == (2, Decimal("9.50"), 0)
    assert (current.passed, current.cause) == (True, Cause.MARKING)
    shown = client.get(reverse("assessments:result", args=[sitting.public_id])).content.decode()
    assert "Хуб" in shown
    assert marking.next_task(assessment=sitting.assessment, marker=trainer) is None


def test_a_case_goes_on_step_by_step(client: Client, sitting: Sitting) -> None:
    signed_in(client, sitting.candidate)
    at, number = reverse("assessments:sitting", args=[sitting.public_id]), place(sitting, "scenario")
    page = client.get(at).content.decode()
    assert "Зан дар хонаи дигар мегӯяд" not in page  # a later step
    right = right_page(sitting)
    went = client.post(at, {"epoch": right["epoch"], f"q{number}.1": right[f"q{number}.1"], "do": f"q{number}"})
    assert went.url.endswith(f"#q{number}")
    step = next(one for one in client.get(at).context["widgets"] if one.asked.position == number)
    assert (len(step.asked.drawn["behind"]), step.asked.drawn["now"]["step"]) == (1, 2)


def test_a_picture_is_given_to_its_candidate_alone(client: Client, sitting: Sitting) -> None:
    part = next(one for one in sitting.edition.paper if "picture" in one)
    address = reverse("assessments:picture", args=[sitting.public_id, part["picture"]["digest"]])
    assert client.get(address).status_code == 302
    signed_in(client, UserFactory())
    assert client.get(address).status_code == 404
    signed_in(client, sitting.candidate)
    reply = client.get(address)
    assert (reply.status_code, reply["Content-Type"]) == (200, "image/webp")
    assert "private" in reply["Cache-Control"]
    assert client.get(reverse("assessments:picture", args=[sitting.public_id, "0" * 64])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.exe", b"MZ"), ("plan.jpg", b"not a picture"), ("plan.pdf", b"<html>"), ("plan.docx", b"PK\x03\x04 broken")],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(
    client: Client, sitting: Sitting, name: str, content: bytes
) -> None:
    signed_in(client, sitting.candidate)
    reply = hand_in(client, sitting, SimpleUploadedFile(name, content))
    assert reply.status_code == 422
    assert reply.context["form"].errors["file"]
    assert not Upload.objects.exists()


def test_a_photo_is_drawn_anew_and_only_its_marker_gets_it(client: Client, sitting: Sitting) -> None:
    signed_in(client, sitting.candidate)
    hand_in(client, sitting, photo())
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    answer = Answer.objects.get(sitting=sitting, item__answering="file")
    address = reverse("assessments:marked_file", args=[answer.pk])
    assert client.get(address).status_code == 404
    signed_in(client, trainer_of(UserFactory()))
    assert client.get(address).status_code == 404
    signed_in(client, trainer_of(sitting.candidate))
    reply = client.get(address)
    assert f'filename="{answer.pk}.jpg"' in reply["Content-Disposition"]
    assert b"Exif" not in b"".join(reply.streaming_content)


class TestMarking:
    @pytest.fixture
    def handed_in(self, sitting: Sitting) -> Sitting:
        entry = sit.Saved(place(sitting, "essay"), 0, 1, {"text": "Матн"})
        sit.save(public_id=sitting.public_id, candidate=sitting.candidate, batch=[entry])
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        return sitting

    def test_the_screen_shows_no_name_and_keeps_what_was_typed(self, client: Client, handed_in: Sitting) -> None:
        trainer = trainer_of(handed_in.candidate)
        signed_in(client, trainer)
        assert client.get(reverse("assessments:marking")).context["queues"][0].first == 1
        at = reverse("assessments:mark", args=["cp-practice"])
        page = client.get(at)
        assert "Матн" in page.content.decode()
        assert str(handed_in.candidate) not in page.content.decode()
        posted = {
            "answer": page.context["task"].answer.pk,
            "c0": "9",
            "c1": "1,5",
            "c2": "0",
            "c3": "1",
            "comment": "сухан",
        }
        wrong = client.post(at, posted)
        assert wrong.status_code == 422
        assert "сухан" in wrong.content.decode()
        assert client.post(at, posted | {"c0": "2,5"}).url == at
        assert Mark.objects.get().points == Decimal("0.50")  # 2.5 + 1.5 + 0 + 1 of 10
        assert client.get(at).url == reverse("assessments:marking")

    def test_nobody_marks_their_own_or_those_of_others_cohorts(self, client: Client, handed_in: Sitting) -> None:
        own = handed_in.candidate
        grant(user=own, role=Role.TRAINER, by=None)
        for person in (own, trainer_of(UserFactory())):
            assert marking.queues(person) == []
            assert marking.next_task(assessment=handed_in.assessment, marker=person) is None

    def test_two_markers_are_given_different_answers_and_the_first_mark_holds(self, handed_in: Sitting) -> None:
        one, other = trainer_of(handed_in.candidate), trainer_of(handed_in.candidate)
        task = marking.next_task(assessment=handed_in.assessment, marker=one)
        assert task is not None
        assert marking.next_task(assessment=handed_in.assessment, marker=other) is None
        given = {"answer_id": task.answer.pk, "part": MarkPart.FIRST, "criteria": [Decimal(1)] * 4, "points": None}
        marking.mark(marker=one, comment="", **given)
        with pytest.raises(marking.AlreadyMarked):
            marking.mark(marker=other, comment="", **given)

    def test_a_second_mark_on_the_sample_changes_nothing_and_shows_how_they_agree(self) -> None:
        demo.load_demo()
        practice, person = Assessment.objects.get(code="cp-practice"), UserFactory()
        Question.objects.filter(key="practice-essay").update(details={"second": "100"})
        publish(assessment_id=practice.pk, by=None)
        sitting = sit.start(assessment=Assessment.objects.get(pk=practice.pk), candidate=person)
        entry = sit.Saved(place(sitting, "essay"), 0, 1, {"text": "Матн"})
        sit.save(public_id=sitting.public_id, candidate=person, batch=[entry])
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        one, other = trainer_of(person), trainer_of(person)
        for marker, part, points in ((one, MarkPart.FIRST, "0.8"), (other, MarkPart.SECOND, "0.5")):
            task = marking.next_task(assessment=practice, marker=marker)
            assert task is not None
            assert task.part == part
            marking.mark(
                answer_id=task.answer.pk, part=part, marker=marker, criteria=[], points=Decimal(points), comment=""
            )
        assert sitting.results.order_by("-number")[0].score == Decimal("0.80")
        assert marking.queues(one)[0].agreement == marking.Agreement(pairs=1, near=0, distance=Decimal("0.3"))
        assert marking.next_task(assessment=practice, marker=one) is None
