"""What a candidate wants to look at again: flags on questions, on every device, until the sitting is over."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from assessments.models import Flag, Sitting
from people.models import User


def of(sitting: Sitting) -> set[int]:
    """The positions that are flagged; one query."""
    return set(sitting.flags.values_list("position", flat=True))


def put(*, sitting: Sitting, flags: Mapping[int, bool]) -> None:
    """Flags these positions, or takes their flags off; two statements at most. Repeating it changes nothing.

    A position that the sitting doesn't have is left out, and so is everything once the sitting is over.
    """
    if sitting.closed_at is not None:
        return
    known = {position: on for position, on in flags.items() if 1 <= position <= sitting.length}
    on = [Flag(sitting=sitting, position=position) for position, wanted in known.items() if wanted]
    off = [position for position, wanted in known.items() if not wanted]
    if on:
        Flag.objects.bulk_create(on, ignore_conflicts=True)
    if off:
        Flag.objects.filter(sitting=sitting, position__in=off).delete()


def put_own(*, candidate: User, public_id: UUID, flags: Mapping[int, bool]) -> None:
    """`put` for a candidate's own open sitting. Raises Sitting.DoesNotExist for any other."""
    put(sitting=Sitting.objects.open().of(candidate).get(public_id=public_id), flags=flags)
