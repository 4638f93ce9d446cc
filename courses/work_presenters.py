"""Assignments, works and their marks as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils import formats

from courses.domain import kappa, plan_sheet, work
from courses.domain.progress import Work
from courses.enums import WorkState
from courses.models import Assignment, Criterion, Enrolment, Submission, WorkMark

TONES = {
    WorkState.DRAFT: "", WorkState.HANDED_IN: "info", WorkState.RETURNED: "warning", WorkState.PASSED: "success",
    WorkState.FAILED: "error",
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Rows of a plan: its name in the form, its heading, its columns (name, words, kind of field), and its rows."""

    name: str
    label: Any
    columns: list[tuple[str, Any, str]]
    rows: list[list[tuple[str, Any, str, str]]]


@dataclass(frozen=True)
class Told:
    """A mark as its work's author reads it: the criterion, the level in words, its points of most; and the comment."""

    levels: list[tuple[str, str, int, int]]
    comment: str
    returned: bool


def states(works: Iterable[Work]) -> list[tuple[Work, str, str]]:
    """Assignments with a word on their state and its tone."""
    return [(one, str(one.state.label) if one.state else "", TONES[one.state] if one.state else "") for one in works]


def state(submission: Submission) -> tuple[str, str]:
    """A word on a work's state, and its tone."""
    held = WorkState(submission.state)
    return str(held.label), TONES[held]


def texts(plan: plan_sheet.Plan) -> list[tuple[str, Any, str]]:
    """The single fields of a plan: name, words, what is in it."""
    return [(name, label, plan.get(name, "")) for name, label in plan_sheet.TEXTS.items()]


def groups(plan: plan_sheet.Plan, *, empty: int) -> list[Group]:
    """The rows of a plan, with `empty` more to be filled in where there is room."""
    return [_group(name, plan.get(name, []), empty) for name in plan_sheet.ROWS]


def _group(name: str, said: list[dict[str, str]], empty: int) -> Group:
    label, columns = plan_sheet.ROWS[name]
    kinds = [(column, words, "date" if column == "by" else "text") for column, words in columns.items()]
    many = min(len(said) + empty, plan_sheet.MOST_ROWS)
    rows = []
    for number in range(many):
        row = said[number] if number < len(said) else {}
        rows.append([(f"{name}-{number}-{c}", words, kind, row.get(c, "")) for c, words, kind in kinds])
    return Group(name, label, kinds, rows)


def rubric(assignment: Assignment) -> list[tuple[Criterion, list[tuple[int, str]]]]:
    """The criteria with their levels, the best first as a marker looks for it."""
    return [(one, list(reversed(list(enumerate(one.words()))))) for one in assignment.criteria.all()]


def told(assignment: Assignment, marks: Iterable[WorkMark]) -> list[Told]:
    """What the markers said, nobody named."""
    criteria = list(assignment.criteria.all())
    return [
        Told([_level(one, mark.levels.get(str(one.pk), 0)) for one in criteria] if mark.levels else [], mark.comment,
             mark.returned)
        for mark in marks
    ]  # fmt: skip


def _level(criterion: Criterion, points: int) -> tuple[str, str, int, int]:
    words = criterion.words()
    return criterion.title, words[points] if points < len(words) else "", points, criterion.most


def result(submission: Submission) -> str:
    """7.5 of 12, once it is settled."""
    if submission.state not in (WorkState.PASSED, WorkState.FAILED):
        return ""
    found = work.outcome(submission)
    return f"{formats.number_format(float(found.points), 1 if found.points.denominator > 1 else 0)} / {found.most}"


def rows(
    enrolments: Sequence[Enrolment], works: dict[int, Submission]
) -> list[tuple[Enrolment, Submission | None, str, str, str]]:
    """Learners with their newest work, its state, tone and result."""
    found = []
    for enrolment in enrolments:
        one = works.get(enrolment.pk)
        word, tone = state(one) if one else ("", "")
        found.append((enrolment, one, word, tone, result(one) if one else ""))
    return found


def agreement(works: Iterable[Submission]) -> tuple[float | None, int]:
    """Cohen's kappa over every criterion of the works that two people marked, and how many works those are."""
    pairs, many = [], 0
    for one in works:
        both = [mark.levels for mark in one.marks.all() if mark.levels][:2]
        if len(both) == 2:
            many += 1
            pairs += [(both[0][key], both[1][key]) for key in both[0] if key in both[1]]
    return kappa.cohen(pairs), many


def new_code() -> UUID:
    """The number of a mark, before it is given."""
    return uuid4()
