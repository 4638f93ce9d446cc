"""The key that counts: an edition's own, with what has been put right since; and a corrected key from the bank."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments import kinds
from assessments.domain.scoring import ALL, NONE
from assessments.enums import KeyFrom
from assessments.kinds.base import Given, Kind
from assessments.models import Edition, EditionItem, Question

Document = dict[str, Any]
DROPPED = "dropped"
TOLD = {"points", "explanation", "cites"}  # what stands beside the key proper: it decides about nobody's points


class NoKey(Exception):
    """The bank's question can't give this edition a key; the message says why, in a sentence for people."""


@dataclass(frozen=True)
class Planned:
    """One question of one edition: its key as it counts now, and as it is to count."""

    edition: Edition
    item: EditionItem
    now: Document
    then: Document

    @property
    def differs(self) -> bool:
        """Whether an answer might earn something else by it; an explanation that reads otherwise is no such thing."""
        return proper(self.now) != proper(self.then)


def proper(key: Document) -> Document:
    """What of a key decides about points."""
    return {name: value for name, value in key.items() if name not in TOLD}


def keys(edition: Edition) -> dict[str, Document]:
    """The key by position as it counts now; one query. Of each position the newest correction holds."""
    found: dict[str, Document] = dict(edition.key)
    for corrected in sorted(edition.corrections.all(), key=lambda row: row.number):
        found |= corrected.keys
    return found


def share(kind: Kind, given: Given, key: Document) -> Decimal:
    """The share of its points that an answer earns; of a dropped question everybody earns all, given or not."""
    if key.get(DROPPED):
        return ALL
    return kind.score(given, key) if given else NONE


def planned(edition: Edition, item: EditionItem, how: KeyFrom) -> Planned:
    """What a correction would change in one edition. Raises NoKey."""
    now, frozen = keys(edition)[str(item.position)], edition.key[str(item.position)]
    if how == KeyFrom.FROZEN:
        return Planned(edition, item, now, frozen)
    if how == KeyFrom.DROP:
        return Planned(edition, item, now, {**now, DROPPED: True})
    return Planned(edition, item, now, from_bank(edition, item, frozen))


def from_bank(edition: Edition, item: EditionItem, frozen: Document) -> Document:
    """The key of a published question as the bank has it now, in the edition's own numbers of the choices.

    Only what is right, why, and where to read: stem, choices and points stay as they were published. Raises NoKey.
    """
    kind = kinds.get(item.answering)
    if item.question.answering != item.answering:
        raise NoKey(_("The question is of another kind now: its key doesn't fit what was asked."))
    asked = _as_asked(item) if kind.in_order or kind.shape != "places" else _in_step(edition, item, kind)
    if problems := kind.check(asked):
        raise NoKey(
            _("The choices that were asked have no whole key in the bank: %(problem)s") % {"problem": problems[0]}
        )
    explained = {
        language: getattr(asked, f"explanation_{language}", "") or frozen["explanation"].get(language, "")
        for language in edition.rules["languages"]
    }
    found = {"points": frozen["points"], "explanation": explained, "cites": asked.cites, **kind.key(asked)}
    stored: Document = json.loads(json.dumps(found))  # as a database gives it back, so that it can be compared
    return stored


def _in_step(edition: Edition, item: EditionItem, kind: Kind) -> Question:
    """The bank's question where its parts (gaps, steps, pairs) are still those that the edition asked.

    Their key is about parts, not about single choices, so it fits only what is built the same. Raises NoKey.
    """
    part = edition.paper[item.position - 1]
    asked = [row.bank_choice for row in sorted(item.choices.all(), key=lambda row: row.position)]
    shown = json.loads(json.dumps(kind.show(item.question)))
    same = all(part.get(name) == told for name, told in shown.items())
    if not same or [choice.pk for choice in kind.ordered(item.question)] != asked:
        raise NoKey(_("Its gaps, steps or pairs are others now than those that were asked."))
    return item.question


def _as_asked(item: EditionItem) -> Question:
    """The bank's question with those choices alone that the edition asked, in the edition's order.

    A kind numbers choices in the order in which it meets them, so it gives its key in the edition's numbers.
    Raises NoKey when the bank has lost one of them.
    """
    in_bank = {choice.pk: choice for choice in item.question.choices.all()}
    asked = [row.bank_choice for row in sorted(item.choices.all(), key=lambda row: row.position)]
    if not set(asked) <= in_bank.keys():
        raise NoKey(_("A choice that was asked is not in the bank any more, so it can't be said whether it is right."))
    question = copy.copy(item.question)
    question._prefetched_objects_cache = {}
    question._cluster_related_objects = {"choices": [in_bank[pk] for pk in asked]}
    return question
