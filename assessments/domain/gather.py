"""Gathering answers for statistics: sittings of an edition and sheets of paper, as one matrix that names nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from assessments import kinds
from assessments.domain import corrections
from assessments.domain.statistics.responses import Responses
from assessments.enums import AssessmentKind
from assessments.models import (
    Answer,
    AnswerChoice,
    Assessment,
    Edition,
    KeyCorrection,
    PaperExam,
    PaperSheet,
    Result,
    Sitting,
)

SOURCES = ("language", "sex")
LONGEST_PAUSE = 3600.0


class NothingToCount(Exception):
    """There is no such edition, or nothing in it has a right answer; the message says which."""


@dataclass(frozen=True)
class Column:
    """A question: key, worth, text by language, its choices' texts by number, which are right, its row in the bank."""

    key: str
    points: float
    stem: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    right: tuple[int, ...] = ()
    question_id: int | None = None


@dataclass(frozen=True)
class Gathered:
    """What there is to count: the matrix, its columns, the edition (None: paper alone), how many people of each."""

    data: Responses
    columns: tuple[Column, ...]
    edition: int | None
    sittings: int
    sheets: int


def countable() -> QuerySet[Assessment]:
    """Assessments that may have statistics, with `sat` people who have finished and `on_paper` sheets."""
    sat = Count("sittings__candidate", filter=Q(sittings__closed_at__isnull=False), distinct=True)
    found: QuerySet[Assessment] = Assessment.objects.exclude(kind=AssessmentKind.SURVEY).select_related(
        "current", "paper_exam"
    )
    found = found.defer("current__paper", "current__key")
    found = found.annotate(sat=sat, on_paper=Count("paper_exam__sheets", distinct=True))
    return found.order_by("code")


def by_code(code: str) -> Assessment:
    """Raises Assessment.DoesNotExist unless there is one that may have statistics."""
    return countable().get(code=code)


def paper_of(assessment: Assessment) -> PaperExam | None:
    """What was taken in from paper for it."""
    return PaperExam.objects.filter(assessment=assessment).first()


def editions(assessment: Assessment) -> list[tuple[int, int]]:
    """(number, people who have finished) of each edition that anybody has, newest first."""
    found = Sitting.objects.filter(assessment=assessment, closed_at__isnull=False).values("edition__number")
    return sorted(found.annotate(n=Count("candidate", distinct=True)).values_list("edition__number", "n"), reverse=True)


def stamp(assessment: Assessment, number: int | None) -> str:
    """Changes whenever the figures might: a sitting closed, a mark changed, a sheet taken in."""
    closed = Sitting.objects.filter(assessment=assessment, closed_at__isnull=False)
    newest = Result.objects.filter(sitting__assessment=assessment).aggregate(newest=Max("pk"))["newest"]
    corrected = KeyCorrection.objects.filter(edition__assessment=assessment).count()
    paper = paper_of(assessment)
    sat = f"{closed.count()}.{newest}.{corrected}"
    return f"{assessment.pk}.{number}.{assessment.current_id}.{sat}.{paper and paper.changed_at}"


def gather(assessment: Assessment, number: int | None = None) -> Gathered:
    """Each person's first finished sitting of one edition, and all sheets of paper.

    The edition is the newest that anybody has finished, else the current one; `number` asks for another. At most ten
    queries. Raises NothingToCount.
    """
    if assessment.kind == AssessmentKind.SURVEY:
        raise NothingToCount(_("A survey has no right answers: it has no such figures."))
    paper = paper_of(assessment)
    edition = _edition(assessment, number)
    columns = _columns(edition) if edition else _paper_columns(paper)
    if not columns:
        raise NothingToCount(_("It has no published question with a right answer, and no answers from paper."))
    matrix = _Matrix(columns)
    if edition:
        matrix.sittings(edition)
    sittings = len(matrix.people)
    matrix.sheets(PaperSheet.objects.filter(exam=paper).order_by("pk") if paper else ())
    return Gathered(
        matrix.responses(), columns, edition.number if edition else None, sittings, len(matrix.people) - sittings
    )


def _edition(assessment: Assessment, number: int | None) -> Edition | None:
    if number is None:
        sat = editions(assessment)
        if not sat:
            return Edition.objects.filter(pk=assessment.current_id).first()
        number = sat[0][0]
    found: Edition | None = Edition.objects.filter(assessment=assessment, number=number).first()
    if found is None:
        raise NothingToCount(_("There is no edition %(number)s.") % {"number": number})
    return found


