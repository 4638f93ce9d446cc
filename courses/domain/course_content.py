"""Courses from files in courses/content: one file a course, or a folder with course.toml and a file a lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wagtail.models import Page, Site

from assessments.models import Assessment
from courses.domain import assignments_content
from courses.models import Assignment, Course, CourseIndexPage, CoursePage, LessonPage, Requirement
from ledger import audit
from people.models import User
from ui.content import BadContent, add_published, body_from_content, load
from ui.languages import codes

CONTENT = Path(__file__).resolve().parents[1] / "content"
INDEX = {"heading": {"tg": "Курсҳо", "ru": "Курсы", "en": "Courses"}}
Document = dict[str, Any]


def read(path: Path) -> Document:
    """What a file or a folder tells of a course, its lessons in their order. Raises BadContent for what is no TOML."""
    if path.is_file():
        return load(path)
    lessons = sorted(file for file in path.glob("*.toml") if file.name != "course.toml")
    told = load(path / "course.toml")
    told["lessons"] = [{"slug": file.stem.partition("-")[2], **load(file)} for file in lessons]
    return told


def folders(content: Path = CONTENT) -> list[Path]:
    """The folders that hold a course."""
    return sorted(path.parent for path in content.glob("*/course.toml"))


def load_course(told: Document, *, by: User) -> CoursePage:
    """Makes what isn't there yet: the course, its pages, assignments and requirements. What is there is left as it is.

    A lesson may name the `quiz` at its end. The course asks for all lessons, for the assessment `final` and for the
    assignments that are `required`; assessments that don't exist are passed over. Raises BadContent.
    """
    try:
        course, new = Course.objects.get_or_create(code=told["code"], defaults=_fields(told))
        page: CoursePage | None = CoursePage.objects.filter(course=course).first()
        if page is None:
            words = {"heading": told["title"], "summary": told["summary"]}
            page = add_published(index(by), CoursePage(slug=course.code.lower(), course=course), words, by)
        lessons = [_lesson(page, lesson, by) for lesson in told["lessons"]]
        works = assignments_content.load(course, told.get("assignments", []), by=by)
    except KeyError as error:
        raise BadContent(f"{told.get('code', '')}: {error} is missing") from error
    if new:
        _require(course, told, lessons, works)
        audit.record(actor=by, action="course.loaded", subject=course, lessons=len(lessons))
    return page


def _fields(told: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {"hours": told["hours"], "valid_months": told.get("valid_months")}
    fields |= {"is_mandatory": told.get("mandatory", False), "is_sensitive": told.get("sensitive", False)}
    for code in codes():
        fields[f"title_{code}"] = told["title"][code]
        fields[f"summary_{code}"] = told["summary"][code]
        fields[f"outcomes_{code}"] = "\n".join(outcome[code] for outcome in told["outcomes"])
    return fields


def index(by: User) -> Page:
    """The page under which all courses hang; made where there is none."""
    found = CourseIndexPage.objects.first()
    if found:
        return found
    root = Site.objects.get(is_default_site=True).root_page
    return add_published(root, CourseIndexPage(slug="courses"), INDEX, by)


def _lesson(page: CoursePage, told: Mapping[str, Any], by: User) -> LessonPage:
    found: LessonPage | None = LessonPage.objects.child_of(page).filter(slug=told["slug"]).first()
    if found:
        return found
    body = body_from_content(told["blocks"], key=f"{page.slug}/{told['slug']}")
    lesson = LessonPage(slug=told["slug"], minutes=told["minutes"], body=body, cites="\n".join(told.get("cites", [])))
    lesson.quiz = Assessment.objects.filter(code=told["quiz"]).first() if "quiz" in told else None
    published: LessonPage = add_published(page, lesson, told, by)
    return published


def _require(course: Course, told: Mapping[str, Any], lessons: list[LessonPage], works: Sequence[Assignment]) -> None:
    for lesson in lessons:
        Requirement.objects.create(course=course, lesson=lesson)
    asked = {one["code"] for one in told.get("assignments", []) if one.get("required")}
    for work in works:
        if work.code in asked:
            Requirement.objects.create(course=course, assignment=work)
    final = Assessment.objects.filter(code=told["final"]).first() if "final" in told else None
    if final:
        Requirement.objects.create(course=course, assessment=final)
