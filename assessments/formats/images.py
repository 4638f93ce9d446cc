"""Pictures that come with questions: checked, drawn anew, and never more of them than can be."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha1
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import html
from PIL import Image

from assessments.formats.entry import Entry, Picture
from ui.pictures import BROKEN, FORMATS, drawn_anew

SUFFIXES = {"GIF": ".gif", "JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp"}
MOST_PIXELS = 300_000_000  # of all pictures of a file together
HIDDEN = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
MB = 1024 * 1024


@dataclass(frozen=True)
class Drawn:
    """A picture in a document; content: None for one that isn't in the file, or is no picture but a drawing."""

    name: str
    content: bytes | None
    alt: str


class NoPicture(ValueError):
    """A picture isn't taken in; the message says why."""


class Gallery:
    """The pictures of one file, as they are taken in; left: how many pixels the further ones may have."""

    def __init__(self) -> None:
        self.left = MOST_PIXELS

    def put(self, entry: Entry, name: str, content: bytes, alt: str = "") -> None:
        """Makes it the picture of the question, or says in `dropped` why it isn't."""
        name = HIDDEN.sub("", PurePosixPath(name).name)[:80] or "?"
        if entry.picture is not None:
            entry.dropped.append(_("A further picture: %(name)s.") % {"name": name})
            return
        try:
            entry.picture, entry.picture_alt = self._drawn(content, name), " ".join(alt.split())
        except NoPicture as refused:
            refuse(entry, name, str(refused))
            return
        if not entry.picture_alt:
            entry.dropped.append(_("What the picture shows isn't said in the file: write it for those who can't see."))

    def put_drawn(self, entry: Entry, drawn: Drawn) -> None:
        """The same for a picture of a document."""
        if drawn.content is None:
            elsewhere(entry, drawn.name or _("(a drawing)"))
        else:
            self.put(entry, drawn.name, drawn.content, drawn.alt)

    def _drawn(self, content: bytes, name: str) -> Picture:
        if len(content) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            most = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // MB
            raise NoPicture(_("The file is too big: %(most)s MB at most.") % {"most": most})
        if b"<svg" in content[:1000].lower():
            raise NoPicture(_("Drawings in SVG aren't taken in: they can hold programs. Save it as PNG."))
        try:
            with Image.open(BytesIO(content), formats=sorted(set(FORMATS.values()))) as image:
                kind, (width, height) = image.format or "", image.size
                pixels = width * height * getattr(image, "n_frames", 1)
            if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise NoPicture(_("This picture has too many pixels."))
            if pixels > self.left:
                raise NoPicture(_("The pictures of this file are too big together."))
            self.left -= pixels
            name = PurePosixPath(name).stem + SUFFIXES[kind]
            clean = drawn_anew(BytesIO(content), name)
            with Image.open(BytesIO(clean)) as image:  # it may have been turned upright
                width, height = image.size
        except NoPicture:
            raise
        except BROKEN as error:
            raise NoPicture(_("This picture is damaged or is none.")) from error
        return Picture(name, clean, sha1(content, usedforsecurity=False).hexdigest(), width, height)


def refuse(entry: Entry, name: str, reason: str) -> None:
    """Says that a picture isn't taken along."""
    entry.dropped.append(_("The picture %(name)s. %(reason)s") % {"name": HIDDEN.sub("", name)[:80], "reason": reason})


def in_html(text: str) -> list[tuple[str, str]]:
    """Address and alternative text of each picture that HTML shows."""
    if "<img" not in text.lower():
        return []
    root = html.fragment_fromstring(text, create_parent="div")
    return [(image.get("src", ""), image.get("alt", "")) for image in root.iter("img")]


def bytes_of(address: str) -> bytes | None:
    """What an address that holds its own content holds; None when it doesn't. Nothing is ever fetched."""
    head, _comma, body = address.partition(",")
    return from_base64(unquote(body)) if head.startswith("data:image/") and head.endswith(";base64") else None


def from_base64(text: str) -> bytes:
    """The bytes; none when it isn't base64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def elsewhere(entry: Entry, address: str) -> None:
    """Says that a picture which isn't in the file isn't taken along."""
    refuse(entry, address, _("It isn't in the file, and nothing is fetched from elsewhere."))
