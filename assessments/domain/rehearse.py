"""Rehearsing an examination: a copy of it and simulated cadets, what is stored of theirs, and clearing up afterwards.

Evidence is never deleted, so a rehearsal leaves its sittings behind. They are kept apart from the beginning instead:
they belong to a copy of the assessment (`Assessment.rehearses`), which `Assessment.objects` passes over, and to
accounts with `User.rehearsal`, which no scope reaches. So no result, statistic, board, list or search ever meets them.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from assessments.domain import authored, sit
from assessments.enums import Closed
from assessments.models import (
    Answer,
    AnswerEvent,
    Assessment,
    Edition,
    EditionChoice,
    EditionItem,
    Rehearsal,
    Result,
    Sitting,
)
from ledger import audit
from people.models import User
from ui.languages import codes

Key = tuple[str, int, int, int]  # the sitting's public id, position, epoch, counter


class UnderWay(Exception):
    """Another rehearsal goes on, or was cut off before it cleared up."""


@dataclass(frozen=True)
class Stage:
    """What a rehearsal is held with: the copy, and the accounts, which share one password that is never kept."""

    assessment: Assessment
    copy: Assessment
    people: list[User]
    password: str


@transaction.atomic
def prepare(*, code: str, candidates: int) -> Stage:
    """A copy of the assessment's current edition, and so many accounts, open.

    Raises Assessment.DoesNotExist, UnderWay.
    """
    assessment = authored.get(code=code)
    # Two administrators rehearsing it at once: the second waits here, then finds the first one's copy.
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    if _copies().exclude(current=None).exists():
        raise UnderWay
    copy = _copied(assessment)
    password = secrets.token_urlsafe(24)
    people = _accounts(candidates, password)
    audit.record(actor=None, action="rehearsal.begin", subject=assessment, candidates=candidates)
    return Stage(assessment, copy, people, password)


def clear_up() -> None:
    """Closes everything that rehearsals have open, their accounts first. Safe to repeat, after one that was cut off."""
    people = User.objects.filter(rehearsal=True, is_active=True)
    people.update(is_active=False, password=make_password(None), session_generation=F("session_generation") + 1)
    going_on = Sitting.objects.open().filter(assessment__in=_copies())
    for pk in list(going_on.values_list("pk", flat=True)):
        sit.close(sitting_id=pk, how=Closed.TIME)
    _copies().exclude(current=None).update(current=None)


def compare(*, copy: Assessment, acknowledged: Mapping[Key, Any], finished: Collection[str]) -> dict[str, int]:
    """How what was acknowledged differs from what is stored: numbers by the names of `rehearsal.verdict.Found`.

    `finished`: public ids of the sittings that were handed in.
    """
    events = AnswerEvent.objects.filter(sitting__assessment=copy).values_list(
        "sitting__public_id", "position", "epoch", "counter", "value", "late"
    )
    stored = {(str(row[0]), row[1], row[2], row[3]): (row[4], row[5]) for row in events}
    both = [(value, *stored[key]) for key, value in acknowledged.items() if key in stored]
    results = Result.objects.filter(sitting__assessment=copy, sitting__closed=Closed.FINISHED)
    with_result = {str(public_id) for public_id in results.values_list("sitting__public_id", flat=True)}
    return {
        "lost": len(acknowledged) - len(both),
        "changed": sum(value != kept for value, kept, _late in both),
        "late": sum(late for _value, _kept, late in both),
        "uncounted": _uncounted(copy, acknowledged, set(finished)),
        "unfinished": len(set(finished) - with_result),
    }


def _uncounted(copy: Assessment, acknowledged: Mapping[Key, Any], finished: set[str]) -> int:
    """Questions of sittings handed in whose counted answer isn't the newest acknowledged one."""
    answers = Answer.objects.filter(sitting__assessment=copy).values_list(
        "sitting__public_id", "position", "epoch", "counter"
    )
    counted = {(str(public_id), position): (epoch, counter) for public_id, position, epoch, counter in answers}
    newest: dict[tuple[str, int], tuple[int, int]] = {}
    for public_id, position, epoch, counter in acknowledged:
        if public_id in finished:
            place = (public_id, position)
            newest[place] = max(newest.get(place, (0, 0)), (epoch, counter))
    return sum(counted.get(place) != save for place, save in newest.items())


def conclude(*, assessment: Assessment, candidates: int, go: bool, report: dict[str, Any]) -> Rehearsal:
    """Keeps what the rehearsal came to, for the board."""
    with transaction.atomic():
        kept = Rehearsal.objects.create(assessment=assessment, candidates=candidates, go=go, report=report)
        audit.record(actor=None, action="rehearsal.end", subject=assessment, candidates=candidates, go=go)
    return kept


def _copies() -> QuerySet[Assessment]:
    return Assessment.with_rehearsals.exclude(rehearses=None)


def _copied(assessment: Assessment) -> Assessment:
    """A copy that can be sat: its own edition, the same paper, key and rules to the letter."""
    edition = Edition.objects.get(pk=assessment.current_id)
    titles = {f"title_{language}": getattr(assessment, f"title_{language}") for language in codes()}
    code = f"rehearsal-{assessment.pk}-{timezone.now():%y%m%d%H%M%S}-{secrets.token_hex(2)}"
    copy = Assessment(code=code, kind=assessment.kind, rehearses=assessment, **titles)
    # In bulk, so that no signal has Wagtail look for a row that its lists are not to know.
    Assessment.with_rehearsals.bulk_create([copy])
    items = list(edition.items.order_by("position"))
    choices = list(EditionChoice.objects.filter(item__edition=edition).order_by("item", "position"))
    places = {item.pk: item.position for item in items}
    edition.pk, edition.number, edition.assessment, edition.published_by = None, 1, copy, None
    edition.published_at, edition._state.adding = timezone.now(), True
    edition.save(force_insert=True)
    _copy_index(edition, items, choices, places)
    _copies().filter(pk=copy.pk).update(current=edition)
    return _copies().select_related("current").get(pk=copy.pk)


def _copy_index(
    edition: Edition, items: list[EditionItem], choices: list[EditionChoice], places: dict[int, int]
) -> None:
    for item in items:
        item.pk, item.edition, item._state.adding = None, edition, True
    new = {item.position: item for item in EditionItem.objects.bulk_create(items)}
    for choice in choices:
        choice.pk, choice.item, choice._state.adding = None, new[places[choice.item_id]], True
    EditionChoice.objects.bulk_create(choices)


def _accounts(candidates: int, password: str) -> list[User]:
    """So many simulated cadets, those of earlier rehearsals first. One hash for all: hashing takes long on purpose."""
    there = list(User.objects.filter(rehearsal=True).order_by("pk")[:candidates])
    missing = range(len(there), candidates)
    new = [User(username=f"rehearsal-{n:05d}-{secrets.token_hex(3)}", rehearsal=True, is_active=False) for n in missing]
    people = there + User.objects.bulk_create(new)
    User.objects.filter(pk__in=[person.pk for person in people]).update(
        password=make_password(password), is_active=True, must_change_password=False
    )
    return people
