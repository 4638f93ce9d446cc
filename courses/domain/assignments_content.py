"""Assignments out of the tables of a course's TOML file; loading the same file again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from courses.enums import AssignmentKind
from courses.models import Assignment, Course, Criterion, LessonPage
from ledger import audit
from people.models import User

MARKERS, PASS_PERCENT = 1, 60


def load(course: Course, told: Sequence[Mapping[str, Any]], by: User | None) -> list[Assignment]:
    """The assignments of a course, one a table, in their order.

    A table: code, kind (plan, text, file, station), title and instructions {tg, ru, en}, criteria [{title {…}, levels
    [{…}, …], the worst first}], and maybe lesson (slug), markers (1 or 2), pass_percent. One with a known code is
    brought up to date, its criteria by their place, so that marks keep theirs. Raises ValidationError for what no
    assignment can be, KeyError for a part that is missing, LessonPage.DoesNotExist.
    """
    with transaction.atomic():
        loaded = [_one(course, one, place) for place, one in enumerate(told)]
        codes = ", ".join(one.code for one in loaded)
        audit.record(actor=by, action="assignments.loaded", subject=course, what=codes)
    return loaded


def _one(course: Course, told: Mapping[str, Any], place: int) -> Assignment:
    made = Assignment.objects.filter(code=told["code"]).first() or Assignment(course=course, code=told["code"])
    if made.course_id != course.pk:
        raise ValueError(f"the assignment {made.code} belongs to another course")
    made.kind, made.order = AssignmentKind(told["kind"]).value, place
    made.markers, made.pass_percent = told.get("markers", MARKERS), told.get("pass_percent", PASS_PERCENT)
    made.lesson = _lesson(course, told["lesson"]) if told.get("lesson") else None
    _say(made, "title", told["title"])
    _say(made, "instructions", told["instructions"])
    made.full_clean()
    made.save()
    _criteria(made, told["criteria"])
    return made


def _criteria(assignment: Assignment, told: Sequence[Mapping[str, Any]]) -> None:
    held = list(assignment.criteria.order_by("order", "pk"))
    for place, one in enumerate(told):
        criterion = held[place] if place < len(held) else Criterion(assignment=assignment)
        criterion.order = place
        _say(criterion, "title", one["title"])
        _say(criterion, "levels", _lines(one["levels"]))
        criterion.full_clean(exclude=["assignment"])
        criterion.save()
    for extra in held[len(told) :]:
        extra.delete()


def _lines(levels: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Levels side by side in every language, as a text with a line for each."""
    codes = [code for code, _name in settings.LANGUAGES if all(level.get(code) for level in levels)]
    return {code: "\n".join(" ".join(level[code].split()) for level in levels) for code in codes}


def _say(thing: Assignment | Criterion, field: str, told: Mapping[str, str]) -> None:
    for code, _name in settings.LANGUAGES:
        setattr(thing, f"{field}_{code}", told.get(code, "").strip())


def _lesson(course: Course, slug: str) -> LessonPage:
    found: LessonPage = LessonPage.objects.child_of(course.page).get(slug=slug)
    return found