def _columns(edition: Edition) -> tuple[Column, ...]:
    items = edition.items.order_by("position").values_list("position", "question_id", "points", "answering")
    parts, keys = {part["position"]: part for part in edition.paper}, corrections.keys(edition)
    found = []
    for position, question_id, points, answering in items:
        kind, part = kinds.get(answering), parts[position]
        if not kind.scored or keys[str(position)].get(corrections.DROPPED):
            continue
        told = kind.shape == "choices"
        choices = {choice["n"]: choice["text"] for choice in part["choices"]} if told else {}
        right = kind.right(keys[str(position)]).choices if told else ()
        found.append(Column(part["question"], float(points), part["stem"], choices, right, question_id))
    return tuple(found)


def _paper_columns(paper: PaperExam | None) -> tuple[Column, ...]:
    return tuple(Column(column["key"], float(column["points"])) for column in (paper.columns if paper else []))


class _Matrix:
    """The matrix as it grows, a row a person."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.columns = tuple(columns)
        self.at = {column.key: place for place, column in enumerate(self.columns)}
        self.people: list[tuple[str, str]] = []
        self.scores: list[list[float]] = []
        self.answered: list[list[bool]] = []
        self.seconds: list[list[float]] = []
        self.chosen: dict[str, list[tuple[int, int]]] = {}
        self.slots: list[list[float]] = []

    def _person(self, language: str, sex: str) -> int:
        self.people.append((language, sex))
        self.scores.append([np.nan] * len(self.columns))
        self.answered.append([False] * len(self.columns))
        self.seconds.append([np.nan] * len(self.columns))
        self.slots.append([])
        return len(self.people) - 1

    def sittings(self, edition: Edition) -> None:
        """First finished sittings. An answer whose mark isn't given yet counts as not put."""
        closed = Sitting.objects.filter(edition=edition, closed_at__isnull=False).order_by("candidate_id", "number")
        rows: dict[int, int] = {}
        started: dict[int, datetime] = {}
        of: set[int] = set()
        for pk, candidate, language, sex, start in closed.values_list(
            "pk", "candidate_id", "language", "candidate__sex", "started_at"
        ):
            if candidate not in of:
                of.add(candidate)
                rows[pk], started[pk] = self._person(language, sex), start
        places = {
            item: self.at[key] for item, key in edition.items.values_list("pk", "question__key") if key in self.at
        }
        answers = Answer.objects.filter(sitting__edition=edition, sitting__closed_at__isnull=False)
        self._fill(answers, rows, started, places)
        made = AnswerChoice.objects.filter(answer__sitting__edition=edition)
        for sitting, item, number in made.values_list("answer__sitting_id", "answer__item_id", "choice__position"):
            if sitting in rows and item in places and self.columns[places[item]].choices:
                self.chosen.setdefault(self.columns[places[item]].key, []).append((rows[sitting], number))

    def _fill(
        self, answers: QuerySet[Answer], rows: dict[int, int], started: dict[int, datetime], places: dict[int, int]
    ) -> None:
        saved: dict[int, list[tuple[datetime, int]]] = {}
        told = answers.order_by("sitting_id", "position")
        for sitting, item, points, when in told.values_list("sitting_id", "item_id", "points", "answered_at"):
            if sitting not in rows or item not in places or points is None:
                continue
            row, place = rows[sitting], places[item]
            self.scores[row][place], self.answered[row][place] = float(points), when is not None
            self.slots[row].append(float(points))
            if when is not None:
                saved.setdefault(sitting, []).append((when, place))
        for sitting, moments in saved.items():
            before = started[sitting]
            for when, place in sorted(moments):
                pause = (when - before).total_seconds()
                # Saves that came in one batch, and an interruption of an hour, tell nothing of the question.
                if 0 < pause < LONGEST_PAUSE:
                    self.seconds[rows[sitting]][place] = pause
                before = when

    def sheets(self, sheets: Iterable[PaperSheet]) -> None:
        """Sheets of paper; keys that the edition doesn't have are passed over."""
        for sheet in sheets:
            row = self._person(sheet.language, sheet.sex)
            for key, score in sheet.scores.items():
                if key in self.at:
                    self.scores[row][self.at[key]] = float(score or 0)
                    self.answered[row][self.at[key]] = score is not None
            for key, numbers in sheet.chosen.items():
                if key in self.at:
                    self.chosen.setdefault(key, []).extend((row, number) for number in numbers)

    def responses(self) -> Responses:
        """The finished matrix."""
        shape = (len(self.people), len(self.columns))

        def filled(rows: list[Any], kind: type) -> Any:
            return np.array(rows, dtype=kind).reshape(shape)

        return Responses(
            tuple(column.key for column in self.columns),
            np.array([column.points for column in self.columns], dtype=np.float64),
            filled(self.scores, np.float64),
            filled(self.answered, np.bool_),
            filled(self.seconds, np.float64),
            self.chosen,
            {name: tuple(person[place] for person in self.people) for place, name in enumerate(SOURCES)},
            np.array(self.slots) if len({len(slots) for slots in self.slots} - {0}) == 1 and all(self.slots) else None,
        )
