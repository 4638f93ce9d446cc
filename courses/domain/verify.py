"""Checking a certificate: by its file, by the token of its QR code, by its number. Needs no account.

By token a checker sees what the paper shows, and can compare it; a number can be guessed, and shows less.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import formats
from django.utils.translation import gettext as _

from courses.enums import ALPHABET, SERIAL_PREFIX, TOKEN_LENGTH, Validity
from courses.models import Certificate, CertificateFile

LARGEST_FILE = 5_000_000
LARGEST_STREAM = 1_000_000
MOST_STREAMS = 100
STEP = 512
SERIAL = re.compile(rf"{SERIAL_PREFIX}-(\d{{4}})-(\d{{6,9}})")
TOKEN = re.compile(rf"[{ALPHABET}]{{{TOKEN_LENGTH}}}")
_IN_FILE = re.compile(rb"PA-(\d{4})-(\d{6,9})")
_STREAM = re.compile(rb"stream\r?\n")


@dataclass(frozen=True)
class Finding:
    """What a check came to: the validity, why in words, and the record that was found."""

    validity: Validity
    reasons: list[str] = field(default_factory=list)
    certificate: Certificate | None = None


def by_number(text: str) -> Finding:
    """The certificate with a number such as PA-2026-000123; spaces, case and dashes are forgiven."""
    plain = re.sub(r"[\s\u2010-\u2015\u2212]+", "-", text.strip().upper().replace("РА", "PA"))
    match = SERIAL.fullmatch(plain)
    if not match:
        return Finding(Validity.UNKNOWN, [_("This is not the number of a certificate: it looks like PA-2026-000123.")])
    found = _numbered(match[1], match[2])
    return _judged(found) if found else Finding(Validity.UNKNOWN, [_("No certificate has this number.")])


def by_token(text: str) -> Finding:
    """The certificate whose QR code carries this token, in any case."""
    token = text.strip().upper()
    found = Certificate.objects.filter(token=token).first() if TOKEN.fullmatch(token) else None
    return _judged(found) if found else Finding(Validity.UNKNOWN, [_("No certificate has this code.")])


def by_file(content: bytes) -> Finding:
    """The certificate that this PDF is, byte for byte as issued; else the one that it claims to be, altered."""
    kept = CertificateFile.objects.filter(sha256=hashlib.sha256(content).hexdigest()).defer("content")
    same = kept.select_related("certificate").first()
    if same:
        return _judged(same.certificate)
    if len(content) > LARGEST_FILE:
        return Finding(Validity.UNKNOWN, [_("The file is too large to be a certificate of ours.")])
    claimed = _claimed(content)
    if claimed is None:
        return Finding(Validity.UNKNOWN, [_("This file is none of the certificates issued here.")])
    altered = _("The file is not, byte for byte, the certificate %(serial)s that was issued.") % {
        "serial": claimed.serial
    }
    return Finding(Validity.ALTERED, [altered, *_judged(claimed).reasons], claimed)


def masked(name: str) -> str:
    """A name that its owner recognises and nobody else learns: the first letter of each part."""
    return " ".join(f"{part[0]}***" for part in name.split())


def validity(certificate: Certificate) -> Validity:
    """Whether a certificate of ours holds today."""
    if certificate.is_revoked:
        return Validity.REVOKED
    return Validity.EXPIRED if certificate.is_expired() else Validity.VALID


def _judged(certificate: Certificate) -> Finding:
    if certificate.revoked_at:
        day = formats.date_format(certificate.revoked_at)
        words = _("It was revoked on %(day)s: %(reason)s") % {"day": day, "reason": certificate.revoked_reason}
        return Finding(Validity.REVOKED, [words], certificate)
    if certificate.valid_until and certificate.is_expired():
        words = _("It was valid until %(day)s.") % {"day": formats.date_format(certificate.valid_until)}
        return Finding(Validity.EXPIRED, [words], certificate)
    return Finding(Validity.VALID, [], certificate)


def _numbered(year: str, number: str) -> Certificate | None:
    return Certificate.objects.filter(book=int(year), number=int(number)).first()


def _claimed(content: bytes) -> Certificate | None:
    """The certificate whose number stands anywhere in a PDF: in the open, or in a compressed part of it."""
    for part in _parts(content):
        plain = part.replace(b"\0", b"")  # text of PDF metadata may be UTF-16
        for match in _IN_FILE.finditer(plain):
            found = _numbered(match[1].decode(), match[2].decode())
            if found:
                return found
    return None


def _parts(content: bytes) -> Iterator[bytes]:
    """The file itself, then its streams unpacked; each so far as it could be, and none beyond a limit."""
    yield content
    whole = memoryview(content)
    for count, match in enumerate(_STREAM.finditer(content)):
        if count >= MOST_STREAMS:
            return
        yield _unpacked(whole[match.end() :])


def _unpacked(packed: memoryview) -> bytes:
    """What can be unpacked of a stream, up to a limit; a damaged one gives what stands before the damage."""
    unpacker, found = zlib.decompressobj(), bytearray()
    try:
        for start in range(0, len(packed), STEP):
            found += unpacker.decompress(packed[start : start + STEP], LARGEST_STREAM)
            if unpacker.eof or len(found) > LARGEST_STREAM:
                break
    except zlib.error:
        pass
    return bytes(found)
