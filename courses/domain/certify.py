"""Issuing and revoking certificates. Locks are always taken in the order enrolment, book."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname as localized

from assessments.models import Assessment
from courses.domain import draw, outline
from courses.domain.paper import composed
from courses.domain.passed import best
from courses.models import Certificate, CertificateBook, Course, Enrolment
from ledger import audit, outbox
from people.models import User
from ui.languages import codes

REASON_LETTERS = 300


class NotCompleted(Exception):
    """The course isn't completed, so there is nothing to certify. The message is for people."""


class NoReason(Exception):
    """A certificate is revoked for a reason that can be read later. The message is for people."""


def issue(*, enrolment_id: int, by: User | None) -> Certificate:
    """The enrolment's standing certificate, or a new one; `by` None is the system itself, on completion.

    Freezes the facts, takes the year's next number and promises the drawing, all or nothing. Raises NotCompleted,
    and paper.CannotPrint when the name or the title can't be set.
    """
    with transaction.atomic():
        # Two clerks, or a clerk and the completion itself: the second waits here and finds the first one's record.
        enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
        standing = enrolment.certificates.standing().first()
        if standing:
            return standing
        if enrolment.completed_at is None:
            raise NotCompleted(_("This person has not completed the course yet."))
        facts = _facts(enrolment)
        draw.check_printable(facts)
        book = _open_book()
        certificate = Certificate.objects.create(
            book=book,
            number=book.last_number,
            enrolment=enrolment,
            holder=enrolment.learner,
            language=enrolment.learner.language,
            facts=facts,
            valid_until=_valid_until(enrolment),
            issued_by=by,
        )
        audit.record(actor=by, action="certificate.issued", subject=certificate, serial=certificate.serial)
        outbox.promise("certificate.draw", f"{certificate.pk}", certificate_id=certificate.pk)
    return certificate


def revoke(*, certificate: Certificate, by: User, reason: str) -> Certificate:
    """The certificate, revoked; one that was revoked before stays as it is. Raises NoReason."""
    reason = composed(reason)[:REASON_LETTERS]
    if not reason:
        raise NoReason(_("Say why the certificate is revoked."))
    with transaction.atomic():
        # Two clerks at once: the second finds it revoked, and the first one's reason stays.
        locked = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
        if locked.is_revoked:
            return locked
        locked.revoked_at, locked.revoked_by, locked.revoked_reason = timezone.now(), by, reason
        locked.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
        audit.record(actor=by, action="certificate.revoked", subject=locked, serial=locked.serial, reason=reason)
    return locked


def _open_book() -> CertificateBook:
    """This year's register, locked, with the next number taken: two people who complete at once take turns here.

    A sequence would leave a hole after a rollback; this gives the number back.
    """
    year = timezone.localdate().year
    CertificateBook.objects.get_or_create(year=year)
    book = CertificateBook.objects.select_for_update(no_key=True).get(year=year)
    book.last_number += 1
    book.save(update_fields=["last_number"])
    return book


def _facts(enrolment: Enrolment) -> dict[str, Any]:
    """What the certificate says, as it stands today; see Certificate for the shape."""
    learner, course = enrolment.learner, enrolment.course
    names = {code: composed(getattr(learner, localized("full_name", code)) or "") for code in codes()}
    if not any(names.values()):
        names[codes()[0]] = composed(learner.get_full_name())
    results = _results(enrolment)
    return {
        "name": names,
        "course": {"code": course.code, "title": _titles(course), "hours": course.hours},
        "results": results,
        "percent": results[-1]["percent"] if results else None,
        "completed_on": timezone.localdate(enrolment.completed_at).isoformat(),
    }


def _titles(course: Course) -> dict[str, str]:
    return {code: composed(getattr(course, localized("title", code)) or "") for code in codes()}


def _results(enrolment: Enrolment) -> list[dict[str, Any]]:
    """The best passing result of each assessment that the course asks for, in their version of it."""
    asked = outline.needs(enrolment.course, enrolment.edition).tests
    codes = dict(Assessment.objects.filter(pk__in=asked).values_list("pk", "code"))
    found = best(candidate=enrolment.learner_id, assessments=asked)
    return [
        {
            "assessment": codes[pk],
            "edition": found[pk].sitting.edition.number,
            "checksum": found[pk].sitting.edition.checksum,
            "score": str(found[pk].score),
            "out_of": str(found[pk].out_of),
            "percent": int(100 * found[pk].score / found[pk].out_of),
        }
        for pk in asked
        if pk in found
    ]


def _valid_until(enrolment: Enrolment) -> date | None:
    """The last day it holds: as many months after completion as the course says, or the month's last day."""
    months = enrolment.course.valid_months
    if months is None:
        return None
    done = timezone.localdate(enrolment.completed_at)
    year, month = divmod(done.year * 12 + done.month - 1 + months, 12)
    return date(year, month + 1, min(done.day, monthrange(year, month + 1)[1]))
