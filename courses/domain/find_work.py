"""Which assignments and works a person may open; what isn't in it doesn't exist."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.domain import find
from courses.enums import AssignmentKind, WorkState
from courses.models import Assignment, Enrolment, Submission, SubmissionFile, WorkMark
from courses.models.assignments import SubmissionQuerySet
from people.models import User
from people.scope import people_with_results

RELATED = ("assignment", "assignment__course", "enrolment", "enrolment__learner", "enrolment__learner__unit")


def assignment_of(user: User, code: str) -> tuple[Assignment, Enrolment]:
    """An assignment of a course that somebody learns in, and their enrolment. Raises Assignment.DoesNotExist."""
    assignment: Assignment = Assignment.objects.select_related("course__page", "lesson").get(code=code)
    enrolment: Enrolment | None = user.enrolments.filter(course=assignment.course_id).select_related("course").first()
    if enrolment is None:
        raise Assignment.DoesNotExist
    return assignment, enrolment


def marked(user: User) -> SubmissionQuerySet:
    """Works handed in by the people whose results somebody may see, without their own."""
    found = Submission.objects.of_people(people_with_results(user)).exclude(enrolment__learner=user)
    return found.exclude(state=WorkState.DRAFT).select_related(*RELATED)


def waiting(user: User) -> SubmissionQuerySet:
    """Works that wait for a mark of this person, the longest waiting first; stations wait for nobody."""
    mine = WorkMark.objects.filter(submission=OuterRef("pk"), marker=user)
    found = marked(user).filter(~Exists(mine), state=WorkState.HANDED_IN)
    return found.exclude(assignment__kind=AssignmentKind.STATION).order_by("handed_in_at", "pk")


def waiting_count(user: User) -> int:
    """How many; one query."""
    return waiting(user).order_by().count()


def one_marked(user: User, pk: int) -> Submission:
    """A work that somebody may look at as a marker, with its files and marks. Raises Submission.DoesNotExist."""
    found = marked(user).prefetch_related("files", "marks__marker", "assignment__criteria")
    submission: Submission = found.get(pk=pk)
    return submission


def own_or_marked(user: User, pk: int) -> Submission:
    """A work of one's own, or one that one may mark. Raises Submission.DoesNotExist."""
    own: Submission | None = (
        Submission.objects.filter(pk=pk, enrolment__learner=user)
        .select_related(*RELATED)
        .prefetch_related("files")
        .first()
    )
    return own or one_marked(user, pk)


def file_for(user: User, pk: int) -> SubmissionFile:
    """A file of one's own work, or of a work that one may mark. Raises SubmissionFile.DoesNotExist."""
    allowed = Q(submission__enrolment__learner=user) | Q(submission__in=marked(user).values("pk"))
    file: SubmissionFile = SubmissionFile.objects.get(allowed, pk=pk)
    return file


def led_assignments(user: User) -> QuerySet[Assignment]:
    """Assignments of the courses in which somebody sees results by name; two queries."""
    courses = [page.course_id for page, _enrolment in find.courses_for(user)]
    found: QuerySet[Assignment] = Assignment.objects.filter(course__in=courses).select_related("course")
    return found.order_by("course__code", "pk")


def led_assignment(user: User, code: str) -> Assignment:
    """One of them, with its rubric. Raises Assignment.DoesNotExist."""
    assignment: Assignment = led_assignments(user).prefetch_related("criteria").get(code=code)
    return assignment


def learners(user: User, assignment: Assignment) -> QuerySet[Enrolment]:
    """Those of the course whose results somebody may see, without themselves, in the alphabet's order."""
    found = Enrolment.objects.filter(course=assignment.course_id).of_people(people_with_results(user))
    return found.exclude(learner=user).select_related("learner").order_by("learner__sort_key", "learner_id")


def marked_twice(user: User, assignment: Assignment) -> list[Submission]:
    """Every work of an assignment, of those whom somebody may see, that has two marks or more; two queries."""
    found = Submission.objects.of_people(people_with_results(user)).filter(assignment=assignment)
    counted = found.annotate(given=Count("marks", filter=Q(marks__returned=False))).filter(given__gte=2)
    return list(counted.prefetch_related("marks"))


def newest_works(assignment: Assignment, enrolments: list[Enrolment]) -> dict[int, Submission]:
    """The newest work of each enrolment, with its marks; two queries."""
    found = Submission.objects.filter(assignment=assignment, enrolment__in=enrolments).newest()
    return {one.enrolment_id: one for one in found.prefetch_related("marks")}
