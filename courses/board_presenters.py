"""The board of a cohort in words: reasons, links that filter and sort, rows in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain import board, risk
from courses.domain.board import Row
from courses.domain.remind import Outcome
from courses.domain.risk import Reason
from courses.enums import Concern, Stage
from courses.presenters import STAGE_TONES

TONES = {Concern.LATE: "error", Concern.STUCK: "warning", Concern.AT_RISK: "warning", Concern.NOT_BEGUN: ""}
NEED, NAME, LAST = "need", "name", "last"


@dataclass(frozen=True)
class Said:
    """A row as the board shows it: the state and its tone, and each reason as (badge, tone, sentence).

    `reminded_at`: the last reminder within 24 hours; `may_remind`: whether one can be sent now.
    """

    row: Row
    state: str
    tone: str
    reasons: list[tuple[str, str, str]]
    reminded_at: datetime | None
    may_remind: bool


@dataclass(frozen=True)
class Choice:
    """A link that filters or sorts."""

    label: str
    url: str
    current: bool


def said(rows: Sequence[Row], reminded: Mapping[int, datetime]) -> list[Said]:
    """Rows with their words; `reminded` is when somebody was reminded lately, by the person's id."""
    return [
        Said(
            row,
            str(row.standing.stage.label),
            STAGE_TONES[row.standing.stage],
            [(str(why.concern.label), TONES[why.concern], reason(why)) for why in row.reasons],
            reminded.get(row.learner.pk),
            row.standing.stage is not Stage.COMPLETED and row.learner.pk not in reminded and row.learner.is_active,
        )
        for row in rows
    ]


def reason(why: Reason) -> str:
    """Why, in one sentence with its figures."""
    if why.concern is Concern.LATE:
        return ngettext("%(count)d day after the term", "%(count)d days after the term", why.days) % {"count": why.days}
    if why.fails:
        words = ngettext("a test failed %(count)d time", "a test failed %(count)d times in a row", why.fails)
        return words % {"count": why.fails}
    if why.concern is Concern.STUCK:
        return ngettext("no step for %(count)d day", "no step for %(count)d days", why.days) % {"count": why.days}
    if why.concern is Concern.AT_RISK:
        figures = {"done": why.done_percent, "time": why.time_percent}
        return _("%(done)d %% done, %(time)d %% of the time over") % figures
    if not why.days:
        return _("opened today")
    return ngettext("open for %(count)d day", "open for %(count)d days", why.days) % {"count": why.days}


def outcome(done: Outcome) -> list[tuple[int, str]]:
    """What came of reminding: levels of Django's messages with sentences, how many were and how many weren't, and
    why."""
    told = []
    if done.reminded:
        words = ngettext("%(count)d person was reminded.", "%(count)d people were reminded.", len(done.reminded))
        told.append((messages.SUCCESS, words % {"count": len(done.reminded)}))
    left_out = [
        (done.recently, _not_again(len(done.recently))),
        (done.completed, _not_needed(len(done.completed))),
        (done.closed, _not_there(len(done.closed))),
    ]
    told += [(messages.WARNING, sentence) for people, sentence in left_out if people]
    return told or [(messages.INFO, _("Nobody is late, stuck or at risk: nobody was reminded."))]


def _not_again(count: int) -> str:
    return ngettext(
        "%(count)d person was not: they were reminded in the last 24 hours.",
        "%(count)d people were not: they were reminded in the last 24 hours.",
        count,
    ) % {"count": count}


def _not_needed(count: int) -> str:
    return ngettext(
        "%(count)d person was not: they have completed the course.",
        "%(count)d people were not: they have completed the course.",
        count,
    ) % {"count": count}


def _not_there(count: int) -> str:
    return ngettext(
        "%(count)d person was not: their account is closed.",
        "%(count)d people were not: their accounts are closed.",
        count,
    ) % {"count": count}


def explained() -> list[tuple[str, str]]:
    """What each word on the board means, with the thresholds."""
    slack = {"percent": int(risk.SLACK * 100)}
    fails, days = risk.STUCK_AFTER_FAILS, risk.STUCK_AFTER_DAYS
    texts = {
        Concern.LATE: _("The term is over, and the course is not completed."),
        Concern.STUCK: _(
            "A test was failed %(fails)d times or more and never passed; or nothing was done for %(days)d days or "
            "more, after a beginning."
        ) % {"fails": fails, "days": days},
        Concern.AT_RISK: _(
            "The share that is done lies more than %(percent)d %% behind the share of the time that is over. Time "
            "counts from the day that the lessons opened or the person was enrolled, whichever is later."
        ) % slack,
        Concern.NOT_BEGUN: _("The lessons are open; none is read and no test begun."),
    }  # fmt: skip
    return [(capfirst(str(concern.label)), text) for concern, text in texts.items()]


def chosen(rows: Sequence[Row], show: str, sort: str) -> list[Row]:
    """The rows of one concern or stage, in order; unknown words filter nothing, and sort by need."""
    kept = [row for row in rows if show not in _words() or show in {*row.concerns, row.standing.stage.value}]
    if sort == NAME:
        return kept
    if sort == LAST:
        return sorted(kept, key=lambda row: (row.last is not None, row.last and row.last.timestamp()))
    return sorted(kept, key=_need)


def _words() -> set[str]:
    return {*Concern, Stage.UNDER_WAY.value, Stage.COMPLETED.value}


def _need(row: Row) -> tuple[int, int]:
    """The most pressing concern first, more reasons before fewer; who needs nothing last, the completed at the end."""
    order = list(Concern)
    worst = min((order.index(concern) for concern in row.concerns), default=len(order))
    return worst + (row.standing.stage is Stage.COMPLETED), -len(row.reasons)


def filters(rows: Sequence[Row], show: str, sort: str) -> list[Choice]:
    """A link for all, for each concern and for the completed, each with its number."""
    numbers = {concern.value: (str(concern.label), n) for concern, n in board.counts(rows).items()}
    done = sum(row.standing.stage is Stage.COMPLETED for row in rows)
    entries = {"": (_("all"), len(rows)), **numbers, Stage.COMPLETED.value: (str(Stage.COMPLETED.label), done)}
    known = show if show in entries else ""
    return [
        Choice(f"{capfirst(label)} ({n})", _address(value, sort), value == known)
        for value, (label, n) in entries.items()
    ]


def orders(show: str, sort: str) -> list[Choice]:
    """A link for each way to sort."""
    labels = {NEED: _("by need"), NAME: _("by name"), LAST: _("by last step")}
    known = sort if sort in labels else NEED
    return [Choice(capfirst(label), _address(show, value), value == known) for value, label in labels.items()]


def _address(show: str, sort: str) -> str:
    told = {name: value for name, value in (("show", show), ("sort", sort)) if value and value != NEED}
    return f"?{urlencode(told)}"
