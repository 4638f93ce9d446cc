"""Who of a run needs a trainer, and why. Pure: no database; the thresholds stand here and on the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from courses.enums import Concern

STUCK_AFTER_FAILS = 2  # results of one test that didn't pass, while none has
STUCK_AFTER_DAYS = 14  # without a lesson read or a test begun
SLACK = Fraction(25, 100)  # how far the share done may lie behind the share of time that is over


@dataclass(frozen=True)
class Situation:
    """A learner in a run: `done` of `total` requirements; days are in Asia/Dushanbe.

    `begins`: the day that lessons opened, or that the person was enrolled, whichever is later. `last`: the newest
    lesson read or test begun, None before the first. `fails`: how often the test that goes worst was failed, 0 once it
    is passed.
    """

    done: int
    total: int
    completed: bool
    begins: date
    due: date | None
    last: date | None
    fails: int = 0


@dataclass(frozen=True)
class Reason:
    """One reason: of which concern, and the figures that it is told with."""

    concern: Concern
    days: int = 0
    fails: int = 0
    done_percent: int = 0
    time_percent: int = 0


def reasons(one: Situation, today: date) -> list[Reason]:
    """Every reason to look at this learner, the most pressing first; none once the course is completed."""
    if one.completed or today < one.begins:
        return []
    found = [*_late(one, today), *_stuck(one, today), *_at_risk(one, today)]
    if one.last is None:
        found.append(Reason(Concern.NOT_BEGUN, days=(today - one.begins).days))
    return found


def share_of_time(begins: date, due: date, today: date) -> Fraction:
    """How much of the time is over on the morning of `today`: 0 on the first day, 1 after the last, which counts."""
    whole = (due - begins).days + 1
    if whole <= 0:
        return Fraction(1)
    return min(max(Fraction((today - begins).days, whole), Fraction(0)), Fraction(1))


def _late(one: Situation, today: date) -> list[Reason]:
    if one.due is None or today <= one.due:
        return []
    return [Reason(Concern.LATE, days=(today - one.due).days)]


def _stuck(one: Situation, today: date) -> list[Reason]:
    found = []
    if one.fails >= STUCK_AFTER_FAILS:
        found.append(Reason(Concern.STUCK, fails=one.fails))
    if one.last and (today - one.last).days >= STUCK_AFTER_DAYS:
        found.append(Reason(Concern.STUCK, days=(today - one.last).days))
    return found


def _at_risk(one: Situation, today: date) -> list[Reason]:
    """Behind the pace that the term asks for. Once the term is over one is late, and that says more."""
    if one.due is None or today > one.due or not one.total:
        return []
    done, over = Fraction(one.done, one.total), share_of_time(one.begins, one.due, today)
    if done >= over - SLACK:
        return []
    return [Reason(Concern.AT_RISK, done_percent=int(done * 100), time_percent=int(over * 100))]
