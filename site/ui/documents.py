"""Documents in lessons and sections: who may fetch one, how long a recording is, what a page says of it."""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection
from typing import Any, BinaryIO

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

from ui import languages
from ui.ranges import ranged

RATE = 48_000  # Opus counts in samples of 48 kHz, whatever it was recorded with (RFC 7845, section 4)
AUDIO = "audio/ogg"
SOUND = {"opus", "ogg"}
Reader = Callable[[Any, Collection[int]], bool]
_READERS: list[Reader] = []


def register_reader(reads: Reader) -> None:
    """Adds who may fetch documents: `reads(user, page ids)` says whether the user reads one of these pages."""
    if reads not in _READERS:
        _READERS.append(reads)


def may_fetch(user: Any, document: Any) -> bool:
    """Whether a person may have a document: those who write always, others through a page that they may read."""
    if user.has_perm("wagtailadmin.access_admin"):
        return True
    rows = ReferenceIndex.get_references_to(document).filter(base_content_type=ContentType.objects.get_for_model(Page))
    pages = {int(pk) for pk in rows.values_list("object_id", flat=True)}
    return bool(pages) and any(reads(user, pages) for reads in _READERS)


def served(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """The file, whole or in part; 404 for whoever may not have it. A recording plays in its page, others are saved.

    It stands at the address of Wagtail's own view, which gives every document to everybody.
    """
    document: Any = get_object_or_404(get_document_model(), pk=document_id)
    if document.filename != document_filename or not may_fetch(request.user, document):
        raise Http404
    try:
        file = document.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = AUDIO if document.file_extension in SOUND else document.content_type
    tag = f'"{document.file_hash or document.pk}"'
    response = ranged(request, file, size=document.file.size, tag=tag, kind=kind)
    kept = content_disposition_header(as_attachment=kind != AUDIO, filename=document.filename)
    response["Content-Disposition"] = kept or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def head(file: BinaryIO, size: int) -> bytes:
    """The first `size` bytes of a file, which is left at its beginning."""
    file.seek(0)
    found = file.read(size)
    file.seek(0)
    return found


def seconds(file: BinaryIO) -> int | None:
    """How long an Ogg Opus recording plays, in whole seconds, at least 1; None for what is none.

    The last page's position less the samples to be skipped at the beginning (RFC 7845, section 4).
    """
    begin = head(file, 64)
    at = begin.find(b"OpusHead")
    if not begin.startswith(b"OggS") or not 0 < at <= 45:
        return None
    (skip,) = struct.unpack_from("<H", begin, at + 10)
    file.seek(max(0, file.seek(0, 2) - 128 * 1024))
    tail = file.read()
    file.seek(0)
    last = tail.rfind(b"OggS")
    if last < 0 or last + 14 > len(tail):
        return None
    (position,) = struct.unpack_from("<q", tail, last + 6)
    return max(1, round((position - skip) / RATE))


def facts(document: Any) -> dict[str, Any]:
    """What a page says of a document: its kind, bytes, and of a recording how long it plays."""
    told: dict[str, Any] = {"kind": document.file_extension.upper(), "bytes": document.get_file_size() or 0}
    if document.file_extension in SOUND:
        with document.file.open("rb") as file:
            told["seconds"] = seconds(file) or 0
        told["minutes"] = max(1, round(told["seconds"] / 60))
    return told


def shown_file(value: Any) -> dict[str, Any] | None:
    """Of a block's files the one in the reader's language, or else the next that there is (`other`: in which); None
    where there is no file."""
    there = {one["language"]: one["file"] for one in value["files"] if one.get("file")}
    wanted = languages.current()
    code = next((one for one in languages.fallbacks(wanted) if one in there), None)
    if code is None:
        return None
    other = languages.own_name(code) if code != wanted else ""
    return {"document": there[code], "language": code, "other": other, **facts(there[code])}
