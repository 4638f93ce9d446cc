"""What a person may open: the views fetch here, within the viewer's scope. What isn't in it doesn't exist."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from courses.domain.progress import Progress
from courses.domain.rules import open_lessons
from courses.domain.terms import Term, in_course, is_closed
from courses.domain.verify import SERIAL
from courses.models import Certificate, CertificateBook, Course, CoursePage, Enrolment, LessonPage
from people.models import Cohort, User
from people.roles import Permission, may
from people.scope import cohorts_with_results, people_with_results
from ui.folding import fold


def courses_for(user: User) -> list[tuple[CoursePage, Enrolment | None]]:
    """The courses that a person may see, in the order of the catalogue, each with their enrolment; two queries."""
    pages = CoursePage.objects.visible_to(user).select_related("course").order_by("path")
    mine = {enrolment.course_id: enrolment for enrolment in Enrolment.objects.of(user)}
    return [(page, mine.get(page.course_id)) for page in pages]


def enrolled_in(user: User) -> list[tuple[CoursePage, Enrolment]]:
    """The courses that a person is enrolled in, those not completed first; two queries."""
    found = [(page, enrolment) for page, enrolment in courses_for(user) if enrolment]
    return sorted(found, key=lambda pair: pair[1].completed_at is not None)


def course_for(user: User, slug: str) -> CoursePage:
    """One course. Raises CoursePage.DoesNotExist."""
    page: CoursePage = CoursePage.objects.visible_to(user).select_related("course").get(slug=slug)
    return page


def page_of(course: Course) -> CoursePage | None:
    """The published page of a course, if it has one."""
    found: CoursePage | None = CoursePage.objects.live().filter(course=course.pk).first()
    return found


def enrolment_in(page: CoursePage, user: User) -> Enrolment | None:
    """The person's enrolment in a course."""
    return (
        Enrolment.objects.of(user).filter(course=page.course_id).select_related("course", "learner", "edition").first()
    )


def may_read(user: User, enrolment: Enrolment | None, term: Term, today: date) -> bool:
    """Whether a person may open lessons: the enrolled from the day that they open, and those who write courses."""
    mine = enrolment is not None and not is_closed(enrolment, term, today)
    return mine or may(user, Permission.AUTHOR)


def written(code: str) -> CoursePage:
    """The page of a course for those who write it, published or not. Raises CoursePage.DoesNotExist."""
    found: CoursePage = CoursePage.objects.select_related("course").get(course__code=code.replace("\0", ""))
    return found


def unpublished() -> list[CoursePage]:
    """Courses that nobody but those who write sees yet, by code."""
    return list(CoursePage.objects.filter(live=False).select_related("course").order_by("course__code"))


def reads(user: User, pages: Collection[int]) -> bool:
    """Whether somebody is in a course with one of these lessons, whose lessons have opened for them."""
    if not user.is_authenticated:
        return False
    lessons = LessonPage.objects.live().filter(pk__in=pages)
    courses = {one.get_parent().pk for one in lessons}
    mine = Enrolment.objects.of(user).filter(course__page__in=courses).select_related("course")
    today = timezone.localdate()
    return any(may_read(user, one, in_course(user, one.course_id), today) for one in mine)


def writes(user: User) -> bool:
    """Whether a person writes courses, and so reads lessons that rules keep from learners."""
    return may(user, Permission.AUTHOR)


def opens(user: User, page: CoursePage, found: Progress) -> set[int]:
    """Ids of the lessons that the order of lessons lets a person read."""
    return {line.lesson.pk for line in found.lines} if writes(user) else open_lessons(page.course, found)


def own_certificates(user: User) -> QuerySet[Certificate]:
    """The certificates that a person holds, newest first, revoked ones too."""
    return Certificate.objects.of(user).newest_first()


def certificate_for(user: User, pk: int) -> Certificate:
    """A certificate that a person may download: their own while it stands, any for the office.

    Raises Certificate.DoesNotExist.
    """
    if keeps_register(user):
        return Certificate.objects.select_related("holder").get(pk=pk)
    return Certificate.objects.of(user).standing().select_related("holder").get(pk=pk)


def keeps_register(user: User) -> bool:
    """Whether a person keeps the register of certificates."""
    return may(user, Permission.ISSUE_CERTIFICATES) or may(user, Permission.REVOKE_CERTIFICATES)


def years() -> list[int]:
    """The years that have a register, newest first."""
    return list(CertificateBook.objects.order_by("-year").values_list("year", flat=True))


def register(search: str = "", course: str = "", year: str = "") -> QuerySet[Certificate]:
    """The register, newest first; `search` is a number, part of one, or part of a name, `course` a course's code,
    `year` a year's register."""
    found = Certificate.objects.newest_first().select_related("holder")
    if year.isdecimal() and len(year) == 4:
        found = found.filter(book=int(year))
    if course:
        found = found.filter(enrolment__course__code=course.replace("\0", ""))
    search = search.replace("\0", "")  # PostgreSQL takes no text with it
    wanted = search.strip().upper()
    if not wanted:
        return found
    if match := SERIAL.fullmatch(wanted):
        return found.filter(book=int(match[1]), number=int(match[2]))
    if wanted.isdecimal() and len(wanted) <= 9:
        return found.filter(number=int(wanted))
    return found.filter(holder__search_fold__contains=fold(search))


def without_certificate() -> QuerySet[Enrolment]:
    """Completed enrolments that hold no standing certificate: refused for a name, or revoked."""
    done = Enrolment.objects.exclude(completed_at=None).exclude(certificates__in=Certificate.objects.standing())
    return done.select_related("course", "learner").order_by("completed_at")


def cohorts_of(viewer: User) -> QuerySet[Cohort]:
    """The cohorts whose progress a person may see by name."""
    return cohorts_with_results(viewer)


def learners_seen(page: CoursePage, viewer: User, cohort: Cohort | None = None) -> QuerySet[Enrolment]:
    """Enrolments in a course whose progress a person may see by name: all for the office, own cohorts for a trainer."""
    people = people_with_results(viewer)
    if cohort:
        people = people.filter(cohorts=cohort)
    found = Enrolment.objects.filter(course=page.course_id).of_people(people).select_related("learner", "learner__unit")
    return found.order_by("learner__sort_key", "learner_id")


def may_see_reports(user: User) -> bool:
    """Whether the link to a course's report is shown."""
    return may(user, Permission.SEE_OWN_COHORTS) or may(user, Permission.SEE_ALL_RESULTS)
