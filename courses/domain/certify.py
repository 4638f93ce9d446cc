"""Issuing and revoking certificates. Locks are always taken in the order enrolment, book."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname as localized

from assessments.models import Assessment, Result
from courses.domain import draw, outline
from courses.domain.paper import CannotPrint, composed
from courses.domain.passed import best_of
from courses.models import Certificate, CertificateBook, Course, Enrolment
from ledger import audit, outbox
from people.models import User
from ui.languages import codes

REASON_LETTERS = 300


class NotCompleted(Exception):
    """The course isn't completed, so there is nothing to certify. The message is for people."""


class NoReason(Exception):
    """A certificate is revoked for a reason that can be read later. The message is for people."""


@dataclass
class Made:
    """What issuing to several came to: new certificates, those that stood, and for whom none could be made, and why."""

    issued: list[Certificate] = field(default_factory=list)
    existing: list[Certificate] = field(default_factory=list)
    refused: list[tuple[Enrolment, str]] = field(default_factory=list)


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
        facts = _facts(enrolment, _results([enrolment])[enrolment.pk])
        draw.check_printable(facts)
        certificate = _recorded([(enrolment, facts)], by)[0]
        outbox.promise("certificate.draw", f"{certificate.pk}", certificate_id=certificate.pk)
    return certificate


def issue_each(*, enrolments: Sequence[int], by: User | None) -> Made:
    """The same for several completed enrolments of one course, in their order, in one transaction and a fixed number of
    statements; the drawing is the caller's to promise. A revoked certificate doesn't come back. A name that can't be
    printed leaves out its own only.
    """
    made = Made()
    with transaction.atomic():
        locked = Enrolment.objects.select_for_update(no_key=True, of=_of()).filter(pk__in=enrolments)
        found = {one.pk: one for one in locked.select_related("learner", "course", "edition").order_by("pk")}
        held = {one.enrolment_id: one for one in Certificate.objects.filter(enrolment__in=found).order_by("pk")}
        results = _results(list(found.values()))
        ready = []
        for one in (found[pk] for pk in enrolments if pk in found):
            if one.pk in held:
                made.existing += [held[one.pk]] if not held[one.pk].is_revoked else []
            elif one.completed_at is not None and (facts := _printable(one, results[one.pk], made)):
                ready.append((one, facts))
        made.issued = _recorded(ready, by)
    return made


def unprintable(enrolment: Enrolment) -> str:
    """Why no certificate can be made for a completed enrolment; empty where it can."""
    try:
        draw.check_printable(_facts(enrolment, []))
    except CannotPrint as refusal:
        return str(refusal)
    return ""


def _of() -> tuple[str, ...]:
    return ("self",) if connection.features.has_select_for_update_of else ()


def _printable(enrolment: Enrolment, results: list[dict[str, Any]], made: Made) -> dict[str, Any] | None:
    facts = _facts(enrolment, results)
    try:
        draw.check_printable(facts)
    except CannotPrint as refusal:
        made.refused.append((enrolment, str(refusal)))
        return None
    return facts


def _recorded(ready: Sequence[tuple[Enrolment, dict[str, Any]]], by: User | None) -> list[Certificate]:
    """The records, with the year's next numbers, and a line each in the trail."""
    if not ready:
        return []
    book = _open_book(len(ready))
    first = book.last_number - len(ready) + 1
    certificates = Certificate.objects.bulk_create(
        Certificate(
            book=book, number=number, enrolment=enrolment, holder=enrolment.learner,
            language=enrolment.learner.language, facts=facts, valid_until=_valid_until(enrolment), issued_by=by,
        )
        for number, (enrolment, facts) in enumerate(ready, first)
    )  # fmt: skip
    told = [(certificate, {"serial": certificate.serial}) for certificate in certificates]
    audit.record_many(actor=by, action="certificate.issued", told=told)
    return certificates


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


def _open_book(count: int) -> CertificateBook:
    """This year's register, locked, with the next numbers taken: two people who complete at once take turns here.

    A sequence would leave a hole after a rollback; this gives the number back.
    """
    year = timezone.localdate().year
    CertificateBook.objects.get_or_create(year=year)
    book = CertificateBook.objects.select_for_update(no_key=True).get(year=year)
    book.last_number += count
    book.save(update_fields=["last_number"])
    return book


def _facts(enrolment: Enrolment, results: list[dict[str, Any]]) -> dict[str, Any]:
    """What the certificate says, as it stands today; see Certificate for the shape."""
    learner, course = enrolment.learner, enrolment.course
    names = {code: composed(getattr(learner, localized("full_name", code)) or "") for code in codes()}
    if not any(names.values()):
        names[codes()[0]] = composed(learner.get_full_name())
    return {
        "name": names,
        "course": {"code": course.code, "title": _titles(course), "hours": course.hours},
        "results": results,
        "percent": results[-1]["percent"] if results else None,
        "completed_on": timezone.localdate(enrolment.completed_at).isoformat(),
    }


def _titles(course: Course) -> dict[str, str]:
    return {code: composed(getattr(course, localized("title", code)) or "") for code in codes()}


def _results(enrolments: Sequence[Enrolment]) -> dict[int, list[dict[str, Any]]]:
    """Of each enrolment the best passing result of each assessment that the course asks for, in their version of it."""
    needs = outline.needs_of(enrolments)
    asked = {pk for one in needs.values() for pk in one.tests}
    codes = dict(Assessment.objects.filter(pk__in=asked).values_list("pk", "code"))
    best = best_of(candidates=[one.learner_id for one in enrolments], assessments=asked)
    return {
        one.pk: [
            _result(codes[pk], best[one.learner_id][pk])
            for pk in needs[one.pk].tests
            if pk in best.get(one.learner_id, {})
        ]
        for one in enrolments
    }


def _result(code: str, result: Result) -> dict[str, Any]:
    return {
        "assessment": code,
        "edition": result.sitting.edition.number,
        "checksum": result.sitting.edition.checksum,
        "score": str(result.score),
        "out_of": str(result.out_of),
        "percent": int(100 * result.score / result.out_of),
    }


def _valid_until(enrolment: Enrolment) -> date | None:
    """The last day it holds: as many months after completion as the course says, or the month's last day."""
    months = enrolment.course.valid_months
    if months is None:
        return None
    done = timezone.localdate(enrolment.completed_at)
    year, month = divmod(done.year * 12 + done.month - 1 + months, 12)
    return date(year, month + 1, min(done.day, monthrange(year, month + 1)[1]))
