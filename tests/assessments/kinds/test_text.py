"""A few words are written."""

import pytest

from assessments import kinds
from assessments.kinds.base import Form, Given
from tests.factories.assessments import QuestionFactory

text = kinds.get("text")
KEY = {"answers": {"tg": ["ҳуқуқвайронкунӣ", "ҷиноят"], "ru": ["преступление"], "en": []}, "typos": "0"}


@pytest.mark.parametrize(
    ("given", "share"),
    [
        ("ҳуқуқвайронкунӣ", 1),
        ("  Хукуквайронкуни ", 1),  # no Tajik keys on this phone
        ("ҶИНОЯТ", 1),
        ("преступление", 1),
        ("преступленье", 0),
        ("чиноятҳо", 0),
        ("", 0),
    ],
)
def test_any_right_answer_counts_however_its_letters_are_typed(given: str, share: int) -> None:
    assert text.score(Given(text=given), KEY) == share


@pytest.mark.parametrize(
    ("given", "typos", "share"),
    [
        ("престуление", "1", 1),  # left out
        ("престуупление", "1", 1),  # added
        ("преступлиние", "1", 1),  # changed
        ("рпеступление", "1", 1),  # swapped
        ("рпеступлиние", "1", 0),
        ("рпеступлиние", "2", 1),
    ],
)
def test_as_many_letters_as_the_author_allows_may_be_wrong(given: str, typos: str, share: int) -> None:
    assert text.score(Given(text=given), KEY | {"typos": typos}) == share


def test_a_short_word_allows_no_mistake() -> None:
    key = {"answers": {"tg": ["102"], "ru": [], "en": []}, "typos": "2"}
    assert text.score(Given(text="102"), key) == 1
    assert text.score(Given(text="103"), key) == 0


def test_parse_and_read_a_posted_form() -> None:
    assert text.read(text.parse(Form({"": ["  ду   калима "]})), {}) == Given(text="ду калима")
    assert not text.read({"text": ["list"]}, {})
    assert not text.read(text.parse(Form({"": ["   "]})), {})
    assert len(text.read({"text": "я" * 9000}, {}).text) == 300


def test_the_right_answer_is_the_first_of_each_language() -> None:
    assert text.right(KEY).text == "ҳуқуқвайронкунӣ / преступление"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("details", "problems"),
    [({"answers_tg": "як\nду"}, 0), ({"answers_ru": "раз"}, 0), ({}, 1), ({"answers_tg": " \n"}, 1),
     ({"answers_tg": "я" * 301}, 1)],
)  # fmt: skip
def test_draft(details: dict, problems: int) -> None:
    assert len(text.check(QuestionFactory(answering="text", details=details, choices=[]))) == problems
