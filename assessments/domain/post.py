"""A whole page of answers, posted at once: what a sitting does without JavaScript, and at the end in any case.

A form carries every answer of its page, also those that somebody has meanwhile changed on another device. So only
what differs from what this page last knew is saved; the rest is left as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments import kinds
from assessments.domain.fold import newest
from assessments.domain.save import Receipt, Saved, save, seconds_left
from assessments.kinds.base import Form
from assessments.models import Sitting

NOT_POSTED = Form()
Document = dict[str, Any]


def save_page(
    *,
    sitting: Sitting,
    page_epoch: int,
    posted: Mapping[int, Form],
    only: Collection[int] | None = None,
    now: datetime | None = None,
) -> Receipt:
    """Saves what was changed on the page of that epoch; `posted` holds each question's fields by position.
    `only` names the positions that stood on the page (None: all of them); the others are left as they are.

    The changes rank after everything stored before, because the candidate has just sent them.
    """
    now = now or timezone.now()
    changes = _changes(sitting, page_epoch, posted)
    if only is not None:
        changes = {position: value for position, value in changes.items() if position in only}
    if not changes:
        return Receipt(saved=0, late=False, left=seconds_left(sitting.deadline_at, now), epoch=sitting.epoch)
    epoch = _new_epoch(sitting)
    batch = [Saved(position, epoch, 1, value) for position, value in changes.items()]
    return save(public_id=sitting.public_id, candidate=sitting.candidate, batch=batch, now=now)


def _changes(sitting: Sitting, page_epoch: int, posted: Mapping[int, Form]) -> dict[int, Document]:
    """Position -> value, where the page says something else than both its own last save and the newest one."""
    events = list(sitting.events.all())
    known, now_held = newest(e for e in events if e.epoch <= page_epoch), newest(events)
    changes = {}
    for position, answering in sitting.answers.values_list("position", "item__answering"):
        kind = kinds.get(answering)
        blank, value = kind.parse(NOT_POSTED), kind.parse(posted.get(position, NOT_POSTED))
        before = known[position].value if position in known else blank
        held = now_held[position].value if position in now_held else blank
        if value not in (before, held):
            changes[position] = value
    return changes


@transaction.atomic
def _new_epoch(sitting: Sitting) -> int:
    """An epoch of its own. Two forms at once: the second's update waits for the first's commit, then counts on."""
    Sitting.objects.filter(pk=sitting.pk).update(epoch=F("epoch") + 1)
    return Sitting.objects.values_list("epoch", flat=True).get(pk=sitting.pk)
