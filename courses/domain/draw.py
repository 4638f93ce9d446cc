"""Draws a certificate, once: the bytes kept then are the document from there on."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.domain import paper, qr, seals
from courses.models import Certificate, CertificateFile
from courses.stamping import form
from courses.stamping.seal import empty
from ledger.outbox import handles
from ui.languages import codes

# Up to so many letters, the name (the course's title) is set in this size; the last size holds what a record may.
NAME_SIZES = [(30, ""), (46, "long"), (90, "longer"), (200, "longest")]
COURSE_SIZES = [(60, ""), (100, "long"), (200, "longer")]


def address(token: str) -> str:
    """Where a certificate is checked: short, and in capitals if it has no path, which makes the smallest QR code."""
    base = settings.BASE_URL
    if not urlsplit(base).path:
        base = base.upper()
    return f"{base}/C/{token}"


def address_shown(token: str) -> str:
    """The same as it is printed."""
    return f"{settings.BASE_URL}/c/{token}"


def check_printable(facts: dict[str, Any]) -> None:
    """Raises paper.CannotPrint when the name or the course's title can't be set: a sign missing, or too long."""
    for texts, sizes in ((facts["name"], NAME_SIZES), (facts["course"]["title"], COURSE_SIZES)):
        for text in texts.values():
            paper.refuse_unprintable(text)
            _size(text, sizes)


def pdf(certificate: Certificate) -> bytes:
    """The certificate as PDF/UA-1, in its own language, signed where there is a key; the same record, the same bytes.

    Raises paper.CannotPrint. Nothing is stored; `keep` does that.
    """
    with translation.override(certificate.language):
        told = _words(certificate)
        picture = paper.data_uri("image/png", qr.png(told["address"]))
        html = render_to_string("courses/paper/certificate.html", {**told, "qr": picture})
    seal = seals.present()
    if seal is None:
        return paper.pdf(html=html, stylesheet="certificate.css", identifier=certificate.serial)
    hole = empty(f"{certificate.issued_at:%Y%m%d%H%M%S}")
    content = paper.pdf(
        html=html, stylesheet="certificate.css", identifier=certificate.serial,
        finisher=lambda _document, pdf: form.with_empty_signature(pdf, hole),
    )  # fmt: skip
    return seal.sealed(content)


def keep(certificate: Certificate) -> CertificateFile:
    """The file as issued, drawn now if it wasn't yet. May be called by anybody at any time: it is drawn once."""
    found: CertificateFile | None = CertificateFile.objects.filter(certificate=certificate).first()
    if found:
        return found
    with transaction.atomic():
        # The holder who asks for the file and the worker that was promised the work: the second finds it drawn.
        locked = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
        drawn: CertificateFile | None = CertificateFile.objects.filter(certificate=locked).first()
        if drawn:
            return drawn
        content = pdf(locked)
        digest = hashlib.sha256(content).hexdigest()
        file: CertificateFile = CertificateFile.objects.create(certificate=locked, content=content, sha256=digest)
        return file


@handles("certificate.draw")
def draw_promised(certificate_id: int) -> None:
    """The outbox's part: nobody waits for it, since whoever asks first draws."""
    keep(Certificate.objects.get(pk=certificate_id))


def _size(text: str, sizes: list[tuple[int, str]]) -> str:
    for most, name in sizes:
        if len(text) <= most:
            return name
    raise paper.CannotPrint(
        _("The text has %(letters)d letters; a certificate has room for %(most)d.")
        % {"letters": len(text), "most": sizes[-1][0]}
    )


def words(certificate: Certificate) -> dict[str, Any]:
    """What stands on the sheet, in the language of the certificate. The Tajik form of the name comes first."""
    with translation.override(certificate.language):
        return _words(certificate)


def _words(certificate: Certificate) -> dict[str, Any]:
    name, own_name = certificate.name(codes()[0]), certificate.name()
    course, token = certificate.course_title(), certificate.token
    link = address(token)
    return {
        "language": certificate.language,
        "title": f"{pgettext('document', 'Certificate')} {certificate.serial}",
        "serial": certificate.serial,
        "token": token,
        "issued_at": certificate.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "name": name,
        "name_size": _size(name, NAME_SIZES),
        "other_name": own_name if own_name != name else "",
        "course": course,
        "course_size": _size(course, COURSE_SIZES),
        "rows": _rows(certificate),
        "address": link,
        "address_shown": address_shown(token),
    }


def _rows(certificate: Certificate) -> list[tuple[str, str]]:
    """The facts at the foot: a label and its value."""
    facts = certificate.facts
    rows = [
        (_("Number"), certificate.serial),
        (_("Date"), formats.date_format(certificate.completed_on)),
        (_("Hours"), formats.number_format(facts["course"]["hours"])),
    ]
    if facts.get("percent") is not None:
        rows.append((_("Result"), f"{facts['percent']} %"))
    if certificate.valid_until:
        rows.append((_("Valid until"), formats.date_format(certificate.valid_until)))
    return rows
