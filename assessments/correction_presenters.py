"""Putting keys right, in words: what counts now, and what would become of whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments import access
from assessments.domain import results
from assessments.domain.feedback import Said
from assessments.domain.key_state import State
from assessments.domain.regrade import Change, Plan
from assessments.models import Assessment
from assessments.presenters import plain
from people.models import User


@dataclass(frozen=True)
class Line:
    """A person whose result would change; `certificates` are numbers of those that a fail would leave standing."""

    person: User
    before: str
    after: str
    passes: bool
    turned: bool
    certificates: str


@dataclass(frozen=True)
class Look:
    """Who would change: the people whom the viewer may see, in lines, and the others in numbers."""

    lines: list[Line]
    changed: int
    now_pass: int
    now_fail: int
    unseen: int
    unseen_certificates: int

    @property
    def certificates(self) -> int:
        """How many people would hold a certificate that their result doesn't carry any more."""
        return self.unseen_certificates + sum(bool(line.certificates) for line in self.lines)

    @property
    def people(self) -> list[User]:
        return [line.person for line in self.lines]


def look(plan: Plan, *, assessment: Assessment, viewer: User) -> Look:
    """A plan as its maker sees it."""
    failing = _failing(plan.changes, assessment)
    held = access.certificates(failing, assessment)
    visible = results.visible(viewer=viewer, people={change.sitting.candidate_id for change in plan.changes})
    shown = [change for change in plan.changes if change.sitting.candidate_id in visible]
    unseen = {change.sitting.candidate_id for change in plan.changes} - visible
    return Look(
        lines=[_line(change, held) for change in shown],
        changed=len(plan.changes),
        now_pass=sum(change.turned and change.passed for change in plan.changes),
        now_fail=sum(change.turned and not change.passed for change in plan.changes),
        unseen=len(unseen),
        unseen_certificates=len(unseen & held.keys()),
    )


def _failing(changes: Iterable[Change], assessment: Assessment) -> set[int]:
    """People who would have no passing result of the assessment left."""
    fall = {change.sitting.pk: change.sitting.candidate_id for change in changes if change.turned and not change.passed}
    risen = {change.sitting.candidate_id for change in changes if change.passed}
    return set(fall.values()) - risen - results.pass_otherwise(assessment=assessment, people=fall.values(), but=fall)


def _line(change: Change, held: dict[int, list[str]]) -> Line:
    out_of = plain(change.before.out_of)
    return Line(
        person=change.sitting.candidate,
        before=_("%(score)s of %(out_of)s") % {"score": plain(change.before.score), "out_of": out_of},
        after=_("%(score)s of %(out_of)s") % {"score": plain(change.score), "out_of": out_of},
        passes=change.passed,
        turned=change.turned,
        certificates=", ".join(held.get(change.sitting.candidate_id, ())) if not change.passed else "",
    )


@dataclass(frozen=True)
class Row:
    """A question with its keys in words."""

    state: State
    right: str
    in_bank: str
    editions: str


def rows(states: Iterable[State]) -> list[Row]:
    """The questions of an assessment; those whose key differs from the bank's come first."""
    ordered = sorted(states, key=lambda state: state.in_bank is None)
    return [
        Row(
            state,
            said_words(state.right),
            said_words(state.in_bank) if state.in_bank else "",
            ", ".join(map(str, sorted(state.editions))),
        )
        for state in ordered
    ]


def said_words(said: Said) -> str:
    """An answer in one line."""
    if said.number is not None:
        return f"{plain(said.number)} {said.unit}".strip()
    return (" → " if said.ordered else "; ").join(said.texts) or "—"
