"""What a candidate is shown of a closed quiz: each question, their answer, the right one, why, and where to read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments import kinds
from assessments.domain import corrections, showing
from assessments.domain.sheet import shown_language
from assessments.enums import MarkPart
from assessments.kinds.base import NOTHING, Given, Kind
from assessments.models import Answer, Sitting
from ui import citations
from ui.citations import Citation

Document = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """An answer in words: texts of choices or what was written, or a number with its unit; `ordered` when the order of
    the choices is the answer.
    """

    texts: tuple[str, ...]
    number: Decimal | None
    unit: str
    ordered: bool

    def __bool__(self) -> bool:
        return bool(self.texts) or self.number is not None

    def nothing(self) -> Said:
        """What is said where the answer is kept back."""
        return Said(texts=(), number=None, unit="", ordered=False)


@dataclass(frozen=True)
class Reviewed:
    """One question of a closed sitting with everything that was kept back while it was open."""

    position: int
    language: str
    stem: str
    picture: Document
    given: Said
    right: Said
    points: Decimal
    waiting: bool
    worth: Decimal
    explanation: str
    citations: tuple[Citation, ...]
    remark: str
    dropped: bool = False

    @property
    def is_right(self) -> bool:
        return self.points == self.worth


def may_see(sitting: Sitting) -> bool:
    """Whether right answers may be shown: `domain.showing` says when, and how much where it is less than that."""
    return showing.of(sitting) == showing.Shown.EVERYTHING


def review(sitting: Sitting) -> list[Reviewed]:
    """Every question of a closed sitting, in its order. The caller has asked `may_see` before. Six queries."""
    edition = Sitting.objects.select_related("edition").get(pk=sitting.pk).edition
    language = shown_language(edition.rules["languages"])
    answers = sitting.answers.select_related("item").prefetch_related("chosen__choice", "marks").order_by("position")
    keys = corrections.keys(edition)
    refs = {ref for key in keys.values() for ref in key["cites"]}
    cited = citations.resolve_many(refs, language)
    return [
        _reviewed(
            answer,
            edition.paper[answer.item.position - 1],
            keys[str(answer.item.position)],
            language,
            cited,
        )
        for answer in answers
    ]


def _reviewed(answer: Answer, part: Document, key: Document, language: str, cited: dict[str, Citation]) -> Reviewed:
    kind = kinds.get(answer.item.answering)
    made = [(chosen.choice.position, chosen.place) for chosen in answer.chosen.all()]
    given = Given(
        choices=tuple(number for number, _place in made),
        places=tuple(place for _number, place in made),
        number=answer.number,
        text=answer.text,
    )
    right = kind.right(key) if kind.scored else NOTHING
    picture = part.get("picture")
    return Reviewed(
        position=answer.position,
        language=language,
        stem=kind.stem(part, language),
        picture={**picture, "alt": picture["alt"][language]} if picture else {},
        given=said(given, part, language, kind),
        right=said(right, part, language, kind),
        points=answer.points or Decimal(0),
        waiting=answer.points is None,
        remark=next((mark.reason for mark in answer.marks.all() if mark.part != MarkPart.SECOND), ""),
        worth=answer.item.points,
        explanation=key["explanation"].get(language, ""),
        citations=tuple(cited[ref] for ref in key["cites"] if ref in cited),
        dropped=bool(key.get(corrections.DROPPED)),
    )


def said(given: Given, part: Document, language: str, kind: Kind) -> Said:
    """An answer in words of the paper, in one language."""
    return Said(
        texts=kind.said(given, part, language) if given else (),
        number=given.number,
        unit=part.get("unit", {}).get(language, ""),
        ordered=kind.in_order,
    )
