"""Every kind of question of the practice, given out and taken in again: what is kept in the bank, pictures too."""

import re
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from wagtail.images.models import Image

from assessments import kinds
from assessments.domain import bank_content, demo, exchange, library, pictures
from assessments.models import Bank, Choice, Question
from tests.assessments.formats import files, moodle
from tests.assessments.formats.pictures import SVG, drawn
from tests.assessments.formats.test_properties import broken
from ui.content import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
# Of the practice: what each format can't hold.
SKIPPED = {
    "moodle-xml": {"scenario", "spot"},
    "gift": {"scenario", "spot", "gaps", "file", "order"},
    "qti3": {"scenario"},
}
SKIPPED["xlsx"] = set()


@pytest.fixture
def practice() -> Bank:
    demo.load_competencies()
    bank = Bank.objects.create(name="Practice")
    for told in load(bank_content.CONTENT / "every-kind.toml")["questions"]:
        question = bank_content.question(told)
        question.bank = bank
        question.save()
    # As it stands its scores earn just what the rule `part` earns, and a file needn't tell the two apart.
    Choice.objects.filter(question__answering="many", score=Decimal("-0.5")).update(score=Decimal("-0.25"))
    return bank


def take(content: bytes, form: str, bank: str = "Back", **told) -> exchange.Report:
    return exchange.take(
        content=content, form=form, bank=bank, language="ru", source="x", by=None, **told
    )  # fmt: skip


def kept(question: Question) -> tuple:
    choices = [
        (c.text_ru or "", c.match_ru or "", c.part, c.leads, c.area, Decimal(c.score)) for c in question.choices.all()
    ]
    size = (question.picture.width, question.picture.height, question.picture_alt_ru) if question.picture else None
    return question.answering, question.stem_ru.strip().split(), choices, size


@pytest.mark.parametrize("form", ["moodle-xml", "gift", "qti3", "xlsx"])
def test_the_practice_goes_out_and_comes_back(practice: Bank, form: str) -> None:
    content, given = exchange.give(bank=practice, form=form, language="ru", by=None)
    assert {one.kind for one in given.skipped} == SKIPPED[form]
    assert given.read == given.taken + len(given.skipped) == practice.questions.count()
    report = take(content, "qti" if form == "qti3" else form)
    assert (report.read, report.taken, report.skipped) == (given.taken, given.taken, [])
    there = {question.answering: kept(question) for question in practice.questions.all()}
    for question in Question.objects.filter(bank__name="Back").select_related("picture"):
        assert kept(question) == there[question.answering]
        assert not kinds.get(question.answering).problems(question)
    # The picture that went out is known again, but from a spreadsheet, which knows no WebP.
    assert Image.objects.count() == (2 if form == "xlsx" else 1)
    again = take(content, "qti" if form == "qti3" else form)
    assert (again.taken, len(again.skipped)) == (0, given.taken)


def test_a_dry_run_keeps_no_picture_and_says_the_same(practice: Bank) -> None:
    content = moodle.quiz(moodle.PICTURED)
    images = Image.objects.count()
    tried = take(content, "moodle-xml", dry_run=True)
    assert (tried.taken, tried.pictures, Image.objects.count()) == (1, 1, images)
    assert not Bank.objects.filter(name="Back").exists()
    done = take(content, "moodle-xml")
    assert done == tried
    question = Question.objects.get(bank__name="Back")
    assert (question.picture_alt_ru, question.picture.width) == ("A red sign", 200)
    assert default_storage.exists(question.picture.file.name)
    shown = pictures.frozen(question, ["ru"])  # as an edition would keep it
    assert (shown["width"], shown["height"], shown["alt"]) == (200, 120, {"ru": "A red sign"})


def test_the_same_picture_is_kept_once_and_another_makes_another_question() -> None:
    other = moodle.PICTURED.replace(moodle.in_base64(drawn()), moodle.in_base64(drawn(size=(90, 90))))
    twice = moodle.PICTURED.replace("Which sign", "What sign")
    report = take(moodle.quiz(moodle.PICTURED, other, twice, moodle.PICTURED), "moodle-xml")
    assert (report.taken, report.pictures, len(report.skipped)) == (3, 3, 1)
    assert Image.objects.count() == 2


