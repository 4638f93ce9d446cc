"""What assessments ask of courses: who may sit, who is to, where the result leads back to, who holds a certificate."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from courses.domain import complete, find, progress, rules, terms
from courses.models import Certificate, CourseEdition, CoursePage, Enrolment, LessonPage, Requirement
from people.models import User


def may_sit(user: User, assessment: Assessment) -> bool:
    """Whether this person is enrolled in a published course that has the assessment at the end of a lesson, or asks
    for it, and that has opened, for whom its rules let them. Four queries, and more for a course in order."""
    opened = _pages(user, assessment).exclude(course__in=terms.closed_to(user, timezone.localdate()))
    waiting = rules.closed_by_prerequisites(user)
    pages = [page for page in opened.select_related("course") if page.course_id not in waiting]
    return any(_lets(page, user, assessment) for page in pages)


def _lets(page: CoursePage, user: User, assessment: Assessment) -> bool:
    """Whether the order of lessons has come to the assessment; who has completed the course may repeat it."""
    if not page.course.in_order:
        return True
    enrolment = find.enrolment_in(page, user)
    if enrolment is None or enrolment.completed_at:
        return True
    return rules.is_open(page, progress.of(page=page, enrolment=enrolment, learner=user), assessment)


def listed(user: User) -> set[int]:
    """Ids of all the assessments of the courses that this person is in and that have opened: asked for, or at the end
    of a lesson, as they stand and in the person's versions. Three queries."""
    mine = CoursePage.objects.live().filter(course__enrolments__learner=user)
    opened = mine.exclude(course__in=terms.closed_to(user, timezone.localdate()))
    waiting = rules.closed_by_prerequisites(user)
    told = opened.values_list("path", "course").distinct()
    pages = {path: course for path, course in told if course not in waiting}
    asked = Requirement.objects.filter(course__in=pages.values(), assessment__isnull=False)
    kept = CourseEdition.objects.filter(course__in=pages.values(), enrolments__learner=user)
    lessons = LessonPage.objects.live().exclude(quiz=None).values_list("path", "quiz")
    at_the_end = {quiz for path, quiz in lessons if path[: -LessonPage.steplen] in pages}
    frozen = set(kept.exclude(assessments=None).values_list("assessments", flat=True))
    found = at_the_end | frozen | set(asked.values_list("assessment", flat=True))
    return found - _not_come_to(user, list(pages), found)


def _not_come_to(user: User, paths: list[str], wanted: set[int]) -> set[int]:
    """Those of `wanted` that an order of lessons keeps closed; a query where no course has an order."""
    ordered = list(CoursePage.objects.filter(path__in=paths, course__in_order=True).select_related("course"))
    tests = Assessment.objects.in_bulk(wanted) if ordered else {}
    return {pk for pk, test in tests.items() if not may_sit(user, test)}


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
    kept = Enrolment.objects.filter(edition__assessments=assessment)
    enrolled = Enrolment.objects.filter(Q(course__in=courses) | Q(pk__in=kept.values("pk")))
    found: QuerySet[User] = User.objects.filter(pk__in=enrolled.values("learner"))
    return found


def certificates(people: Collection[int], assessment: Assessment) -> dict[int, list[str]]:
    """Numbers of the standing certificates of courses that ask for this assessment, by the holder's id; one query."""
    asking = Enrolment.objects.asking_for(assessment.pk).order_by()
    asked = Certificate.objects.standing().filter(enrolment__in=asking.values("pk"))
    found: dict[int, list[str]] = {}
    for certificate in asked.filter(holder__in=people).order_by("book", "number").distinct():
        if certificate.holder_id is not None:
            found.setdefault(certificate.holder_id, []).append(certificate.serial)
    return found


def _pages(user: User, assessment: Assessment) -> QuerySet[CoursePage]:
    mine = Q(pk__in=_asking(assessment).values("pk"), course__enrolments__learner=user)
    kept = Enrolment.objects.of(user).filter(edition__assessments=assessment)
    pages = CoursePage.objects.live().filter(mine | Q(course__in=kept.values("course")))
    found: QuerySet[CoursePage] = pages.distinct().order_by("path")
    return found


def _asking(assessment: Assessment) -> QuerySet[CoursePage]:
    """Published courses that have the assessment at the end of a lesson, or ask for it."""
    asking = Q(pk__in=assessment.required_by.values("course__page"))
    at_the_end = Q(course__page__in=[])
    for path in assessment.lessons.live().values_list("path", flat=True):
        at_the_end |= Q(path=path[: -LessonPage.steplen])
    found: QuerySet[CoursePage] = CoursePage.objects.live().filter(asking | at_the_end)
    return found
