"""Questions taken in from files and given out into them: what is kept, the commands, the screens."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from wagtail.images.models import Image

from assessments.domain import exchange
from assessments.models import Bank, Question
from ledger.models import AuditEvent
from people.domain.grant import grant
from people.enums import Role
from tests.assessments.formats import files, moodle
from tests.factories.assessments import QuestionFactory
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
SCREEN = "/cms/question-files/"


def take(content: str = files.MOODLE, **told) -> exchange.Report:
    given = {"form": "moodle-xml", "bank": "Law", "language": "ru", "source": "a.xml", "by": None} | told
    return exchange.take(content=content.encode(), **given)


def test_a_file_is_taken_into_its_bank_in_its_language() -> None:
    report = take()
    assert (report.read, report.taken, len(report.skipped)) == (9, 8, 1)
    assert report.by_kind == {
        "one": 2, "many": 1, "truth": 1, "text": 1, "number": 1, "match": 1, "essay": 1,
    }  # fmt: skip
    one, *_others = Question.objects.order_by("pk")
    number = Question.objects.get(answering="number")
    assert (one.bank.name, one.topic, one.source) == ("Law", "Law", "a.xml")
    assert (one.stem_ru, one.stem_tg, one.explanation_ru) == ("Who **leads**?", None, "Because.")
    assert [(c.text_ru, c.score) for c in one.choices.all()] == [("The head", 1), ("The cadet", 0)]
    assert (number.unit_ru, number.details) == ("km", {"answer": "2.5", "tolerance": "0.1"})
    assert AuditEvent.objects.filter(action="questions.import").count() == 1


def test_a_dry_run_writes_nothing_and_says_the_same() -> None:
    tried = take(dry_run=True)
    assert not Bank.objects.exists()
    assert not Question.objects.exists()
    assert take() == tried


def test_the_same_file_again_adds_nothing() -> None:
    take()
    again = take()
    assert (again.read, again.taken, len(again.skipped)) == (9, 0, 9)
    assert Question.objects.count() == 8


def test_a_question_that_breaks_the_rules_of_its_kind_is_left_out() -> None:
    report = take("Who? {~a ~b}\n\nOK? {=a ~b}", form="gift")
    assert (report.read, report.taken) == (2, 1)
    assert report.skipped[0].reason


def command(name: str, *arguments: str, capsys) -> tuple[int, dict]:
    try:
        call_command(name, *arguments, "--json")
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(capsys.readouterr().out)


def test_the_commands_speak_json_and_a_round_trip_keeps_everything(tmp_path: Path, capsys) -> None:
    given = tmp_path / "quiz.xml"
    given.write_text(files.MOODLE)
    code, told = command("import_questions", str(given), "--bank", "Law", "--language", "ru", capsys=capsys)
    assert code == 0
    assert {"read", "imported", "by_kind", "skipped"} <= set(told)
    assert told["read"] == told["imported"] + len(told["skipped"]) == 9
    assert told["by_kind"] == {"essay": 1, "many": 1, "match": 1, "number": 1, "one": 2, "text": 1, "truth": 1}
    assert set(told["skipped"][0]) == {"name", "line", "kind", "reason"}
    for form in exchange.WRITERS:
        out = tmp_path / f"out-{form}"
        code, gone = command(
            "export_questions", "--bank", "Law", "--format", form, "--language", "ru", str(out), capsys=capsys
        )
        assert (code, gone["exported"], gone["skipped"]) == (0, 8, [])
        _code, back = command(
            "import_questions", str(out), "--bank", form, "--language", "ru", "--dry-run", capsys=capsys
        )
        assert (back["read"], back["imported"], back["by_kind"]) == (8, 8, told["by_kind"]), form


def test_a_file_that_is_nothing_still_gets_its_document(tmp_path: Path, capsys) -> None:
    empty = tmp_path / "x.txt"
    empty.write_text("hello")
    code, told = command("import_questions", str(empty), "--bank", "B", capsys=capsys)
    assert (code, told["read"], told["imported"], told["skipped"]) == (1, 0, 0, [])
    assert told["error"]
    code, told = command("import_questions", str(tmp_path / "none"), "--bank", "B", capsys=capsys)
    assert (code, told["read"]) == (1, 0)
    empty.write_text("Take a pencil.\n\n// {}")
    code, told = command("import_questions", str(empty), "--bank", "B", capsys=capsys)
    assert (code, told["read"], told["imported"], len(told["skipped"])) == (0, 1, 0, 1)


def test_what_a_format_or_a_language_lacks_is_said() -> None:
    bank = Bank.objects.create(name="B")
    QuestionFactory(answering="order", bank=bank, key="order")
    QuestionFactory(bank=bank, stem_ru="", key="half")
    _content, report = exchange.give(bank=bank, form="gift", language="ru", by=None)
    assert (report.read, report.taken) == (2, 0)
    assert len({one.reason for one in report.skipped}) == 2


@pytest.fixture
def cms() -> Client:
    trainer = UserFactory(language="en")
    grant(user=trainer, role=Role.TRAINER, by=None)
    return signed_in(Client(headers={"accept-language": "en"}), trainer)


def upload(cms: Client, content: str, **told):
    file = SimpleUploadedFile("quiz.xml", content.encode())
    return cms.post(SCREEN, {"file": file, "bank": "Law", "language": "ru", "form": "auto"} | told, follow=True)


def test_a_file_is_looked_at_first_and_taken_in_then(cms: Client) -> None:
    assert "Give a bank out" in cms.get(SCREEN).content.decode()
    shown = upload(cms, files.MOODLE).content.decode()
    assert "8 of 9 questions" in shown
    assert "A description asks nothing." in shown
    assert not Question.objects.exists()
    done = cms.post(f"{SCREEN}look/").content.decode()
    assert "To the questions of this bank" in done
    assert Question.objects.filter(bank__name="Law").count() == 8
    assert cms.get(f"{SCREEN}look/").status_code == 302  # the file is gone


def test_a_picture_is_looked_at_first_too(cms: Client) -> None:
    shown = upload(cms, moodle.quiz(moodle.PICTURED).decode()).content.decode()
    assert "1 of 1 questions" in shown
    assert "With 1 picture." in shown
    assert "nothing is fetched from elsewhere" in shown
    assert not Image.objects.exists()
    cms.post(f"{SCREEN}look/")
    assert Image.objects.get().uploaded_by_user.language == "en"  # the trainer's own


def test_a_wrong_file_loses_nothing_of_the_form(cms: Client) -> None:
    response = upload(cms, "<html/>", bank="My bank")
    assert response.status_code == 400
    assert 'value="My bank"' in response.content.decode()
    assert "error-message" in response.content.decode()


def test_a_bank_is_given_out_and_what_it_lacks_is_said_first(cms: Client) -> None:
    take()
    bank = Bank.objects.get()
    asked = {"bank": bank.pk, "language": "ru", "form": "gift"}
    said = cms.post(f"{SCREEN}give/", asked).content.decode()
    assert "would hold 8 of 8" in said
    assert "The unit of measure." in said
    given = cms.post(f"{SCREEN}give/", asked | {"form": "xlsx"})
    assert "attachment" in given["Content-Disposition"]  # nothing of these is lost there
    QuestionFactory(answering="order", bank=bank)
    assert "would hold 8 of 9" in cms.post(f"{SCREEN}give/", asked).content.decode()
    assert b"leads" in cms.post(f"{SCREEN}give/", asked | {"anyway": "1"}).content
    assert cms.get(f"{SCREEN}template/").content.startswith(b"PK")


def test_attack_16_markup_in_a_file_is_shown_as_text(cms: Client) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    shown = upload(cms, f"{hostile}Which? {{ =a -> b =c -> d }}", form="gift").content.decode()
    assert hostile not in shown


def test_attack_1_only_authors_may(client: Client) -> None:
    cadet = signed_in(Client(), UserFactory())
    for method, path in (("get", ""), ("get", "look/"), ("post", "give/"), ("get", "template/")):
        assert getattr(cadet, method)(SCREEN + path).status_code in (302, 403)
        assert getattr(client, method)(SCREEN + path).status_code in (302, 403)
