"""Places on a picture."""

from decimal import Decimal

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given
from assessments.kinds.spot import area

spot = kinds.get("spot")
KEY = {"rule": "part", "right": [1, 2], "wrong": [3, 4]}


@pytest.mark.parametrize(
    ("text", "found"),
    [("10 20 30 15", (10, 20, 30, 15)), (" 0,0, 100,100 ", (0, 0, 100, 100)), ("10 20 95 15", None),
     ("10 20 0 15", None), ("-1 2 3 4", None), ("1 2 3", None), ("", None)],
)  # fmt: skip
def test_an_area_lies_on_the_picture(text: str, found: tuple | None) -> None:
    assert area(text) == found


@pytest.mark.parametrize(("chosen", "share"), [((1, 2), "1"), ((1,), "0.5"), ((1, 3), "0"), ((1, 2, 3), "0.5")])
def test_in_part(chosen: tuple[int, ...], share: str) -> None:
    assert spot.score(Given(choices=chosen), KEY) == Decimal(share)


def test_one_place() -> None:
    key = {"rule": "one", "right": [2], "wrong": [1, 3]}
    assert spot.score(Given(choices=(2,)), key) == 1
    assert spot.score(Given(choices=(1, 2)), key) == 0


def test_parse_and_read_a_posted_form() -> None:
    assert spot.read(spot.parse(Form({"": ["bb", "aa"]})), {"aa": 1, "bb": 2}) == Given(choices=(1, 2))


class TestDraft:
    def test_areas_are_drawn_in_the_pictures_pixels_under_numbers_of_the_sitting(self, practice) -> None:
        question = practice("practice-spot")
        assert spot.problems(question) == []
        choices = [{"n": n, "text": {"en": c.text_en}} for n, c in enumerate(spot.ordered(question), 1)]
        part = {"choices": choices, "picture": {"width": 1000, "height": 500}, **spot.show(question)}
        names = {"bb": 2, "aa": 1, "cc": 3, "dd": 4, "ee": 5}
        first = spot.drawn(part, Given(choices=(2,)), names, "en")["places"][0]
        # the number in the corner; area "50 61 8 35" of 1000 x 500
        wanted = {"x": 500, "y": 305, "width": 80, "height": 175, "cx": 500, "cy": 305}
        assert {name: first[name] for name in wanted} == wanted
        assert (first["number"], first["name"], first["chosen"]) == (1, "bb", True)

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"picture": None}, "The picture is missing."),
            ({"details": {"rule": "one"}}, "Exactly one choice must be marked as right."),
        ],
    )
    def test_problems(self, practice, english, change: dict, says: str) -> None:
        question = practice("practice-spot")
        for name, value in change.items():
            setattr(question, name, value)
        assert spot.problems(question) == [says]

    def test_every_place_has_an_area(self, practice, english) -> None:
        question = practice("practice-spot")
        question.choices.filter(order=2).update(area="far away")
        assert spot.problems(type(question).objects.get(pk=question.pk))[0].startswith("Place 2 needs an area")
