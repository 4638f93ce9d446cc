"""What assessments ask of courses: who may sit, who is to, where the result leads back to, who holds a certificate."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from courses.domain import complete, terms
from courses.models import Certificate, CoursePage, LessonPage, Requirement
from people.models import User


def may_sit(user: User, assessment: Assessment) -> bool:
    """Whether this person is enrolled in a published course that has the assessment at the end of a lesson, or asks
    for it, and that has opened. Two queries."""
    return _pages(user, assessment).exclude(course__in=terms.closed_to(user, timezone.localdate())).exists()


def listed(user: User) -> set[int]:
    """Ids of all the assessments of the courses that this person is in and that have opened: asked for, or at the end
    of a lesson. Two queries."""
    mine = CoursePage.objects.live().filter(course__enrolments__learner=user)
    opened = mine.exclude(course__in=terms.closed_to(user, timezone.localdate()))
    pages = dict(opened.values_list("path", "course").distinct())
    asked = Requirement.objects.filter(course__in=pages.values(), assessment__isnull=False)
    lessons = LessonPage.objects.live().exclude(quiz=None).values_list("path", "quiz")
    at_the_end = {quiz for path, quiz in lessons if path[: -LessonPage.steplen] in pages}
    return at_the_end | set(asked.values_list("assessment", flat=True))


def home(user: User, assessment: Assessment) -> tuple[str, str] | None:
    """Address and title of the course that the assessment belongs to, for this person.

    A result page asks this, so completion is checked on the way: the certificate is there before anybody goes back,
    whether or not a worker has come to the promised check.
    """
    complete.check_all(candidate_id=user.pk, assessment_id=assessment.pk)
    page = _pages(user, assessment).first()
    return (reverse("courses:course", args=[page.slug]), page.heading) if page else None


def expected(assessment: Assessment) -> QuerySet[User]:
    """Everybody enrolled in a published course that ends in the assessment or has it in a lesson. One query here,
    for the lessons; the people are the caller's."""
    courses = _asking(assessment).values("course")
    found: QuerySet[User] = User.objects.filter(enrolments__course__in=courses)
    return found


def certificates(people: Collection[int], assessment: Assessment) -> dict[int, list[str]]:
    """Numbers of the standing certificates of courses that ask for this assessment, by the holder's id; one query."""
    asked = Certificate.objects.standing().filter(enrolment__course__requirements__assessment=assessment)
    found: dict[int, list[str]] = {}
    for certificate in asked.filter(holder__in=people).order_by("book", "number").distinct():
        if certificate.holder_id is not None:
            found.setdefault(certificate.holder_id, []).append(certificate.serial)
    return found


def _pages(user: User, assessment: Assessment) -> QuerySet[CoursePage]:
    mine = _asking(assessment).filter(course__enrolments__learner=user)
    found: QuerySet[CoursePage] = mine.distinct().order_by("path")
    return found


def _asking(assessment: Assessment) -> QuerySet[CoursePage]:
    """Published courses that have the assessment at the end of a lesson, or ask for it."""
    asking = Q(pk__in=assessment.required_by.values("course__page"))
    at_the_end = Q(course__page__in=[])
    for path in assessment.lessons.live().values_list("path", flat=True):
        at_the_end |= Q(path=path[: -LessonPage.steplen])
    found: QuerySet[CoursePage] = CoursePage.objects.live().filter(asking | at_the_end)
    return found
