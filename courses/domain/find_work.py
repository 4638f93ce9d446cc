"""Which assignments and works a person may open: the views fetch here. What isn't in their scope doesn't exist."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from courses.domain import work
from courses.enums import AssignmentKind, WorkState
from courses.models import Assignment, CoursePage, Enrolment, Submission, SubmissionFile, WorkMark
from courses.models.assignments import SubmissionQuerySet
from people.models import User
from people.roles import Permission, may
from people.scope import people_with_results


def assignment_for(user: User, code: str) -> tuple[CoursePage, Assignment]:
    """An assignment with the page of its course, for whoever may see the course. Raises Assignment.DoesNotExist."""
    found = Assignment.objects.select_related("course", "lesson").prefetch_related("criteria").get(code=code)
    page = CoursePage.objects.visible_to(user).select_related("course").filter(course=found.course_id).first()
    if page is None:
        raise Assignment.DoesNotExist
    return page, found


def marks_work(user: User) -> bool:
    """Whether a person marks work of learners at all."""
    return may(user, Permission.SEE_OWN_COHORTS)


def looks_at(user: User) -> bool:
    """Whether a person reads assignments without doing them: who marks work, and who writes courses."""
    return marks_work(user) or may(user, Permission.SEE_ALL_RESULTS) or may(user, Permission.AUTHOR)


def works_seen(viewer: User) -> SubmissionQuerySet:
    """Works of the people whose results the viewer may see, without the viewer's own."""
    found: SubmissionQuerySet = Submission.objects.of_people(people_with_results(viewer))
    return found.exclude(enrolment__learner=viewer)


def queue(viewer: User) -> SubmissionQuerySet:
    """Works that wait for this viewer's mark, the longest waiting first; `given`: how many marks there are."""
    if not marks_work(viewer):
        nothing: SubmissionQuerySet = Submission.objects.none()
        return nothing
    mine = WorkMark.objects.filter(submission=OuterRef("pk"), marker=viewer)
    waiting = works_seen(viewer).filter(~Exists(mine), state=WorkState.HANDED_IN)
    found: SubmissionQuerySet = waiting.exclude(assignment__kind=AssignmentKind.STATION).annotate(given=Count("marks"))
    return found.select_related("assignment", "enrolment__learner").order_by("handed_in_at", "pk")


def to_mark(viewer: User, pk: int) -> Submission:
    """One of the queue, with its rubric, files and marks. Raises Submission.DoesNotExist."""
    found: Submission = _whole(queue(viewer)).get(pk=pk)
    return found


def shown_to(viewer: User, pk: int) -> Submission:
    """A work that is or was in the viewer's queue. Raises Submission.DoesNotExist."""
    if not marks_work(viewer):
        raise Submission.DoesNotExist
    handed_in = works_seen(viewer).exclude(state=WorkState.DRAFT).exclude(assignment__kind=AssignmentKind.STATION)
    found: Submission = _whole(handed_in.select_related("assignment", "enrolment__learner")).get(pk=pk)
    return found


def waiting(viewer: User) -> int:
    """How many works wait for this viewer's mark; one query."""
    count: int = queue(viewer).order_by().count()
    return count


def _whole(works: SubmissionQuerySet) -> SubmissionQuerySet:
    found: SubmissionQuerySet = works.prefetch_related("assignment__criteria", files(), "marks")
    return found


def files() -> Prefetch[str]:
    """The files of works without their bytes."""
    return Prefetch("files", SubmissionFile.objects.defer("content"))


def file_for(user: User, pk: int) -> SubmissionFile:
    """A file, for its author and for who may see their results. Raises SubmissionFile.DoesNotExist."""
    found = SubmissionFile.objects.select_related("submission__enrolment__learner")
    own = found.filter(submission__enrolment__learner=user, pk=pk).first()
    if own:
        return own
    handed_in = found.exclude(submission__state=WorkState.DRAFT)
    seen = people_with_results(user) if marks_work(user) else User.objects.none()
    return handed_in.get(submission__enrolment__learner__in=seen.values("pk"), pk=pk)


@dataclass(frozen=True)
class Standing:
    """A learner of a course and their newest work for an assignment, if there is one."""

    enrolment: Enrolment
    newest: Submission | None


def learners(assignment: Assignment, viewer: User) -> QuerySet[Enrolment]:
    """Whom of the course the viewer may see by name, without the viewer."""
    found = Enrolment.objects.filter(course=assignment.course_id).of_people(people_with_results(viewer))
    return found.exclude(learner=viewer).select_related("learner").order_by("learner__sort_key", "learner_id")


def to_observe(assignment: Assignment, viewer: User) -> QuerySet[Enrolment]:
    """The learners who haven't passed a station and whose open attempt the viewer hasn't observed yet."""
    works = Submission.objects.filter(assignment=assignment, enrolment=OuterRef("pk"))
    passed = works.filter(state=WorkState.PASSED)
    mine = works.filter(state=WorkState.HANDED_IN, marks__marker=viewer)
    return learners(assignment, viewer).exclude(Exists(passed)).exclude(Exists(mine))


def standings(assignment: Assignment, enrolments: list[Enrolment]) -> list[Standing]:
    """A row a learner; two queries, however many they are."""
    works = Submission.objects.newest().filter(assignment=assignment, enrolment__in=enrolments)
    # A draft is its author's alone: it says that it was begun, and nothing of what is in it.
    newest = {one.enrolment_id: one for one in works.defer("content").prefetch_related("marks")}
    return [Standing(one, newest.get(one.pk)) for one in enrolments]


def judged_twice(assignment: Assignment, viewer: User) -> list[list[dict[str, int]]]:
    """Of each work that two people judged and that the viewer may see the points of both, as their marks came."""
    works = works_seen(viewer).filter(assignment=assignment).exclude(state=WorkState.HANDED_IN)
    marks = WorkMark.objects.filter(submission__in=works.values("pk"), returned=False).order_by("pk")
    by_work: dict[int, list[dict[str, int]]] = {}
    for submission_id, levels in marks.values_list("submission", "levels"):
        by_work.setdefault(submission_id, []).append(levels)
    return [given[:2] for given in by_work.values() if len(given) >= 2]


def is_third(submission: Submission) -> bool:
    """Whether two marks lie apart, so that the next one decides. Needs marks and criteria at hand."""
    assignment = submission.assignment
    most = sum(criterion.most for criterion in assignment.criteria.all())
    totals = [sum(mark.levels.values()) for mark in submission.marks.all() if not mark.returned]
    return assignment.markers == 2 and work.are_apart(totals, most)
