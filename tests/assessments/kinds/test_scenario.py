"""A case that goes on according to what one does."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given

scenario = kinds.get("scenario")
# 1 -a-> 2 (1), 1 -b-> 3 (-1/2); 2 -c-> 4 (1), 2 -d-> end (0); 3 -e-> 4 (1/2), 3 -f-> end (0);
# 4 -g-> end (1), 4 -h-> end (0)
STEPS = {
    "1": {"1": ["2", "1"], "2": ["3", "-0.5"]},
    "2": {"3": ["4", "1"], "4": ["0", "0"]},
    "3": {"5": ["4", "0.5"], "6": ["0", "0"]},
    "4": {"7": ["0", "1"], "8": ["0", "0"]},
}
KEY = {"steps": STEPS}
NAMES = {letter: number for number, letter in enumerate("abcdefgh", 1)}


def way(letters: str) -> Given:
    step_of = {str(n): step for step, choices in STEPS.items() for n in choices}
    numbers = [NAMES[letter] for letter in letters]
    return Given(choices=tuple(numbers), places=tuple(int(step_of[str(n)]) for n in numbers))


@pytest.mark.parametrize(
    ("made", "share"),
    [
        ("acg", "1"),  # 3 of 3
        ("ach", str(Decimal(2) / 3)),
        ("ad", str(Decimal(1) / 3)),
        ("beg", str(Decimal(1) / 3)),  # (-1/2 + 1/2 + 1) / 3
        ("bf", "0"),  # below zero is zero
        ("a", str(Decimal(1) / 3)),  # not gone on
        ("aeg", str(Decimal(1) / 3)),  # a choice of a step that this way never reached
        ("cg", "0"),  # didn't begin
    ],
)
def test_what_the_way_earned_of_the_most_that_any_way_can(made: str, share: str) -> None:
    assert scenario.score(way(made), KEY) == pytest.approx(Decimal(share))


def test_the_right_way_is_the_best_one() -> None:
    assert scenario.right(KEY) == way("acg")


def test_parse_read_and_value_agree() -> None:
    value = scenario.parse(Form({"1": ["a"], "2": ["c"], "4": [""]}))
    given = scenario.read(value, NAMES)
    assert given == way("ac")
    assert scenario.value(given, {number: name for name, number in NAMES.items()}) == value


@pytest.mark.parametrize("value", [{}, {"places": {"x": "a"}}, {"places": {"1": "zz"}}, {"places": {"1": None}}])
def test_what_makes_no_sense_is_no_answer(value: dict) -> None:
    assert not scenario.read(value, NAMES)


def test_the_same_choice_at_two_steps_is_stored_once() -> None:
    assert scenario.read({"places": {"1": "a", "2": "a"}}, NAMES) == Given(choices=(1,), places=(1,))


class TestDraft:
    def test_only_steps_that_were_reached_are_drawn(self, practice) -> None:
        question = practice("practice-case")
        assert scenario.problems(question) == []
        texts = [choice.text_en for choice in scenario.ordered(question)]
        part = {
            "stem": {"en": question.stem_en},
            "choices": [{"n": n, "text": {"en": text}} for n, text in enumerate(texts, 1)],
            **scenario.show(question),
        }
        drawn = scenario.drawn(part, Given(choices=(2,), places=(1,)), NAMES, "en")
        assert [step["step"] for step in drawn["behind"]] == [1]
        assert drawn["now"]["step"] == 3
        assert "her husband has hit her" not in str(drawn)
        assert not scenario.is_whole(Given(choices=(2,), places=(1,)), part)
        ended = Given(choices=(2, 6), places=(1, 3))
        assert scenario.is_whole(ended, part)
        assert scenario.drawn(part, ended, NAMES, "en")["now"] is None
        assert scenario.said(ended, part, "en") == (texts[1], texts[5])

    @pytest.mark.parametrize(
        ("of", "change", "says"),
        [
            ({"part": 1, "score": 1}, {"leads": 9}, "leads to step 9, which isn't there"),
            ({"part": 4, "score": 1}, {"leads": 2}, "leads back to step 2"),
            ({"part": 1, "score": Decimal("-0.5")}, {"leads": 2}, "No choice leads to step 3."),
            ({"part": 4}, {"part": 5}, "No choice leads to step 5."),
        ],
    )
    def test_ways_that_lead_nowhere_are_told(self, practice, english, of: dict, change: dict, says: str) -> None:
        question = practice("practice-case")
        question.choices.filter(**of).update(**change)
        assert says in " ".join(scenario.problems(type(question).objects.get(pk=question.pk)))
