"""The first course from its file, and two people in it: one who hasn't begun, one who holds its certificate."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Page, Site

from assessments import kinds
from assessments.domain import sit
from assessments.domain.sheet import Asked
from assessments.enums import Closed
from assessments.models import Assessment, Sitting
from courses.domain import assignments_content, complete, draw, enrol, progress, sessions
from courses.models import Certificate, Course, CourseIndexPage, CoursePage, Enrolment, LessonPage, Requirement, Session
from ledger import audit
from people.models import Cohort, User
from ui.content import BadContent, add_published, body_from_content, load
from ui.languages import codes

CONTENT = Path(__file__).resolve().parents[1] / "content"
QUIZ, PRACTICE = "cp-start-quiz", "cp-practice"
INDEX = {"heading": {"tg": "Курсҳо", "ru": "Курсы", "en": "Courses"}}
GROUP = "demo-group"
NOT_BEGUN, COMPLETED = "cadet", "officer"


def load_demo(*, by: User) -> dict[str, Any]:
    """Makes what isn't there yet: the course, its pages and requirements, the two enrolments, the certificate.

    The officer gets there as everybody does: reads, sits, passes. A copy of the certificate's PDF is put under
    DATA_DIR/certificates. Returns counts of what exists after, and the paths of those copies.
    """
    with transaction.atomic(), translation.override(settings.CONTENT_LANGUAGE):
        page = _course(load(CONTENT / "first-steps.toml"), by)
        cadet, officer = (User.objects.filter(username=name).first() for name in (NOT_BEGUN, COMPLETED))
        if cadet:
            enrol.oneself(course=page.course, by=cadet)
        if officer:
            _completed(page, officer)
        _session(page, by)
    return {
        "courses": Course.objects.count(),
        "lessons": LessonPage.objects.count(),
        "enrolments": Enrolment.objects.count(),
        "certificates": Certificate.objects.count(),
        "files": [str(_copy(certificate)) for certificate in Certificate.objects.standing()[:1]],
    }


def _session(page: CoursePage, by: User) -> None:
    """The demonstration's cohort has four weeks for the course, and meets in a week; said once."""
    cohort = Cohort.objects.filter(code=GROUP).first()
    if cohort is None or Session.objects.filter(cohort=cohort).exists():
        return
    today = timezone.localdate()
    enrol.cohort(course=page.course, cohort=cohort, by=by, opens_on=today, due_on=today + timedelta(days=28))
    start = timezone.make_aware(datetime.combine(today + timedelta(days=7), time(9)))
    where = "Бинои асосӣ, утоқи 12"
    sessions.plan(
        course=page.course, cohort=cohort, starts_at=start, ends_at=start + timedelta(hours=3), room=where,
        trainer=by, by=by,
    )  # fmt: skip


def _course(told: dict[str, Any], by: User) -> CoursePage:
    try:
        course, new = Course.objects.get_or_create(code=told["code"], defaults=_course_fields(told))
        page: CoursePage | None = CoursePage.objects.filter(course=course).first()
        if page is None:
            words = {"heading": told["title"], "summary": told["summary"]}
            page = add_published(_index(by), CoursePage(slug=course.code.lower(), course=course), words, by)
        lessons = [_lesson(page, lesson, by) for lesson in told["lessons"]]
        assignments_content.load(course, told.get("assignments", []), by=by)
    except KeyError as error:
        raise BadContent(f"first-steps.toml: {error} is missing") from error
    if new:
        _require(course, lessons)
        audit.record(actor=by, action="course.loaded", subject=course, lessons=len(lessons))
    return page


def _course_fields(told: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {"hours": told["hours"], "valid_months": told.get("valid_months"), "is_mandatory": True}
    for code in codes():
        fields[f"title_{code}"] = told["title"][code]
        fields[f"summary_{code}"] = told["summary"][code]
        fields[f"outcomes_{code}"] = "\n".join(outcome[code] for outcome in told["outcomes"])
    return fields


def _index(by: User) -> Page:
    found = CourseIndexPage.objects.first()
    if found:
        return found
    root = Site.objects.get(is_default_site=True).root_page
    return add_published(root, CourseIndexPage(slug="courses"), INDEX, by)


def _lesson(page: CoursePage, told: dict[str, Any], by: User) -> LessonPage:
    found: LessonPage | None = LessonPage.objects.child_of(page).filter(slug=told["slug"]).first()
    if found:
        return found
    body = body_from_content(told["blocks"], key=f"{page.slug}/{told['slug']}")
    lesson = LessonPage(slug=told["slug"], minutes=told["minutes"], body=body, cites="\n".join(told.get("cites", [])))
    published: LessonPage = add_published(page, lesson, told, by)
    return published


def _require(course: Course, lessons: list[LessonPage]) -> None:
    """All lessons are to be read, and the last one's quiz is to be passed; the first ends in practice."""
    quiz = Assessment.objects.filter(code=QUIZ).first()
    for lesson in lessons:
        Requirement.objects.create(course=course, lesson=lesson)
    if quiz and lessons:
        Requirement.objects.create(course=course, assessment=quiz)
        _at_the_end(lessons[-1], quiz)
    practice = Assessment.objects.filter(code=PRACTICE).first()
    if practice and len(lessons) > 1:
        _at_the_end(lessons[0], practice)


def _at_the_end(lesson: LessonPage, quiz: Assessment) -> None:
    lesson.quiz = quiz
    lesson.save_revision().publish()


def _completed(page: CoursePage, learner: User) -> None:
    enrolment = enrol.oneself(course=page.course, by=learner)
    if enrolment.completed_at:
        return
    for lesson in page.lessons():
        progress.mark_read(enrolment=enrolment, lesson=lesson, by=learner)
    for need in page.course.requirements.exclude(assessment=None).select_related("assessment__current"):
        if need.assessment.current:
            _pass(need.assessment, learner)
    complete.check(enrolment)


def _pass(assessment: Assessment, learner: User) -> None:
    """A sitting with every question right but the last."""
    sitting = sit.start(assessment=assessment, candidate=learner)
    sheet = sit.resume(public_id=sitting.public_id, candidate=learner)
    answered = sheet.questions[:-1] if len(sheet.questions) > 3 else sheet.questions
    key = sitting.edition.key
    batch = [
        sit.Saved(asked.position, sheet.epoch, count, _right(asked, key[str(place)]))
        for count, (asked, place) in enumerate(zip(answered, _places(sitting), strict=False), 1)
    ]
    sit.save(public_id=sitting.public_id, candidate=learner, batch=batch)
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)


def _places(sitting: Sitting) -> list[int]:
    """Where on the edition's paper each dealt question stands, in the sitting's order."""
    return list(sitting.answers.order_by("position").values_list("item__position", flat=True))


def _right(asked: Asked, key: dict[str, Any]) -> dict[str, Any]:
    """The right answer as a page would send it."""
    kind = kinds.get(asked.answering)
    return kind.value(kind.right(key), asked.names)


def _copy(certificate: Certificate) -> Path:
    path = Path(settings.DATA_DIR) / "certificates" / f"{certificate.serial}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(draw.keep(certificate).content))
    return path