def test_what_needs_a_picture_isnt_taken_without_one_and_says_why() -> None:
    spot = (
        '<qti-hotspot-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Where?</qti-prompt>'
        '<img src="a.svg" width="200" height="100"/>'
        '<qti-hotspot-choice identifier="A" shape="rect" coords="0,0,100,50" hotspot-label="gate"/>'
        '<qti-hotspot-choice identifier="B" shape="circle" coords="150,50,20"/></qti-hotspot-interaction>'
    )
    declared = (
        '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">'
        "<qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>"
    )
    item = files.item(spot, declared)
    parts = {"q.xml": item, "a.svg": SVG, "b.xml": item.replace("a.svg", "p/b.png"), "p/b.png": drawn()}
    report = take(files.packed(parts), "qti")
    assert (report.read, report.taken) == (2, 1)
    assert "SVG" in report.skipped[0].reason
    question = Question.objects.get(bank__name="Back")
    assert [(c.text_ru, c.area) for c in question.choices.all()] == [("gate", "0 0 50 50"), ("2", "65 30 20 40")]
    assert any("Round" in one.what for one in report.dropped)


def test_whatever_is_broken_in_a_file_what_is_read_is_taken_or_skipped() -> None:
    whole = moodle.quiz(moodle.CLOZE, moodle.SELECT, moodle.MATCHING, moodle.ESSAY, moodle.FILES, moodle.PICTURED)
    for seed in range(40):
        report = take(broken(whole, seed), "moodle-xml", f"Bank {seed}")
        assert report.read == report.taken + len(report.skipped)
        assert report.taken == Question.objects.filter(bank__name=f"Bank {seed}").count()


def test_a_reason_says_nothing_else() -> None:
    content = moodle.quiz(moodle.PICTURED, moodle.MATCHING)
    take(content, "moodle-xml")
    again = take(content, "moodle-xml")
    assert {one.reason for one in again.skipped} == {"The same question is in the bank already."}


def test_a_picture_of_any_name_is_kept_under_one_of_ours() -> None:
    name = "..\\..\\Нақша \u202egnp.exe"
    question = moodle.PICTURED.replace("stop%20sign.png", quote(name)).replace("stop sign.png", name)
    assert take(moodle.quiz(question), "moodle-xml").pictures == 1
    kept_as = Image.objects.get()
    assert re.fullmatch(r"original_images/[\w.-]+\.png", kept_as.file.name)
    assert "\u202e" not in kept_as.title


@pytest.mark.parametrize("form", ["moodle-xml", "gift", "qti3", "xlsx"])
def test_signs_that_no_file_can_hold_are_left_out(practice: Bank, form: str) -> None:
    practice.questions.filter(answering="truth").update(stem_ru="a\x01b\x0bc", explanation_ru="\ufffe")
    content, _report = exchange.give(bank=practice, form=form, language="ru", by=None)
    assert take(content, "qti" if form == "qti3" else form, "Signs").skipped == []
    assert Question.objects.get(bank__name="Signs", answering="truth").stem_ru == "abc"


def test_a_question_that_isnt_whole_in_a_language_isnt_given_out_in_it(practice: Bank) -> None:
    question = practice.questions.get(answering="match")
    first = question.choices.first()
    first.match_ru = ""
    first.save()
    _content, report = exchange.give(bank=practice, form="xlsx", language="ru", by=None)
    assert {one.kind for one in report.skipped} == {"match"}
    _content, report = exchange.give(bank=practice, form="xlsx", language="tg", by=None)
    assert report.skipped == []


def test_a_picture_whose_file_is_lost_breaks_nothing(practice: Bank) -> None:
    question = practice.questions.get(answering="spot")
    default_storage.delete(question.picture.file.name)
    assert library.of(question) is None
    _content, report = exchange.give(bank=practice, form="qti3", language="ru", by=None)
    assert {one.kind for one in report.skipped} == {"scenario", "spot"}
