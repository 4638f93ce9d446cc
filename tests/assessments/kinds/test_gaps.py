"""A text with gaps, typed and chosen."""

import json
from decimal import Decimal

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given

gaps = kinds.get("gaps")
KEY = {
    "rule": "part",
    "typos": "1",
    "gaps": {
        "1": {"typed": [["1", {"tg": "ҷабрдида", "ru": "пострадавший"}], ["0.5", {"tg": "одам", "ru": "человек"}]]},
        "2": {"chosen": {"1": "0", "2": "1", "3": "-1"}},
        "3": {"typed": [["1", {"tg": "102", "ru": "102"}]]},
    },
}
NAMES = {"aaaaaaaa": 1, "bbbbbbbb": 2, "cccccccc": 3}


def given(chosen: int | None = None, **typed: str) -> Given:
    said = {name.removeprefix("g"): text for name, text in typed.items()}
    made = {"choices": (chosen,), "places": (2,)} if chosen else {}
    return Given(text=json.dumps(said, ensure_ascii=False) if said else "", **made)


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (given(2, g1="Чабрдида", g3="102"), "1"),  # without Tajik letters
        (given(2, g1="ҷабрдда", g3="102"), "1"),  # one letter left out
        (given(2, g1="одам", g3="103"), "0.5"),  # (1/2 + 1 + 0) / 3
        (given(3, g1="человек"), str(Decimal("0.5") / 3)),  # a choice that takes away takes nothing from other gaps
        (given(2), str(Decimal(1) / 3)),
        (given(None, g2="bbbbbbbb"), "0"),  # a choice's name typed by somebody who was never shown it
    ],
)
def test_each_gap_counts(answer: Given, part: str) -> None:
    assert gaps.score(answer, KEY) == pytest.approx(Decimal(part))


def test_all_or_nothing() -> None:
    key = KEY | {"rule": "all"}
    assert gaps.score(given(2, g1="пострадавший", g3="102"), key) == 1
    assert gaps.score(given(2, g1="человек", g3="102"), key) == 0


def test_parse_read_and_value_agree() -> None:
    value = gaps.parse(Form({"1": ["  ҷабрдида  "], "2": ["bbbbbbbb"], "3": [""]}))
    read = gaps.read(value, NAMES)
    assert (read.choices, read.places, json.loads(read.text)) == ((2,), (2,), {"1": "ҷабрдида"})
    assert gaps.value(read, {number: name for name, number in NAMES.items()}) == value


@pytest.mark.parametrize("value", [{}, {"places": {"x": "y"}}, {"places": {"1": ["a"]}}, {"places": {"1": "   "}}])
def test_what_makes_no_sense_is_no_answer(value: dict) -> None:
    assert not gaps.read(value, NAMES)


class TestDraft:
    def test_what_is_typed_is_not_on_the_paper(self, practice) -> None:
        question = practice("practice-gaps")
        assert gaps.problems(question) == []
        paper = json.dumps([[c.text_tg for c in gaps.ordered(question)], gaps.show(question)], ensure_ascii=False)
        assert "ҷудо-ҷудо" in paper
        assert "ҷабрдида" not in paper
        assert "102" not in paper

    def test_the_right_answer_earns_everything(self, practice) -> None:
        question = practice("practice-gaps")
        key = gaps.key(question)
        right = gaps.right(key)
        assert right.places == (3,)
        assert json.loads(right.text)["2"] == "ҷабрдида / пострадавшего / victim"
        assert gaps.score(Given(right.choices, places=right.places, text='{"1": "102", "2": "victim"}'), key) == 1

    def test_every_language_has_every_gap_once(self, practice, english) -> None:
        question = practice("practice-gaps")
        question.stem_ru = question.stem_ru.replace("[[2]]", "[[1]]")
        assert gaps.problems(question) == ["In Русский the text must have each of these marks once: [[1]] [[2]] [[3]]."]

    def test_a_gap_needs_a_right_answer(self, practice, english) -> None:
        question = practice("practice-gaps")
        question.choices.filter(part=3, score=1).update(score=0)
        assert gaps.problems(type(question).objects.get(pk=question.pk)) == ["Gap 3 has no right answer."]
