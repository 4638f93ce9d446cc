"""The page of a sitting, read as its script reads it: where answers go, and what may be answered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

AGAIN = re.compile(r'data-again="(\d+)"')
TURN = "data-turn"


@dataclass
class Question:
    """A question on the page: its position, the shape of its answer, the names of its choices."""

    position: int
    shape: str
    names: list[str] = field(default_factory=list)

    def answer(self, mark: str, turn: int) -> dict[str, Any]:
        """An answer that nobody else gives: names of choices are a sitting's own, and words and numbers hold `mark`.

        `turn` makes the second answer to a question another one than the first.
        """
        if self.shape == "choices":
            return {"choices": [self.names[turn % len(self.names)]]}
        if self.shape == "places":
            turned = self.names[turn % len(self.names) :] + self.names[: turn % len(self.names)]
            return {"places": {name: str(place) for place, name in enumerate(turned, 1)}}
        return {self.shape: f"{mark}{self.position:03d}{turn}"}


class Sheet(HTMLParser):
    """The page: `sitting` is its public id, `answers` where saves go, `epoch` what they carry."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sitting = self.answers = ""
        self.epoch = 0
        self.questions: list[Question] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and "data-sitting" in found:
            self.sitting, self.answers = found["data-sitting"], found["data-answers"]
            self.epoch = int(found["data-epoch"])
        elif tag == "section" and "data-position" in found:
            self.questions.append(Question(int(found["data-position"]), found["data-shape"]))
        elif tag in {"input", "select"} and self.questions and found.get("name", "").startswith("q"):
            self._choice(self.questions[-1], found)

    def _choice(self, question: Question, found: dict[str, str]) -> None:
        if question.shape == "choices":
            question.names.append(found["value"])
        elif question.shape == "places":
            question.names.append(found["name"].split(".", 1)[1])


def seconds_to_wait(html: str) -> int | None:
    """How long a page of the line says to wait before asking again; None: it is one's turn, or it is no such page."""
    found = AGAIN.search(html)
    return int(found.group(1)) if found else None
