"""What the screens of assessments show, in the words and shapes that templates need."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from assessments.domain import results, scoring
from assessments.domain.feedback import Reviewed
from assessments.domain.sheet import Asked
from assessments.domain.showing import points_shown
from assessments.domain.turning import Page
from assessments.enums import Cause
from assessments.models import Result, Sitting

Document = dict[str, Any]


@dataclass(frozen=True)
class Option:
    """One choice of a widget: its name in this sitting, its words, whether it is chosen, its place in an order."""

    name: str
    text: str
    chosen: bool
    place: str


@dataclass(frozen=True)
class Widget:
    """A question as its template draws it; `asked` is the question itself."""

    asked: Asked
    name: str
    options: list[Option]
    places: list[str]
    number: str
    text: str
    unreadable: bool
    flagged: bool


@dataclass(frozen=True)
class Stop:
    """A question in the overview of a sitting."""

    position: int
    whole: bool
    flagged: bool
    here: bool


def overview(asked: Iterable[Asked], flagged: Collection[int], page: Page | None) -> list[Stop]:
    """Every question of a sitting: whether it is answered, flagged, and the one that is shown alone."""
    here = page.position if page else 0
    return [Stop(one.position, one.whole, one.position in flagged, one.position == here) for one in asked]


def widget(asked: Asked, flagged: bool = False) -> Widget:
    """The widget of a question, filled with what is saved, also when that isn't a whole answer yet."""
    chosen, places = asked.value.get("choices") or [], asked.value.get("places") or {}
    number = str(asked.value.get("number") or "")
    return Widget(
        asked=asked,
        name=f"q{asked.position}",
        options=[
            Option(line.name, line.text, line.name in chosen, str(places.get(line.name, ""))) for line in asked.choices
        ],
        places=[str(place) for place in range(1, len(asked.choices) + 1)],
        number=number,
        text=str(asked.value.get("text") or ""),
        unreadable=bool(number) and not asked.given,
        flagged=flagged,
    )


@dataclass(frozen=True)
class Score:
    """A result in words: «7 of 10», percent, passed or not."""

    text: str
    percent: int
    passed: bool
    waiting: int


def score(result: Result) -> Score:
    """What a result says."""
    text = _("%(score)s of %(out_of)s") % {"score": plain(result.score), "out_of": plain(result.out_of)}
    return Score(
        text=text, percent=scoring.percent(result.score, result.out_of), passed=result.passed, waiting=result.waiting
    )


def plain(number: Decimal) -> str:
    """A number as it is written here, without zeros that say nothing: 7 or 7,5."""
    return formats.number_format(f"{number.normalize():f}", use_l10n=True)


@dataclass(frozen=True)
class Attempt:
    """One of a person's attempts, for a list: the sitting, and its score once it is closed."""

    sitting: Sitting
    score: Score | None


def attempts(sittings: Iterable[Sitting]) -> list[Attempt]:
    """Attempts with their current results as far as they are shown; `results` must be prefetched (newest first)."""
    found = ((sitting, list(sitting.results.all())) for sitting in sittings)
    return [
        Attempt(sitting, score(had[0]) if had and points_shown(sitting.assessment) else None) for sitting, had in found
    ]


@dataclass(frozen=True)
class Row:
    """A line of a list of results; `is_news` when a person corrected it lately. The score is None where its candidate
    isn't shown it (yet).
    """

    result: Result
    sitting: Sitting
    score: Score | None

    @property
    def corrected(self) -> bool:
        return self.result.number > 1 and self.result.cause != Cause.MARKING

    @property
    def is_news(self) -> bool:
        return self.corrected and self.result.marked_at > timezone.now() - results.NEWS


def rows(found: Iterable[Result]) -> list[Row]:
    """Lines of a list of results."""
    return [Row(result, result.sitting, score(result)) for result in found]


def own_rows(results: Iterable[Result]) -> list[Row]:
    """Lines of a list of one's own results, as far as they are shown."""
    return [row if points_shown(row.sitting.assessment) else replace(row, score=None) for row in rows(results)]


def earned(reviewed: Reviewed) -> str:
    """What an answer earned, in words."""
    if reviewed.waiting:
        return _("not marked yet")
    return _("%(points)s of %(worth)s") % {"points": plain(reviewed.points), "worth": plain(reviewed.worth)}
