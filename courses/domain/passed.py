"""Which assessments people have passed, for many people at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from assessments.models import Result
from assessments.models.results import ResultQuerySet
from courses.enums import WorkState
from courses.models import Submission

# An edition's documents, which nobody needs for a result.
HEAVY = ("sitting__edition__paper", "sitting__edition__key", "sitting__edition__rules")


def passed_by(*, candidates: Collection[int], assessments: Collection[int]) -> dict[int, set[int]]:
    """Ids of the assessments passed, by id of the person; one query. Only results that hold now count; whoever passes
    a re-sit has passed the examination that it repeats."""
    found: dict[int, set[int]] = {}
    if not candidates or not assessments:
        return found
    current = _passing(assessments).filter(sitting__candidate__in=candidates)
    for person, *both in current.values_list("sitting__candidate", "sitting__assessment", "stands_for"):
        found.setdefault(person, set()).update(pk for pk in both if pk in assessments)
    return found


def works_passed(*, enrolments: Collection[int], assignments: Collection[int]) -> dict[int, set[int]]:
    """Ids of the assignments passed, by id of the enrolment; one query, or none where none is asked for."""
    found: dict[int, set[int]] = {}
    if not enrolments or not assignments:
        return found
    passed = Submission.objects.filter(enrolment__in=enrolments, assignment__in=assignments, state=WorkState.PASSED)
    for enrolment, assignment in passed.values_list("enrolment", "assignment"):
        found.setdefault(enrolment, set()).add(assignment)
    return found


def best(*, candidate: int, assessments: Collection[int]) -> dict[int, Result]:
    """A person's best passing result of each assessment, the newest of equals; one query."""
    return best_of(candidates=[candidate], assessments=assessments).get(candidate, {})


def best_of(*, candidates: Collection[int], assessments: Collection[int]) -> dict[int, dict[int, Result]]:
    """The same for many people, by the person's id; one query."""
    found: dict[int, dict[int, Result]] = {}
    current = _passing(assessments).filter(sitting__candidate__in=candidates)
    for result in current.select_related("sitting__edition").defer(*HEAVY).order_by("id"):
        own = found.setdefault(result.sitting.candidate_id, {})
        asked = result.sitting.assessment_id if result.sitting.assessment_id in assessments else result.stands_for
        held = own.get(asked)
        if held is None or result.score * held.out_of >= held.score * result.out_of:
            own[asked] = result
    return found


def _passing(assessments: Collection[int]) -> ResultQuerySet:
    """Passing results of these assessments and of re-sits of them; `stands_for` is the first examination's id."""
    of_these = Q(sitting__assessment__in=assessments) | Q(sitting__assessment__resit_of__in=assessments)
    first = Coalesce(F("sitting__assessment__resit_of"), F("sitting__assessment"))
    passing: ResultQuerySet = Result.objects.current().filter(of_these, passed=True).annotate(stands_for=first)
    return passing
