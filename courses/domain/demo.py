"""The courses from their files, and two people in it: one who hasn't begun, one who holds its certificate."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from assessments import kinds
from assessments.domain import sit
from assessments.domain.sheet import Asked
from assessments.enums import Closed
from assessments.models import Assessment, Sitting
from courses.domain import complete, course_content, draw, enrol, progress, seals, sessions
from courses.models import Certificate, Course, CoursePage, Enrolment, LessonPage, Session
from people.models import Cohort, User

FIRST = course_content.CONTENT / "first-steps.toml"
GROUP = "demo-group"
NOT_BEGUN, COMPLETED = "cadet", "officer"


def load_demo(*, by: User) -> dict[str, Any]:
    """Makes what isn't there yet: the courses with their pages and requirements, the two enrolments, the certificate.

    The officer gets there as everybody does: reads, sits, passes. A copy of the certificate's PDF is put under
    DATA_DIR/certificates. Returns counts of what exists after, and the paths of those copies.
    """
    seals.make_test_authority()
    with transaction.atomic(), translation.override(settings.CONTENT_LANGUAGE):
        page = course_content.load_course(course_content.read(FIRST), by=by)
        for folder in course_content.folders():
            course_content.load_course(course_content.read(folder), by=by)
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
