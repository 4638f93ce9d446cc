"""The signed file of a sitting: marked again from the file alone, whatever has happened to it; refused when changed."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.domain import demo, mark, regrade, sit, sitting_file
from assessments.enums import AssessmentKind, Closed, KeyFrom
from assessments.models import Assessment, Result, Sitting
from ledger import signing
from people.domain.grant import grant
from people.enums import Role
from people.models import User
from tests.assessments.conftest import all_right, save, wrong_value
from tests.factories.assessments import published, started
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all")]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def closed(*batch: sit.Saved, **more: Any) -> Sitting:
    sitting = started(**more)
    save(sitting, *(batch or all_right(sitting)))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    sitting.refresh_from_db()
    return sitting


def marked_again(sitting: Sitting) -> sitting_file.Remarked:
    """From the bytes alone: no statement reaches the database."""
    content = sitting_file.make(sitting)
    with CaptureQueriesContext(connection) as asked:
        found = sitting_file.remark(sitting_file.read(content))
    assert len(asked) == 0
    return found


def assert_same(sitting: Sitting) -> None:
    held = Result.objects.current().get(sitting=sitting)
    found = marked_again(sitting)
    assert found.same
    assert (found.score, found.out_of, found.passed) == (held.score, held.out_of, held.passed)
    assert [one.points for one in found.questions] == [a.points for a in sitting.answers.order_by("position")]


def test_right_and_wrong_answers_and_a_later_save_that_counts() -> None:
    sitting = started()
    save(sitting, *all_right(sitting))
    save(sitting, sit.Saved(2, 0, 9, wrong_value(sitting, 2)))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    sitting.refresh_from_db()
    assert_same(sitting)
    assert 0 < marked_again(sitting).score < marked_again(sitting).out_of


def test_points_by_hand_a_key_put_right_and_late_answers() -> None:
    sitting, by = started(), UserFactory()
    save(sitting, *all_right(sitting)[1:])
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    save(sitting, all_right(sitting)[0])  # comes too late
    sitting.refresh_from_db()
    assert_same(sitting)
    mark.admit_late(sitting=sitting, by=by, reason="The line was down.")
    assert_same(sitting)
    answer = sitting.answers.get(position=3)
    mark.give(answer=answer, points=Decimal("0.25"), by=by, reason="Half of it.")
    assert_same(sitting)
    question = sitting.answers.get(position=2).item.question
    plan = regrade.plan(assessment=sitting.assessment, question=question, how=KeyFrom.DROP, by=by)
    regrade.regrade(
        assessment=sitting.assessment, question=question, how=KeyFrom.DROP, by=by, reason="Unclear.", seen=plan.seen
    )
    assert_same(sitting)


def test_every_kind_with_what_people_have_yet_to_mark() -> None:
    demo.load_demo()
    sitting = sit.start(assessment=Assessment.objects.get(code="cp-practice"), candidate=UserFactory())
    place = sitting.answers.get(item__answering="essay").position
    save(sitting, sit.Saved(place, 0, 1, {"text": "Матн"}))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    sitting.refresh_from_db()
    found = marked_again(sitting)
    assert (found.same, found.waiting) == (True, 1)
    pictures = json.loads(sitting_file.make(sitting))["document"]["pictures"]
    assert len(pictures) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["events"][0].update(value={"choices": []}),
        lambda d: d["events"][0].update(received_at="2026-01-01T00:00:00+00:00"),
        lambda d: d["results"][-1].update(score="99.00"),
        lambda d: d["sitting"].update(candidate="Somebody else"),
        lambda d: d["key"].clear(),
    ],
)
def test_one_change_and_the_signature_is_gone(change: Any, tmp_path: Path) -> None:
    signed = json.loads(sitting_file.make(closed()))
    change(signed["document"])
    with pytest.raises(signing.BadSignature):
        sitting_file.read(json.dumps(signed).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"document": {}, "signature": {}}', b"\xff", b"[" * 100_000])
def test_what_is_no_such_file_is_told(content: bytes) -> None:
    with pytest.raises(sitting_file.NotAFile):
        sitting_file.read(content)


def run(*arguments: str) -> tuple[int, dict[str, Any]]:
    out, code = StringIO(), 0
    try:
        call_command("check_sitting", *arguments, "--json", stdout=out, stderr=StringIO())
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue())


def test_the_command_checks_with_a_key_from_elsewhere(tmp_path: Path) -> None:
    sitting = closed()
    file, key = tmp_path / "a.json", tmp_path / "academy.pem"
    file.write_bytes(sitting_file.make(sitting))
    key.write_bytes(signing.public_pem())
    code, told = run(str(file), "--key", str(key))
    assert (code, told["same"], told["score"], told["says"]["score"]) == (0, True, "4.00", "4.00")
    (tmp_path / "keys" / "signing.pem").unlink()  # as on a machine that never signed it
    assert run(str(file), "--key", str(key))[0] == 0
    assert run(str(file))[0] == 1
    assert "No such file" in run(str(tmp_path / "b.json"))[1]["error"]
    assert "no file of a sitting" in run(str(key))[1]["error"]


def trainer_of(person: User) -> User:
    trainer, cohort = UserFactory(), CohortFactory()
    grant(user=trainer, role=Role.TRAINER, by=None)
    cohort.trainers.add(trainer)
    cohort.members.add(person)
    return trainer


def test_who_may_have_it(client: Client) -> None:
    quiz, exam = closed(), closed(assessment=published(kind=AssessmentKind.EXAM))
    for sitting, own in ((quiz, 200), (exam, 404)):
        address = reverse("assessments:sitting_file", args=[sitting.public_id])
        for person, status in ((sitting.candidate, own), (trainer_of(sitting.candidate), 200), (UserFactory(), 404)):
            signed_in(client, person)
            assert client.get(address).status_code == status
    opened = started()
    signed_in(client, opened.candidate)
    assert client.get(reverse("assessments:sitting_file", args=[opened.public_id])).status_code == 404
