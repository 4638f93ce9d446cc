"""Which assessments people have passed, for many people at once."""

from __future__ import annotations

from collections.abc import Collection

from assessments.models import Result


def passed_by(*, candidates: Collection[int], assessments: Collection[int]) -> dict[int, set[int]]:
    """Ids of the assessments passed, by id of the person; one query. Only results that hold now count."""
    found: dict[int, set[int]] = {}
    if not candidates or not assessments:
        return found
    current = Result.objects.current().filter(
        passed=True, sitting__candidate__in=candidates, sitting__assessment__in=assessments
    )
    for person, assessment in current.values_list("sitting__candidate", "sitting__assessment"):
        found.setdefault(person, set()).add(assessment)
    return found


def best(*, candidate: int, assessments: Collection[int]) -> dict[int, Result]:
    """A person's best passing result of each assessment, the newest of equals; one query."""
    found: dict[int, Result] = {}
    current = Result.objects.current().filter(
        passed=True, sitting__candidate=candidate, sitting__assessment__in=assessments
    )
    for result in current.select_related("sitting__edition").order_by("id"):
        held = found.get(result.sitting.assessment_id)
        if held is None or result.score * held.out_of >= held.score * result.out_of:
            found[result.sitting.assessment_id] = result
    return found
