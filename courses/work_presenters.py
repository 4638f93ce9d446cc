"""What the screens of assignments say, ready for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain import find_work, plan_sheet, work
from courses.domain.kappa import cohen
from courses.domain.progress import Progress
from courses.enums import AssignmentKind, WorkState
from courses.models import Assignment, Submission
from people.models import User

TONES = {
    WorkState.DRAFT: "",
    WorkState.HANDED_IN: "info",
    WorkState.RETURNED: "warning",
    WorkState.PASSED: "success",
    WorkState.FAILED: "error",
}
DONE = (WorkState.RETURNED, WorkState.PASSED, WorkState.FAILED)


@dataclass(frozen=True)
class Seen:
    """A work whose marks are all given: its state in a word, the points, a line a criterion, the comments."""

    work: Submission
    word: str
    tone: str
    points: str
    levels: list[tuple[str, list[str]]]
    comments: list[str]


def state(submission: Submission | None) -> tuple[str, str]:
    """A word on the state of a work, and its tone."""
    if submission is None:
        return _("not begun"), ""
    found = WorkState(submission.state)
    return str(found.label), TONES[found]


def links(found: Progress) -> list[tuple[str, str, str, str]]:
    """The assignments of a course: address, title, a word on the state and its tone."""
    return [
        (
            reverse("courses:assignment", args=[one.assignment.code]),
            one.assignment.title,
            str(one.state.label) if one.state else "",
            TONES[one.state] if one.state else "",
        )
        for one in found.works
    ]


def facts(assignment: Assignment) -> list[tuple[str, Any]]:
    """The assignment in short, term by term."""
    most = sum(criterion.most for criterion in assignment.criteria.all())
    people = ngettext("%(count)d person", "%(count)d people", assignment.markers) % {"count": assignment.markers}
    marked = (_("Observed by") if assignment.kind == AssignmentKind.STATION else _("Marked by"), people)
    wanted = _("%(percent)d %% of %(most)d points") % {"percent": assignment.pass_percent, "most": most}
    kind = (_("What is handed in"), AssignmentKind(assignment.kind).label)
    return [kind, marked, (_("To pass"), wanted)]


def rubric(assignment: Assignment) -> list[tuple[str, list[str]]]:
    """Each criterion with its levels, the worst first."""
    return [(criterion.title, criterion.words()) for criterion in assignment.criteria.all()]


def seen(assignment: Assignment, works: Sequence[Submission]) -> list[Seen]:
    """What was marked, the newest first; while a mark is missing nothing of the others is shown."""
    return [_seen(assignment, one) for one in works if one.state in DONE]


def _seen(assignment: Assignment, one: Submission) -> Seen:
    marks = list(one.marks.all())
    levels = [] if one.state == WorkState.RETURNED else given(assignment, one)
    comments = [mark.comment for mark in marks if mark.comment]
    return Seen(one, *state(one), points(assignment, one), levels, comments)


def given(assignment: Assignment, one: Submission) -> list[tuple[str, list[str]]]:
    """Of each criterion the level that each marker gave, in the order of their marks, without names."""
    marks = [mark.levels for mark in one.marks.all() if not mark.returned]
    return [
        (criterion.title, [_level(criterion.words(), levels.get(str(criterion.pk))) for levels in marks])
        for criterion in assignment.criteria.all()
    ]


def _level(words: Sequence[str], points: int | None) -> str:
    if points is None or not 0 <= points < len(words):
        return ""
    return f"{points} · {words[points]}"


def points(assignment: Assignment, one: Submission) -> str:
    """What the marks come to, such as 4.5 / 6; empty while they come to nothing."""
    if one.state not in (WorkState.PASSED, WorkState.FAILED):
        return ""
    one.assignment = assignment  # with the rubric at hand
    found = work.outcome(one)
    return f"{number(found.points)} / {number(Fraction(found.most))}"


def number(value: Fraction) -> str:
    """A number of points in the reader's format, with a decimal only where there is one."""
    whole = value.denominator == 1
    return formats.number_format(float(value), 0 if whole else 1)


def plan(content: dict[str, Any]) -> tuple[list[tuple[str, str]], list[tuple[str, list[str], list[list[str]]]]]:
    """A plan to be read: its texts, and of each group its words, its columns and its rows."""
    told = {**plan_sheet.blank(), **content}
    groups = [
        (
            str(label),
            [str(column) for column in columns.values()],
            [[row.get(name, "") for name in columns] for row in told[group]],
        )
        for group, (label, columns) in plan_sheet.ROWS.items()
    ]
    return [(str(label), told[name]) for name, label in plan_sheet.TEXTS.items()], groups


def agreement(assignment: Assignment, viewer: User) -> str:
    """How far the first two who judged each work agree beyond chance, in words; empty where nobody judged twice."""
    pairs = [
        (one[key], other[key])
        for one, other in find_work.judged_twice(assignment, viewer)
        for key in one
        if key in other
    ]  # fmt: skip
    kappa = cohen(pairs)
    if kappa is None:
        return ""
    said = {"kappa": formats.number_format(kappa, 2), "count": len(pairs)}
    return _("Cohen's kappa %(kappa)s over %(count)d pairs of judgements") % said


@dataclass(frozen=True)
class Row:
    """A learner in the list of an assignment's works."""

    learner: User
    enrolment_id: int
    word: str
    tone: str
    points: str
    marks: int
    open: bool


def rows(assignment: Assignment, found: Sequence[find_work.Standing]) -> list[Row]:
    """Learners with the state of their newest work; `open`: it can be observed."""
    return [_row(assignment, one) for one in found]


def _row(assignment: Assignment, one: find_work.Standing) -> Row:
    newest = one.newest
    word, tone = state(newest)
    shown = points(assignment, newest) if newest else ""
    marks = len(newest.marks.all()) if newest else 0
    is_open = newest is None or newest.state != WorkState.PASSED
    return Row(one.enrolment.learner, one.enrolment.pk, word, tone, shown, marks, is_open)
