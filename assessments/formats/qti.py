"""QTI of 1EdTech: items of versions 2.1, 2.2 and 3.0, single or in a content package; written as 3.0."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _
from lxml import etree

from assessments.formats import qti_kinds
from assessments.formats.entry import PICTURED, Entry, Read, Skipped, Unreadable, criteria_of, named
from assessments.formats.images import Gallery, bytes_of, elsewhere
from assessments.formats.qti_out import can_hold, lost, write
from assessments.formats.qti_xml import every, get, name_of, said
from assessments.markers import blanks
from ui.uploads import Limits, RefusedFile, checked_zip, safe_xml, unpacked

__all__ = ["can_hold", "lost", "read", "write"]
ITEM = "assessmentitem"
SHOWN, PLAYED = ("img", "object"), ("audio", "video", "svg", "gapimg")
BESIDE = ("simplechoice", "simpleassociablechoice", "gaptext", "inlinechoice", "hottext")
ASIDE = ("rubricblock", "stylesheet", "templateblock", "feedbackblock", "feedbackinline")
Parts = Mapping[str, bytes]


def read(content: bytes) -> list[Read]:
    """Every item of a package or of one document, in order. Raises Unreadable."""
    found: list[Read] = []
    gallery = Gallery()
    for place, (name, data, parts) in enumerate(_documents(content), start=1):
        try:
            root = safe_xml(data)
        except RefusedFile as refused:
            raise Unreadable(str(refused)) from None
        items = [root] if name_of(root) == ITEM else every(root, ITEM)
        found += [_Item(item, place, name, parts, gallery).read() for item in items]
    if not found:
        raise Unreadable(_("The file holds no items of QTI."))
    return found


def _documents(content: bytes) -> Iterator[tuple[str, bytes, Parts]]:
    """Name and bytes of each document, and all files of its package."""
    if not content.startswith(b"PK"):
        yield "", content, {}
        return
    try:
        file = io.BytesIO(content)
        parts = dict(unpacked(file, checked_zip(file, limits=Limits())))
    except RefusedFile as refused:
        raise Unreadable(str(refused)) from None
    names = [name for name in parts if name.lower().endswith(".xml") and not name.lower().endswith("imsmanifest.xml")]
    yield from ((name, parts[name], parts) for name in names if b"tem" in parts[name])


class _Item:
    """One item; file: the document that it stands in, whose folder its pictures are looked for from."""

    def __init__(self, item: Any, place: int, file: str, parts: Parts, gallery: Gallery) -> None:
        self.item, self.place, self.file, self.parts, self.gallery = item, place, file, parts, gallery

    def read(self) -> Read:
        title = get(self.item, "title") or get(self.item, "identifier")
        body = next(iter(every(self.item, "itembody")), None)
        if body is None:
            return Skipped(named(title, ""), self.place, "qti", _("The item has no body."))
        found = [one for one in body.iter(etree.Element) if name_of(one).endswith("interaction")]
        kinds = [name_of(one) for one in found]
        kind = kinds[0].removesuffix("interaction") if kinds else "description"
        stem = "\n\n".join(part for part in (said(body, without=[*kinds, *ASIDE]), *_prompts(found)) if part)
        entry = Entry(named(title, blanks(stem)), self.place, "", stem)
        if any(_plays(part) for part in every(body, *PLAYED, "object")) or any(
            every(part, *SHOWN) for part in every(body, *BESIDE)
        ):
            return Skipped(entry.name, self.place, kind, str(PICTURED))
        self._pictures(body, entry)
        self._left_out(body, entry)
        reason = qti_kinds.answered(self.item, body, found, entry)
        return Skipped(entry.name, self.place, kind, reason) if reason else entry

    def _pictures(self, body: Any, entry: Entry) -> None:
        for one in every(body, *SHOWN):
            address = get(one, "src") or get(one, "data")
            alt = get(one, "alt") or "".join(one.itertext())
            name = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), unquote(address)))
            content = self.parts.get(name) if address else None
            content = bytes_of(address) if content is None else content
            if content is None:
                elsewhere(entry, address)
            else:
                self.gallery.put(entry, name if name in self.parts else "picture", content, alt)

    def _left_out(self, body: Any, entry: Entry) -> None:
        for block in every(body, "rubricblock"):
            if "scorer" in get(block, "view").split():
                criteria_of(entry, said(block))
            else:
                entry.dropped.append(_("What is said beside the question."))
        if every(self.item, "modalfeedback", "feedbackblock", "feedbackinline"):
            entry.dropped.append(_("What is said to each answer: only one explanation is kept."))


def _plays(part: Any) -> bool:
    """Whether something is neither text nor a picture."""
    kind = get(part, "type", "image/")
    return name_of(part) != "object" or not kind.startswith("image/")


def _prompts(found: list[Any]) -> list[str]:
    return [said(prompt) for one in found for prompt in every(one, "prompt")]
