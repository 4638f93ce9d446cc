"""What belongs together is matched."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given
from assessments.models import Choice
from tests.factories.assessments import QuestionFactory, in_languages

match = kinds.get("match")
KEY = {"rule": "part", "pairs": {"1": 102, "2": 101, "3": 103, "4": 101}}
NAMES = {"aa": 1, "bb": 2, "cc": 3, "dd": 4, "xx": 101, "yy": 102, "zz": 103}


@pytest.mark.parametrize(
    ("places", "part", "whole"),
    [((102, 101, 103, 101), "1", "1"), ((102, 101, 103, 102), "0.75", "0"), ((101, 102, 101, 103), "0", "0")],
)
def test_each_right_pair_counts_or_all_must_be_right(places: tuple[int, ...], part: str, whole: str) -> None:
    given = Given(choices=(1, 2, 3, 4), places=places)
    assert match.score(given, KEY) == Decimal(part)
    assert match.score(given, KEY | {"rule": "all"}) == Decimal(whole)


def test_what_was_not_matched_earns_nothing() -> None:
    assert match.score(Given(choices=(3,), places=(103,)), KEY) == Decimal("0.25")


def test_parse_read_and_value_agree() -> None:
    value = match.parse(Form({"aa": ["yy"], "cc": ["zz"], "dd": [""]}))
    given = match.read(value, NAMES)
    assert given == Given(choices=(1, 3), places=(102, 103))
    assert match.value(given, {number: name for name, number in NAMES.items()}) == value


@pytest.mark.parametrize(
    "value", [{}, {"places": []}, {"places": {"aa": "bb"}}, {"places": {"xx": "aa"}}, {"places": {"aa": ["yy"]}}]
)
def test_what_makes_no_sense_is_no_answer(value: dict) -> None:
    assert not match.read(value, NAMES)


@pytest.mark.django_db
class TestDraft:
    def pairs(self, *told: tuple[str, str]) -> object:
        question = QuestionFactory(answering="match", choices=["-"])
        question.choices.all().delete()
        rows = [
            Choice(
                question=question,
                order=n,
                **(in_languages("text", left) if left else {}),
                **in_languages("match", right),
            )
            for n, (left, right) in enumerate(told)
        ]
        Choice.objects.bulk_create(rows)
        question.refresh_from_db()
        return question

    def test_the_same_may_go_with_several_and_extra_ones_only_tempt(self) -> None:
        question = self.pairs(("a", "one"), ("b", "two"), ("c", "one"), ("", "three"))
        assert match.problems(question) == []
        texts = {one["n"]: one["text"]["en"] for one in match.show(question)["matches"]}
        assert sorted(texts.values()) == ["one [en]", "three [en]", "two [en]"]
        paper = [choice.text_en for choice in match.ordered(question)]
        told = {paper[int(n) - 1]: texts[m] for n, m in match.key(question)["pairs"].items()}
        assert told == {"a [en]": "one [en]", "b [en]": "two [en]", "c [en]": "one [en]"}

    @pytest.mark.parametrize(
        "told", [[("a", "one")], [("a", "one"), ("b", "one")], [("", "one"), ("", "two")]],
        ids=["one pair", "nothing to choose", "no left side"],
    )  # fmt: skip
    def test_problems(self, told: list) -> None:
        assert match.problems(self.pairs(*told))

    def test_the_numbering_of_the_right_side_does_not_tell_the_pairs(self) -> None:
        questions = [self.pairs(("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")) for _ in range(40)]
        told = sum(list(match.key(question)["pairs"].values()) == [101, 102, 103, 104] for question in questions)
        assert told <= 8  # chance: 40/24 = 1.7
