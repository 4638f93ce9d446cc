"""A survey's edition read as an instrument: its items, scales and background questions, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assessments.enums import Facet, Stance
from assessments.models import Edition, EditionItem
from ui import languages

BACKGROUND = ("region", "rank_group", "service", "sex", "years")
SILENT = {"na": Stance.NOT_MY_WORK, "declined": Stance.DECLINED}
Texts = dict[str, str]
Value = int | str


@dataclass(frozen=True)
class Item:
    """A competency as asked: twice, at two positions of the edition."""

    code: str
    domain: str
    text: str
    sensitive: bool
    importance: int
    level: int


@dataclass(frozen=True)
class Step:
    """A code or a point of a scale, and what it is called."""

    code: str
    label: str


class Instrument:
    """An edition in a language; texts that it lacks are taken from the next best one."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.edition = edition
        self.language = language
        self.rules: dict[str, Any] = edition.rules.get("instrument", {})
        self.items = self._items()

    def say(self, texts: Texts | None) -> str:
        """One text in the language of this instrument."""
        return self.say_in(texts, self.language)

    @staticmethod
    def say_in(texts: Texts | None, language: str) -> str:
        """One text in a language, or in the next best one that it is in."""
        found = texts or {}
        return next((found[code] for code in languages.fallbacks(language) if found.get(code)), "")

    def text(self, name: str) -> str:
        """A text of the instrument itself: importance_label, not_my_work, declined, thanks ..."""
        return self.say(self.rules.get(name))

    @property
    def title(self) -> str:
        return self.say(self.edition.rules.get("title"))

    @property
    def intro(self) -> str:
        return self.say(self.edition.rules.get("intro"))

    def scale(self, name: str) -> list[Step]:
        """The points of scale_importance or scale_level, from 1 up."""
        return [Step(str(point["value"]), self.say(point["label"])) for point in self.rules.get(name, [])]

    def question(self, name: str) -> str:
        """A background question's wording."""
        return self.say(self.rules.get("background_questions", {}).get(name))

    def options(self, name: str) -> list[Step]:
        """A background question's answers."""
        given = self.rules.get("background", {}).get(name, [])
        return [Step(option["code"], self.say(option["label"])) for option in given]

    def codes(self, name: str) -> set[str]:
        """The codes that a background question allows."""
        return {option["code"] for option in self.rules.get("background", {}).get(name, [])}

    def _items(self) -> list[Item]:
        rows = EditionItem.objects.filter(edition=self.edition).select_related("question__competency")
        stems = {entry["position"]: entry["stem"] for entry in self.edition.paper}
        asked: dict[int, dict[str, EditionItem]] = {}
        for row in rows.order_by("position"):
            asked.setdefault(row.question_id, {})[row.facet] = row
        both = (Facet.IMPORTANCE, Facet.LEVEL)
        return [self._item(facets, stems) for facets in asked.values() if all(facet in facets for facet in both)]

    def _item(self, facets: dict[str, EditionItem], stems: dict[int, Texts]) -> Item:
        first, second = facets[Facet.IMPORTANCE], facets[Facet.LEVEL]
        competency = first.question.competency
        return Item(
            code=competency.code if competency else first.question.key,
            domain=competency.domain if competency else "",
            text=self.say(stems[first.position]),
            sensitive=bool(competency and competency.sensitive),
            importance=first.position,
            level=second.position,
        )
