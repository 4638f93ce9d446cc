"""A sitting as its candidate sees it: questions in one language, answers so far, the time left; never the key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from assessments import kinds
from assessments.domain import dealing
from assessments.domain.fold import newest
from assessments.domain.save import seconds_left
from assessments.kinds.base import NOTHING, Given
from assessments.models import AnswerEvent, Assessment, Sitting
from people.models import User
from ui import languages

Document = dict[str, Any]

# In one statement: two devices that open the sitting at the same moment must not be told one and the same epoch, or
# neither would learn of the other, and their saves would be ranked as one page's.
OPEN = """
UPDATE assessments_sitting SET epoch = epoch + 1
WHERE public_id = %s AND candidate_id = %s AND closed_at IS NULL
RETURNING id, epoch
"""


@dataclass(frozen=True)
class Line:
    """One choice as this sitting names and orders it."""

    name: str
    text: str
    number: int


@dataclass(frozen=True)
class Asked:
    """One question of a sheet. `value` is what the log holds, `given` what it says; (0, 0) is «never saved»."""

    position: int
    answering: str
    template: str
    shape: str
    stem: str
    stem_inside: bool
    styled: bool
    unit: str
    picture: Document
    drawn: Document
    names: dict[int, str]
    choices: tuple[Line, ...]
    value: Document
    given: Given
    whole: bool
    epoch: int
    counter: int


@dataclass(frozen=True)
class Sheet:
    """Everything that the page of a sitting shows. `language` is the one the questions are in."""

    sitting: Sitting
    title: str
    language: str
    epoch: int
    left: int | None
    questions: tuple[Asked, ...]

    @property
    def unanswered(self) -> list[int]:
        """Positions of the questions that hold no answer that would count."""
        return [asked.position for asked in self.questions if not asked.whole]

    @property
    def any_saved(self) -> bool:
        """Whether the log holds anything at all."""
        return any(asked.epoch for asked in self.questions)


def resume(*, public_id: UUID, candidate: User, language: str | None = None, now: datetime | None = None) -> Sheet:
    """Opens the sitting's page anew: gives it an epoch of its own, so that its saves rank after earlier pages'.

    Raises Sitting.DoesNotExist for another person's sitting, and for one that is closed.
    """
    named = Sitting._meta.get_field("public_id").get_db_prep_value(public_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [named, candidate.pk])
        opened = cursor.fetchone()
    if opened is None:
        raise Sitting.DoesNotExist
    sitting_id, epoch = opened
    return replace(sheet(sitting_id, language=language, now=now), epoch=epoch)


def sheet(sitting_id: int, *, language: str | None = None, now: datetime | None = None) -> Sheet:
    """The sheet of a sitting that the caller has found in the viewer's scope; three queries, never the key."""
    sitting = Sitting.objects.select_related("edition").defer("edition__key").get(pk=sitting_id)
    shown = shown_language(sitting.edition.rules["languages"], language)
    held = newest(sitting.events.filter(late=False)) if sitting.closed_at is None else newest(sitting.events.all())
    places = sitting.answers.order_by("position").values_list("position", "item__position")
    return Sheet(
        sitting=sitting,
        title=sitting.edition.rules["title"][shown],
        language=shown,
        epoch=sitting.epoch,
        left=seconds_left(sitting.deadline_at, now or timezone.now()),
        questions=tuple(
            _asked(sitting, position, sitting.edition.paper[place - 1], held.get(position), shown)
            for position, place in places
        ),
    )


@dataclass(frozen=True)
class Introduction:
    """What the page before the start tells: title and introduction in one language, and the rules."""

    title: str
    intro: str
    language: str
    questions: int
    minutes: int | None
    pass_percent: int


def introduced(assessment: Assessment) -> Introduction:
    """The introduction to an assessment's current edition; one query, neither paper nor key."""
    edition = assessment.current
    if edition is None:
        raise Assessment.DoesNotExist
    rules, shown = edition.rules, shown_language(edition.rules["languages"])
    return Introduction(
        title=rules["title"][shown],
        intro=rules["intro"][shown],
        language=shown,
        questions=dealing.length(rules, edition.items.count()),
        minutes=rules["minutes"],
        pass_percent=rules["pass_percent"],
    )


def shown_language(published: list[str], wanted: str | None = None) -> str:
    """The language to show out of those that were published: the wanted (or active) one, or the nearest to it."""
    return next(code for code in languages.fallbacks(wanted or languages.current()) if code in published)


def _asked(sitting: Sitting, position: int, part: Document, event: AnswerEvent | None, language: str) -> Asked:
    kind = kinds.get(part["answering"])
    names = dealing.names(sitting.seed, part)
    texts = {choice["n"]: choice["text"][language] for choice in part["choices"]}
    value = event.value if event else {}
    given = kind.read(value, names) if event else NOTHING
    picture = part.get("picture")
    return Asked(
        position=position,
        answering=kind.code,
        template=kind.template,
        shape=kind.shape,
        stem=part["stem"][language],
        stem_inside=kind.stem_inside,
        styled=kind.styled,
        picture={**picture, "alt": picture["alt"][language]} if picture else {},
        drawn=kind.drawn(part, given, names, language),
        unit=part.get("unit", {}).get(language, ""),
        choices=tuple(Line(name, texts[number], number) for name, number in names.items() if number in texts),
        names={number: name for name, number in names.items()},
        value=value,
        given=given,
        whole=kind.is_whole(given, part),
        epoch=event.epoch if event else 0,
        counter=event.counter if event else 0,
    )
