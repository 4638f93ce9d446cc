"""Assignments from the tables of a content file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from courses.models import Assignment, Course, Criterion, LessonPage
from ledger import audit
from people.models import User
from ui.languages import codes


@transaction.atomic
def load(course: Course, told: Sequence[Mapping[str, Any]], *, by: User | None) -> list[Assignment]:
    """Makes the assignments that aren't there yet, by code; what is there is left as a trainer has made it.

    Each table holds code, kind, markers, lesson (a slug; may be left out), title, instructions, and criteria with a
    title and levels, the worst first. Raises KeyError where something is missing.
    """
    return [_one(course, entry, by) for entry in told]


def _one(course: Course, told: Mapping[str, Any], by: User | None) -> Assignment:
    found: Assignment | None = Assignment.objects.filter(code=told["code"]).first()
    if found:
        return found
    made = Assignment(
        course=course,
        code=told["code"],
        kind=told["kind"],
        markers=told.get("markers", 1),
        lesson=_lesson(course, told.get("lesson", "")),
        **_columns("title", told["title"]),
        **_columns("instructions", told["instructions"]),
    )
    made.criteria = [
        Criterion(order=order, **_columns("title", one["title"]), **_columns("levels", _lines(one["levels"])))
        for order, one in enumerate(told["criteria"], start=1)
    ]
    made.save()
    audit.record(actor=by, action="assignment.loaded", subject=made, course=course.code)
    return made


def _lesson(course: Course, slug: str) -> LessonPage | None:
    page = getattr(course, "page", None)
    found: LessonPage | None = LessonPage.objects.child_of(page).filter(slug=slug).first() if page and slug else None
    return found


def _lines(levels: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {code: "\n".join(level[code] for level in levels) for code in codes()}


def _columns(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{code}": texts[code].strip() for code in codes()}
