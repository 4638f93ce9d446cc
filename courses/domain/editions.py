"""Versions of a course: what has changed since the newest, whom it touches, releasing, moving on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from courses.domain import complete, news, outline
from courses.enums import CourseChange
from courses.models import Assignment, Course, CourseEdition, CoursePage, Enrolment, LessonPage
from ledger import audit, outbox
from ledger.outbox import handles
from people.models import Cohort, User

Document = dict[str, Any]
NO_COHORT = 0


class NothingToRelease(Exception):
    """The course has no published lesson, or nothing has changed. The message is for people."""


@dataclass(frozen=True)
class Change:
    """One difference from the newest version: its kind, the title of the thing, of a changed text its revisions."""

    kind: CourseChange
    title: str
    page_id: int | None = None
    revisions: tuple[int, int] | None = None


@dataclass(frozen=True)
class Touched:
    """Learners under way in one version (None: the course as it stands), of one cohort (None: of no cohort)."""

    cohort: Cohort | None
    edition: int | None
    learners: int

    @property
    def key(self) -> str:
        """What a form sends for the cohort."""
        return str(self.cohort.pk if self.cohort else NO_COHORT)


def newest(course: Course) -> CourseEdition | None:
    """The version that new learners get."""
    found: CourseEdition | None = course.editions.order_by("-number").first()
    return found


def listed(course: Course) -> list[CourseEdition]:
    """All versions, newest first, each with how many learners are under way in it (`under_way`)."""
    under_way = Count("enrolments", filter=Q(enrolments__completed_at=None))
    return list(course.editions.order_by("-number").select_related("published_by").annotate(under_way=under_way))


def changes(page: CoursePage) -> list[Change]:
    """What differs now from the newest version, in the order of the outline; without a version nothing does."""
    edition = newest(page.course)
    if edition is None:
        return []
    lessons = list(page.lessons())
    return [*_lesson_changes(edition, lessons), *_need_changes(page, edition, lessons)]


def touched(course: Course) -> list[Touched]:
    """Learners under way by cohort and version; whoever is in several cohorts is counted in each. Two statements."""
    under_way = course.enrolments.under_way()
    rows = under_way.values("learner__cohorts", "edition__number").annotate(n=Count("pk", distinct=True)).order_by()
    cohorts = Cohort.objects.in_bulk({row["learner__cohorts"] for row in rows} - {None})
    found = [Touched(cohorts.get(row["learner__cohorts"]), row["edition__number"], row["n"]) for row in rows]
    return sorted(found, key=lambda one: (one.cohort is None, str(one.cohort), one.edition or 0))


def release(*, page: CoursePage, note: str, move: Collection[int], by: User) -> CourseEdition:
    """Freezes the course as it stands into its next version, and moves those learners on who are under way in the
    cohorts `move` (NO_COHORT: those of no cohort). The others keep their version; of the first version there is none
    to keep. Raises NothingToRelease.
    """
    with transaction.atomic():
        # Two trainers at once: the second waits here, and finds that nothing has changed.
        course = Course.objects.select_for_update(no_key=True).get(pk=page.course_id)
        content, last = _content(page), newest(course)
        if not content["lessons"]:
            raise NothingToRelease(_("The course has no published lesson yet."))
        if last and last.content == content:
            raise NothingToRelease(_("Nothing has changed since version %(number)d.") % {"number": last.number})
        edition = CourseEdition.objects.create(
            course=course, number=last.number + 1 if last else 1, note=note, content=content, published_by=by
        )
        quizzes = page.lessons().exclude(quiz=None).values_list("quiz", flat=True)
        edition.assessments.set({*content["tests"], *quizzes})
        audit.record(actor=by, action="course.released", subject=course, number=edition.number)
        _move(course, edition, None if last is None else move, by)
    return edition


def move_on(*, course: Course, cohorts: Collection[int], by: User) -> int:
    """Moves learners under way in these cohorts to the newest version; returns how many that were."""
    with transaction.atomic():
        edition = newest(Course.objects.select_for_update(no_key=True).get(pk=course.pk))
        return _move(course, edition, cohorts, by) if edition else 0


@handles("course.moved_on")
def moved_on(*, enrolment_id: int) -> None:
    """A version that asks for less may complete the course: it is looked at anew."""
    enrolment = Enrolment.objects.select_related("course", "learner", "edition").filter(pk=enrolment_id).first()
    if enrolment:
        complete.check(enrolment)


def _move(course: Course, edition: CourseEdition, cohorts: Collection[int] | None, by: User) -> int:
    """`cohorts` None: everybody under way. Who is moved from a version is told."""
    found = course.enrolments.under_way().exclude(edition=edition)
    if cohorts is not None:
        chosen = Q(learner__cohorts__in=[pk for pk in cohorts if pk != NO_COHORT])
        if NO_COHORT in cohorts:
            chosen |= Q(learner__cohorts=None)
        found = found.filter(chosen)
    ids = list(found.values_list("pk", flat=True).distinct())
    told = list(Enrolment.objects.filter(pk__in=ids).exclude(edition=None).values_list("learner", flat=True))
    Enrolment.objects.filter(pk__in=ids, completed_at=None).update(edition=edition)
    news.course_changed(course=course, number=edition.number, note=edition.note, learners=told, by=by)
    outbox.promise_each("course.moved_on", {f"{pk}:{edition.number}": {"enrolment_id": pk} for pk in ids})
    if ids:
        audit.record(actor=by, action="course.moved_on", subject=course, number=edition.number, people=len(ids))
    return len(ids)


def _content(page: CoursePage) -> Document:
    asked = outline.needs(page.course, None)
    wanted = set(asked.lessons)
    lessons = [
        {"page": one.pk, "revision": one.live_revision_id, "required": one.pk in wanted} for one in page.lessons()
    ]
    return {"lessons": lessons, "tests": asked.tests, "works": asked.works}


def _lesson_changes(edition: CourseEdition, lessons: list[LessonPage]) -> list[Change]:
    then = {one["page"]: one["revision"] for one in edition.content["lessons"]}
    found = []
    for one in lessons:
        if one.pk not in then:
            found.append(Change(CourseChange.LESSON_NEW, one.heading, one.pk))
        elif then[one.pk] != one.live_revision_id:
            revisions = (then[one.pk], one.live_revision_id)
            found.append(Change(CourseChange.LESSON_CHANGED, one.heading, one.pk, revisions))
    gone = set(then) - {one.pk for one in lessons}
    names = LessonPage.objects.filter(pk__in=gone)
    found += [Change(CourseChange.LESSON_GONE, one.heading) for one in names.order_by("path")]
    stayed = [one.pk for one in lessons if one.pk in then]
    if stayed != [pk for pk in then if pk in stayed]:
        found.append(Change(CourseChange.ORDER, ""))
    return found


def _need_changes(page: CoursePage, edition: CourseEdition, lessons: list[LessonPage]) -> list[Change]:
    """What is asked for now and wasn't, or was and isn't."""
    now = outline.needs(page.course, None)
    then = {one["page"] for one in edition.content["lessons"] if one["required"]}
    titles = {one.pk: one.heading for one in lessons if one.pk in edition.lesson_ids()}
    found = _asked(titles, [pk for pk in now.lessons if pk in titles], [pk for pk in then if pk in titles])
    tests = {test.pk: test.title for test in outline.asked_tests(page.course)}
    tests |= dict(edition.assessments.values_list("pk", "title"))
    found += _asked(tests, now.tests, edition.content["tests"])
    works = dict(Assignment.objects.filter(pk__in=[*now.works, *edition.content["works"]]).values_list("pk", "title"))
    return found + _asked(works, now.works, edition.content["works"])


def _asked(titles: dict[int, str], now: Collection[int], then: Collection[int]) -> list[Change]:
    added = [Change(CourseChange.ASKED, titles.get(pk, "")) for pk in now if pk not in then]
    return added + [Change(CourseChange.NOT_ASKED, titles.get(pk, "")) for pk in then if pk not in now]
