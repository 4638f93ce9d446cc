"""Certificates for a cohort at once: records in chunks, each one transaction without a gap, then their files.

It may be stopped at any point and called again: what is there stays, what is missing is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from courses.domain import certify
from courses.domain.bulk import Moulds
from courses.models import Certificate, CertificateFile, Course, Enrolment
from ledger import audit, outbox
from ledger.outbox import handles
from people.models import Cohort, User

CHUNK = 100
T = TypeVar("T")
EACH = 200  # every so manieth number is laid out too and compared, and the first of each mould


@dataclass
class Issued(certify.Made):
    """What a batch came to."""

    @property
    def all(self) -> list[Certificate]:
        """New ones and those that stood, by number."""
        return sorted([*self.issued, *self.existing], key=lambda one: (one.book_id, one.number))


def completed(course: Course, cohort: Cohort) -> list[Enrolment]:
    """Who of a cohort has completed a course, in the order of the roster."""
    found = course.enrolments.exclude(completed_at=None).filter(learner__cohorts=cohort)
    return list(found.select_related("learner", "course", "edition").order_by("learner__sort_key", "learner_id"))


def issue(*, course: Course, cohort: Cohort, by: User | None) -> Issued:
    """Issues to everybody of the cohort who completed the course and draws the files. Who holds a certificate keeps
    it; a revoked one doesn't come back."""
    outcome = Issued()
    for chunk in _chunks([one.pk for one in completed(course, cohort)]):
        made = _issued(chunk, by)
        outcome.issued += made.issued
        outcome.existing += made.existing
        outcome.refused += made.refused
    draw_missing([one.pk for one in outcome.all])
    return outcome


def _issued(enrolments: Sequence[int], by: User | None) -> certify.Made:
    """One chunk's records, with the promise of their files."""
    with transaction.atomic():
        made = certify.issue_each(enrolments=enrolments, by=by)
        ids = [one.pk for one in made.issued]
        if ids:
            outbox.promise("certificates.draw", f"{ids[0]}-{ids[-1]}", certificates=ids)
    return made


@dataclass(frozen=True)
class State:
    """How far a cohort's certificates are: who has completed the course, how many certificates stand, how many files
    are drawn, for whom none can be made, with the reason, and for how many there is something left to do: not for those
    whose certificate was revoked."""

    completed: int
    standing: int
    drawn: int
    refused: list[tuple[Enrolment, str]]
    left: int


def place(*, cohort: str, course: str) -> tuple[Cohort, Course]:
    """A cohort and a course by their codes. Raises Cohort.DoesNotExist or Course.DoesNotExist."""
    return Cohort.objects.get(code=cohort.replace("\0", "")), Course.objects.get(code=course.replace("\0", ""))


def promise(*, course: Course, cohort: Cohort, by: User) -> None:
    """Has the certificates of a cohort issued and drawn by workers, a promise a chunk: each is its own transaction, so
    that others who complete a course wait for a chunk at most, and what is done can be seen. Asked for again while
    they work, it finds nothing left to do."""
    done = [one.pk for one in completed(course, cohort)]
    undrawn = Certificate.objects.standing().filter(enrolment__in=done, file=None).order_by("pk")
    with transaction.atomic():
        event = audit.record(actor=by, action="certificate.batch", subject=cohort, course=course.code)
        chunks = enumerate(_chunks(_without_any(done)))
        payloads = {f"{event.pk}-{n}": {"enrolments": list(chunk), "by_id": by.pk} for n, chunk in chunks}
        outbox.promise_each("certificates.issue", payloads)
        chunks = enumerate(_chunks(list(undrawn.values_list("pk", flat=True))))
        outbox.promise_each(
            "certificates.draw", {f"again-{event.pk}-{n}": {"certificates": list(c)} for n, c in chunks}
        )


@handles("certificates.issue")
def issue_promised(*, enrolments: list[int], by_id: int) -> None:
    """The outbox's part for one chunk; handled twice, it issues once."""
    _issued(enrolments, User.objects.filter(pk=by_id).first())


def _without_any(enrolments: Sequence[int]) -> list[int]:
    """Those that never had a certificate, in their order."""
    ever = set(Certificate.objects.filter(enrolment__in=enrolments).values_list("enrolment", flat=True))
    return [pk for pk in enrolments if pk not in ever]


def progress(*, course: Course, cohort: Cohort) -> State:
    """How far it is; four statements."""
    done = {one.pk: one for one in completed(course, cohort)}
    standing = Certificate.objects.standing().filter(enrolment__in=done)
    count, drawn = standing.count(), standing.exclude(file=None).count()
    missing = [(done[pk], certify.unprintable(done[pk])) for pk in _without_any(list(done))]
    refused = [(one, why) for one, why in missing if why]
    return State(len(done), count, drawn, refused, left=len(missing) - len(refused) + count - drawn)


def drawn(*, course: Course, cohort: Cohort) -> Iterator[tuple[Certificate, bytes]]:
    """The standing certificates of a cohort with their files, in the order of the roster."""
    standing = Certificate.objects.standing().filter(enrolment__course=course, holder__cohorts=cohort)
    ordered = standing.exclude(file=None).order_by("holder__sort_key", "holder_id", "pk")
    for chunk in _chunks(list(ordered.select_related("holder"))):
        held = CertificateFile.objects.filter(certificate__in=[one.pk for one in chunk])
        contents = dict(held.values_list("certificate", "content"))
        yield from ((one, bytes(contents[one.pk])) for one in chunk)


@handles("certificates.draw")
def draw_promised(*, certificates: list[int]) -> None:
    """The outbox's part: whoever stops a batch leaves no record without its file."""
    draw_missing(certificates)


def draw_missing(certificates: Sequence[int]) -> int:
    """Draws the files that aren't there yet, a transaction a chunk; how many."""
    moulds, drawn = Moulds(), 0
    for chunk in _chunks(certificates):
        waiting = list(Certificate.objects.filter(pk__in=chunk, file=None).order_by("pk"))
        drawn += _kept([(one, moulds.pdf(one, check=one.number % EACH == 0)) for one in waiting])
    return drawn


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _kept(drawn: Sequence[tuple[Certificate, bytes]]) -> int:
    """Keeps files, unless somebody has drawn one meanwhile: theirs is the document then. How many."""
    with transaction.atomic():
        # The holder who asks for the file meanwhile: the second finds it drawn.
        ids = [one.pk for one, _content in drawn]
        list(Certificate.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
        there = set(CertificateFile.objects.filter(certificate__in=ids).values_list("certificate", flat=True))
        files = [
            CertificateFile(certificate=one, content=content, sha256=hashlib.sha256(content).hexdigest())
            for one, content in drawn
            if one.pk not in there
        ]
        CertificateFile.objects.bulk_create(files)
    return len(files)
