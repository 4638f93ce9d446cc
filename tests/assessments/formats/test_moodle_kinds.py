"""Moodle's own kinds, as it exports them."""

import time
from decimal import Decimal

import pytest

from assessments.formats import moodle_xml
from assessments.formats.entry import Entry, Skipped
from tests.assessments.formats import moodle
from tests.assessments.formats.pictures import drawn

pytestmark = pytest.mark.usefixtures("english")
RULE = {"rule": "part"}


def one(question: str) -> Entry:
    [found] = moodle_xml.read(moodle.quiz(question))
    assert isinstance(found, Entry), found.reason
    return found


def options(entry: Entry) -> list[tuple]:
    return [(option.text, option.part, option.score) for option in entry.options]


def test_a_cloze_keeps_what_is_typed_and_what_is_chosen() -> None:
    entry = one(moodle.CLOZE)
    assert entry.stem == (
        "The number of the **militia** is [[1]].\n\nFirst [[2]] to [[3]], at most [[4]] hours."
    )  # fmt: skip
    assert options(entry) == [
        ("102", 1, 1), ("one zero two", 1, 1),
        ("see&hear", 2, 0), ("look", 2, 1), ("listen", 2, Decimal("0.5")),
        ("each one", 3, 1), ("both } sides", 3, 0),
        ("24", 4, 1),
    ]  # fmt: skip
    assert (entry.answering, entry.details) == ("gaps", RULE)
    said = " ".join(entry.dropped)
    assert all(words in said for words in ("each answer", "weights", "be off"))
    assert "star" not in said  # the star earns nothing: it only says something


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("No gap at all", "no gaps"),
        ("{1:MULTIRESPONSE:=a~=b}", "MULTIRESPONSE"),
        ("{1:SHORTANSWER:%0%a}", "Gap 1"),
        ("{1:MULTICHOICE:a~b}", "Gap 1"),
    ],
)
def test_gaps_that_cannot_be_held_are_said(text: str, reason: str) -> None:
    [found] = moodle_xml.read(moodle.quiz(moodle.question("cloze", text)))
    assert isinstance(found, Skipped)
    assert reason in found.reason


@pytest.mark.parametrize("text", ["{1:SA:" * 300_000, "{1:SA:=a}" * 21, "{1:SA:=a" + "\\" * 200_000, "<b>" * 100_000])
def test_attack_36_gaps_without_an_end_take_no_time(text: str) -> None:
    began = time.monotonic()
    [found] = moodle_xml.read(moodle.quiz(moodle.question("cloze", text)))
    assert "gaps" in found.reason
    assert time.monotonic() - began < 3


def test_gaps_with_a_list_or_with_words_to_drag() -> None:
    entry = one(moodle.SELECT)
    assert entry.stem == "The [[1]] is kept in the [[2]]; the [[3]] again."
    assert options(entry) == [
        ("note", 1, 1), ("fine", 1, 0), ("book", 2, 1), ("shelf", 2, 0), ("note", 3, 1), ("fine", 3, 0),
    ]  # fmt: skip
    assert options(one(moodle.DRAGGED)) == [("fine", 1, 1), ("bad", 1, 0)]
    [wrong] = moodle_xml.read(moodle.quiz(moodle.SELECT.replace("[[1]]", "[[9]]")))
    assert "no choice" in wrong.reason


def test_pairs_keep_what_only_misleads() -> None:
    entry = one(moodle.MATCHING)
    assert [(o.text, o.match) for o in entry.options] == [("**102**", "militia"), ("103", "doctors"), ("", "firemen")]
    assert [(o.text, o.match) for o in one(moodle.DRAGGED_MATCH).options] == [("a", "1"), ("b", "2")]


def test_what_a_person_marks() -> None:
    essay, file = one(moodle.ESSAY), one(moodle.FILES)
    assert (essay.answering, essay.details) == (
        "essay", {"words": "150", "criteria": "3 Names the law\n2 Gives a reason"},
    )  # fmt: skip
    assert [any(word in what for what in essay.dropped) for word in ("Files", "begins with")] == [True, True]
    assert (file.answering, file.details) == ("file", {})
    assert "mark" in file.dropped[0]


def test_the_first_picture_is_taken_along_and_the_others_are_said() -> None:
    entry = one(moodle.PICTURED)
    assert entry.stem == "Which sign is this?"
    assert entry.picture is not None
    assert (entry.picture.name, entry.picture.width, entry.picture_alt) == ("stop sign.png", 200, "A red sign")
    assert [option.text for option in entry.options] == ["Stop", "Go on"]
    said = " ".join(entry.dropped)
    assert all(words in said for words in ("second.png", "127.0.0.1", "unused.png"))


def test_a_picture_in_the_text_itself_is_taken_along() -> None:
    held = moodle.in_base64(drawn("JPEG"))
    text = f'Sign? <img src="data:image/jpeg;base64,{held}">'
    entry = one(moodle.question("truefalse", text, moodle.answers(("100", "true"), ("0", "false"))))
    assert entry.picture is not None
    assert entry.picture.name.endswith(".jpg")


def test_pictures_beside_the_question_and_marks_on_one_are_left_out_in_words() -> None:
    pictured = moodle.answers(("100", '<img src="@@PLUGINFILE@@/a.png">'), ("0", "b"))
    found = moodle_xml.read(moodle.quiz(moodle.question("multichoice", "Which?", pictured), moodle.MARKER))
    assert [isinstance(one, Skipped) for one in found] == [True, True]
    assert [word in one.reason for word, one in zip(("only the question", "Marks"), found, strict=True)] == [True, True]


def test_shares_that_a_file_rounds_off_come_to_a_whole() -> None:
    thirds = moodle.answers(*[("33.33333", text) for text in "abc"], ("0", "d"))
    entry = one(moodle.question("multichoice", "Which?", f"<single>false</single>{thirds}"))
    assert entry.details == {"rule": "sum"}
    assert sum(option.score for option in entry.options) == 1
    assert all(abs(option.score - Decimal("0.333")) < Decimal("0.002") for option in entry.options[:3])
