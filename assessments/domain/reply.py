"""Replying without a trace: a draft under a code that only its holder knows, and sending it.

Turnout says who took part, Reply what was said; nothing joins them. No function here writes an audit line or a log.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hashlib import sha256

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from assessments.domain import shuffle
from assessments.domain.instrument import BACKGROUND, SILENT, Instrument, Value
from assessments.models import Reply, Turnout, Wave
from people.models import User

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 16  # of 32 letters: 80 bits
TRIES = 3


class NotAccepted(Exception):
    """The reply can't be taken; the message says why, to the person."""


class WaveClosed(NotAccepted):
    """The wave takes no replies now."""


class AlreadyAnswered(NotAccepted):
    """This person's turnout is recorded: their first reply counts."""


class NoDraft(NotAccepted):
    """There is no unsent reply under this code."""


def begin() -> str:
    """A code for a new draft. Nothing is stored until the draft is saved."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def readable(code: str) -> str:
    """The code in fours, to be written down."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def normal(code: str) -> str:
    """A code as typed by a person: case, spaces and dashes don't matter."""
    return "".join(letter for letter in code.upper() if letter in ALPHABET)


def checked(instrument: Instrument, ratings: Mapping[int, Value], background: Mapping[str, str]) -> None:
    """Raises NotAccepted unless every rating is 1-5, na or declined at a position of the instrument, and every
    background answer one of its codes or blank."""
    positions = {place for item in instrument.items for place in (item.importance, item.level)}
    for position, value in ratings.items():
        if position not in positions or value not in (1, 2, 3, 4, 5, *SILENT):
            raise NotAccepted(_("A rating is not one of those that can be given."))
    for name in BACKGROUND:
        given = background.get(name, "")
        if given and given not in instrument.codes(name):
            raise NotAccepted(_("An answer about you is not one of those that can be given."))


@transaction.atomic
def save(*, wave: Wave, code: str, language: str, ratings: Mapping[int, Value], background: Mapping[str, str]) -> None:
    """Keeps a draft, the whole of it at once. Raises WaveClosed, NotAccepted."""
    if not shuffle.hold_open(wave):
        raise WaveClosed(_("This survey is closed and takes no more replies."))
    checked(Instrument(wave.edition, language), ratings, background)
    said = {name: background.get(name, "") for name in BACKGROUND}
    answers = {str(position): value for position, value in ratings.items()}
    Reply.objects.update_or_create(
        wave=wave,
        code_hash=hashed(wave, code),
        finished=False,
        defaults={**said, "language": language, "answers": answers},
    )


def draft(*, wave: Wave, code: str) -> Reply:
    """The unsent reply under a code. Raises NoDraft."""
    found = Reply.objects.filter(wave=wave, code_hash=hashed(wave, code), finished=False).first()
    if found is None:
        raise NoDraft(_("There is no unsent reply under this code."))
    return found


def discard(*, wave: Wave, code: str) -> None:
    """Forgets a draft."""
    Reply.objects.filter(wave=wave, code_hash=hashed(wave, code), finished=False).delete()


def has_answered(wave: Wave, person: User) -> bool:
    """Whether a person took part; asked by that person's own screens only."""
    return Turnout.objects.filter(wave=wave, person=person).exists()


def answered_waves(person: User) -> set[int]:
    """The waves a person took part in; asked by that person's own screens only."""
    return set(Turnout.objects.filter(person=person).values_list("wave_id", flat=True))


def finish(*, wave: Wave, code: str, person: User) -> None:
    """Sends the draft: counted once, under no name. Raises WaveClosed, NoDraft, AlreadyAnswered."""
    for attempt in range(TRIES):
        try:
            return _finish(wave, code, person)
        except IntegrityError:  # the same person on two devices: the other one was first
            if has_answered(wave, person):
                raise AlreadyAnswered(_("Your reply has been received already.")) from None
            raise
        except OperationalError:  # two people each sending twice at once can wait for each other
            if attempt + 1 == TRIES:
                raise
    return None


@transaction.atomic
def _finish(wave: Wave, code: str, person: User) -> None:
    """One transaction: after a crash a reply is either counted with its turnout, or is a draft still."""
    if not shuffle.hold_open(wave):
        raise WaveClosed(_("This survey is closed and takes no more replies."))
    # Two requests with one code: the second waits here, then finds no draft.
    own = Reply.objects.select_for_update().filter(wave=wave, code_hash=hashed(wave, code), finished=False).first()
    if has_answered(wave, person):
        raise AlreadyAnswered(_("Your reply has been received already."))
    if own is None:
        raise NoDraft(_("There is no unsent reply under this code."))
    own.finished = True
    shuffle.among_others(Turnout, wave, Turnout(wave=wave, person=person))
    shuffle.among_others(Reply, wave, own)


def hashed(wave: Wave, code: str) -> str:
    """What is kept of a code: 80 bits of chance need no slow hash."""
    return sha256(f"{wave.pk}:{normal(code)}".encode()).hexdigest()
