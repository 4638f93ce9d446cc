"""Completion: whether a course asks for anything more, and if not, its certificate. May be asked at any time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from courses.domain import certify, outline
from courses.domain.paper import CannotPrint
from courses.domain.passed import passed_by, works_passed
from courses.models import Certificate, Enrolment
from ledger import audit
from ledger.outbox import handles


@dataclass(frozen=True)
class Completion:
    """What a check found. `problem` tells people why a completed course has no certificate yet."""

    complete: bool
    certificate: Certificate | None = None
    problem: str = ""


def check(enrolment: Enrolment) -> Completion:
    """Completes the course if nothing is missing, and issues its certificate: once, however often it is asked.

    Who completed stays completed when the course changes. A certificate that the office revoked doesn't come back
    by itself. A learner's page asks here, and so does the outbox after each result.
    """
    certificate = enrolment.certificates.standing().first()
    if certificate:
        return Completion(complete=True, certificate=certificate)
    if enrolment.completed_at is None and not _nothing_missing(enrolment):
        return Completion(complete=False)
    try:
        certificate = _completed(enrolment)
    except CannotPrint as refusal:
        _mark_completed(enrolment)
        return Completion(complete=True, problem=str(refusal))
    return Completion(complete=True, certificate=certificate)


def check_all(*, candidate_id: int, assessment_id: int) -> list[Completion]:
    """Checks a person's enrolments in courses that ask for this assessment."""
    enrolments = Enrolment.objects.under_way().filter(learner=candidate_id).asking_for(assessment_id)
    return [check(enrolment) for enrolment in enrolments.select_related("course", "learner")]


@handles("result.exists")
def result_exists(*, result_id: int, candidate_id: int, assessment_id: int, passed: bool) -> None:
    """The outbox's part: for whoever closes the browser before the result."""
    if passed:
        check_all(candidate_id=candidate_id, assessment_id=assessment_id)


@handles("work.passed")
def work_passed(*, enrolment_id: int) -> None:
    """The outbox's part for an assignment: its last mark may complete the course."""
    enrolment = Enrolment.objects.select_related("course", "learner").filter(pk=enrolment_id).first()
    if enrolment:
        check(enrolment)


def _nothing_missing(enrolment: Enrolment) -> bool:
    """Whether every requirement is met; a course without any can't be completed."""
    needs = outline.needs_of([enrolment])[enrolment.pk]
    lessons, tests, works = set(needs.lessons), set(needs.tests), set(needs.works)
    if works - works_passed(enrolments=[enrolment.pk], assignments=works).get(enrolment.pk, set()):
        return False
    if not needs.total or lessons - set(enrolment.reads.values_list("lesson", flat=True)):
        return False
    return tests <= passed_by(candidates=[enrolment.learner_id], assessments=tests).get(enrolment.learner_id, set())


def _completed(enrolment: Enrolment) -> Certificate | None:
    """Marks it and issues, in one transaction; None when it was issued before and revoked."""
    with transaction.atomic():
        _mark_completed(enrolment)
        if enrolment.certificates.exists():
            return enrolment.certificates.standing().first()
        return certify.issue(enrolment_id=enrolment.pk, by=None)


def _mark_completed(enrolment: Enrolment) -> None:
    """Twenty checks at once, by the learner's page and by workers: one of them finds it open under the lock."""
    with transaction.atomic():
        locked = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
        if locked.completed_at is None:
            locked.completed_at = timezone.now()
            locked.save(update_fields=["completed_at"])
            audit.record(actor=None, action="course.completed", subject=locked, course=locked.course_id)
        enrolment.completed_at = locked.completed_at
