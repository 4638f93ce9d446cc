"""The right answers, from the question bank's own file: who has learnt the course knows them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.journeys.server import ROOT

BANK = ROOT / "assessments" / "content" / "first-steps-bank.toml"


@dataclass(frozen=True)
class Known:
    """One question's right answer in one language: the texts of right choices (in order, for "order"), or a number."""

    key: str
    answering: str
    right: list[str]
    wrong: list[str]
    number: str


def letters(text: str) -> str:
    """What two writings of a text have in common, with markup or without: their letters and digits."""
    return re.sub(r"[\W_]+", "", text).casefold()


@cache
def known(language: str) -> dict[str, Known]:
    """Every question of the bank by its stem in that language."""
    questions = tomllib.loads(BANK.read_text("utf-8"))["questions"]
    return {letters(question["stem"][language]): _known(question, language) for question in questions}


def _known(question: dict[str, Any], language: str) -> Known:
    choices = question.get("choices", [])
    texts = [letters(choice["text"][language]) for choice in choices]
    in_order = question["answering"] == "order"
    right = [text for text, choice in zip(texts, choices, strict=True) if in_order or choice.get("right")]
    number = str(question.get("answer", ""))
    if language != "en":
        number = number.replace(".", ",")
    wrong = [text for text in texts if text not in right]
    return Known(question["key"], question["answering"], right, wrong, number)
