"""The board of an examination in words: tiles of totals, and a line for each person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.board import Seat
from assessments.enums import Closed, Trouble
from people.models import User
from ui.components import clock_text


@dataclass(frozen=True)
class Line:
    """One person on the board; `troubles` are whole words, `tone` is that of the badge that says the state."""

    person: User
    state: str
    tone: str
    troubles: list[str]
    answered: str
    saved: str
    left: str


def lines(seats: Iterable[Seat], now: datetime | None = None) -> list[Line]:
    """Lines of the board, in the order of the seats."""
    return [_line(seat, now or timezone.now()) for seat in seats]


def tiles(seats: Sequence[Seat]) -> list[tuple[str, int]]:
    """Totals over everybody whom the viewer may see: (label, number)."""
    started = [seat for seat in seats if seat.sitting]
    return [
        (_("need a look"), sum(bool(seat.troubles) for seat in seats)),
        (_("writing now"), sum(seat.is_open for seat in seats)),
        (_("waiting to start"), sum(seat.waiting for seat in seats)),
        (_("not started"), len(seats) - len(started) - sum(seat.waiting and not seat.sitting for seat in seats)),
        (_("finished"), sum(seat.is_closed for seat in seats)),
    ]


def _line(seat: Seat, now: datetime) -> Line:
    state, tone = _state(seat)
    answered = _("%(answered)s of %(length)s")
    told = {"answered": seat.answered, "length": seat.sitting.length} if seat.sitting else {}
    return Line(
        person=seat.person,
        state=state,
        tone=tone,
        troubles=[_trouble(trouble, seat) for trouble in seat.troubles],
        answered=answered % told if told else "",
        saved=_saved(seat, now) if seat.sitting else "",
        left=_left(seat),
    )


def _state(seat: Seat) -> tuple[str, str]:
    """What is so, and the tone to say it in."""
    if seat.waiting:
        return _("waiting to start"), "info"
    if seat.sitting is None:
        return _("not started"), ""
    if seat.is_open:
        return _("writing"), "info"
    if seat.sitting.closed == Closed.FINISHED:
        return _("finished"), "success"
    return _("time was over"), ""


def _trouble(trouble: Trouble, seat: Seat) -> str:
    if trouble == Trouble.SILENT:
        words = ngettext("nothing saved for %(n)s minute", "nothing saved for %(n)s minutes", seat.silent_minutes)
        return words % {"n": seat.silent_minutes}
    words_of: dict[str, Any] = {
        Trouble.OVER: _("time is over"),
        Trouble.TWICE: _("open in two places"),
        Trouble.LATE: _("answers came late"),
    }
    return str(words_of[trouble])


def _saved(seat: Seat, now: datetime) -> str:
    """How long ago something was saved; «in the last minute» is what most should have."""
    if seat.saved_at is None:
        return _("nothing yet")
    minutes = int((now - seat.saved_at).total_seconds() // 60)
    if minutes < 1:
        return _("in the last minute")
    if minutes >= 60:
        return _("more than an hour ago")
    return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}


def _left(seat: Seat) -> str:
    if not seat.is_open:
        return ""
    return _("no limit") if seat.left is None else clock_text(seat.left)
