"""A file in parts (RFC 9110, section 14): a download that was cut goes on where it stopped."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNK = 64 * 1024  # bytes
# One range only: who asks for several in one request may be given the whole.
RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


def ranged(request: HttpRequest, file: "BinaryIO | File[Any]", *, size: int, tag: str, kind: str) -> HttpResponseBase:
    """The file (`size` bytes, of content type `kind`), or the part of it that the request names by its Range.

    Answers 206 with the part, 416 where the file has no such part, and 200 with all of it where no part is asked for,
    the range can't be read, or If-Range names another file than `tag` (a strong entity tag, in its quotes).
    """
    asked = _asked(request, tag)
    if asked is None:
        response: HttpResponseBase = FileResponse(file, content_type=kind)
    elif (part := _part(*asked, size)) is None:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        first, last = part
        response = StreamingHttpResponse(_chunks(file, first, last - first + 1), status=206, content_type=kind)
        response["Content-Length"] = str(last - first + 1)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    return response


def _asked(request: HttpRequest, tag: str) -> tuple[str, str] | None:
    """First and last byte as they were written, each perhaps empty; None where all of the file is wanted."""
    found = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or found is None or not any(found.groups()):
        return None
    return (found[1], found[2]) if request.headers.get("If-Range", tag) == tag else None


def _part(first: str, last: str, size: int) -> tuple[int, int] | None:
    """The bytes from and to, both included; None where there are none. «-500» are the last 500."""
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) and size else None
    begin, end = int(first), min(int(last), size - 1) if last else size - 1
    return (begin, end) if begin <= end else None


def _chunks(file: "BinaryIO | File[Any]", first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while length and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
