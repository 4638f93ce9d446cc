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
from ledger import outbox
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
    for chunk in _chunks(completed(course, cohort)):
        with transaction.atomic():
            made = certify.issue_each(enrolments=[one.pk for one in chunk], by=by)
            ids = [one.pk for one in made.issued]
            if ids:
                outbox.promise("certificates.draw", f"{ids[0]}-{ids[-1]}", certificates=ids)
        outcome.issued += made.issued
        outcome.existing += made.existing
        outcome.refused += made.refused
    draw_missing([one.pk for one in outcome.all])
    return outcome


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
