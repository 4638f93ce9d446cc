"""Text on its way into a book: links that work in it, terms marked for the index, notes, and nothing else changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree, html

from handbook.domain.book.terms import Finder
from ui.leaves import FieldTexts, LeafValue, Shown, Whole
from ui.press import CannotPrint, unprintable
from ui.reference import Law

SCHEMES = {"http", "https", "mailto", "tel"}
Link = Callable[[str], str]


@dataclass
class Placed:
    """One place in the index: the term, where it is, and whether that is where the term is explained."""

    term: str
    href: str
    main: bool


@dataclass
class Passage:
    """What the leaves of one section, in one language, are sent through.

    link: where an address leads inside this book ("" where it leads nowhere). wanted: the terms whose first place in
    this section the index names. placed: those found so far. file: the section's own file, in an EPUB. notes: gathers
    the notes for the section's end; None where they stand at the foot of the page. foreign: the language of the notes
    where it isn't that of the book. title: for whoever must mend it.
    """

    key: int
    link: Link
    title: str = ""
    notes: list[SafeString] | None = None
    find: Finder | None = None
    wanted: set[str] = field(default_factory=set)
    main: set[str] = field(default_factory=set)
    placed: list[Placed] = field(default_factory=list)
    file: str = ""
    foreign: str = ""

    def set(self, text: str, tail: str = "") -> SafeString:
        """`text` (safe HTML) ready for the book; `tail` is put at the end of its last paragraph."""
        text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
        if not text.strip():
            return mark_safe(tail)  # noqa: S308 (a note of ours)
        root = html.fragment_fromstring(text, create_parent="div")
        self._refuse_unprintable(root)
        for anchor in list(root.iter("a")):
            self._lead(anchor)
        if self.wanted:
            for element in list(root.iter()):
                self._mark(element)
        if tail:
            _append(root, tail)
        inner = str(conditional_escape(root.text or ""))
        inner += "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
        return mark_safe(inner)  # noqa: S308 (parsed from safe HTML, written by the same parser)

    def say(self, value: LeafValue | FieldTexts | None, whole: Whole | None = None, tail: str = "") -> SafeString:
        """What the active language's reader is shown of a leaf, marked where `whole` doesn't say it already."""
        shown = value.shown() if value is not None else None
        if shown is None:
            return mark_safe(tail)  # noqa: S308 (a note of ours)
        said = whole or Whole(None, None)
        text = self.set(shown.html, tail + _signs(shown, said))
        own = Shown(text, shown.language, shown.wanted, shown.stale, shown.block_level)
        return own.html if said.fallback else own.in_own_language()

    def law_note(self, law: Law | None, article: str) -> SafeString:
        """The call of a note that names a law. On pages the note travels inside of it; else it is put by in `notes`."""
        if law is None:
            return mark_safe("")
        text = mark_safe(render_to_string("handbook/paper/law.html", {"law": law, "article": article}).strip())  # noqa: S308
        if self.notes is None:
            return format_html('<span class="note">{}</span>', text)
        self.notes.append(format_html('<span lang="{}">{}</span>', self.foreign, text) if self.foreign else text)
        call = '<a class="call" role="doc-noteref" data-epub="noteref" id="r{0}" href="#n{0}">{0}</a>'
        return format_html(call, len(self.notes))

    def _refuse_unprintable(self, root: Any) -> None:
        if self.file:
            return  # a reading device has fonts of its own
        if signs := unprintable("".join("".join(root.itertext()).split())):
            told = {"section": self.title, "signs": signs}
            raise CannotPrint(_("«%(section)s» holds signs that the fonts lack: %(signs)s.") % told)

    def _lead(self, anchor: Any) -> None:
        """A link is led to its place in the book or on the web; one that leads nowhere is plain text."""
        href = self.link(anchor.get("href") or "")
        anchor.attrib.clear()
        etree.strip_tags(anchor, "*")  # else each element in it becomes a link of its own in the PDF
        if href:
            anchor.set("href", href)
        else:
            anchor.drop_tag()

    def _mark(self, element: Any) -> None:
        if not isinstance(element.tag, str):
            return
        if element.tag != "a" and element.text:
            self._mark_text(element, element.text, inside=True)
        if element.tail and element.getparent() is not None and element.getparent().tag != "a":
            self._mark_text(element, element.tail, inside=False)

    def _mark_text(self, element: Any, text: str, *, inside: bool) -> None:
        """Puts a span around each wanted term in one run of text."""
        spans, start, last = [], 0, None
        head = ""
        for code, match in self.find(text) if self.find else ():
            if code not in self.wanted:
                continue
            self.wanted.discard(code)
            span = etree.Element("span", {"id": f"t-{self.key}-{code}"})
            span.text = match[0]
            before = text[start : match.start()]
            if last is None:
                head = before
            else:
                last.tail = before
            spans.append(span)
            last, start = span, match.end()
            self.placed.append(Placed(code, f"{self.file}#t-{self.key}-{code}", code in self.main))
        if last is None:
            return
        last.tail = text[start:]
        if inside:
            element.text = head
            element[0:0] = spans
        else:
            parent = element.getparent()
            at = parent.index(element) + 1
            element.tail = head
            parent[at:at] = spans


def within(anchors: dict[str, str], base: str) -> Link:
    """Leads addresses: `anchors` by the path of a page here; other pages of ours by their full address under `base`."""

    def lead(href: str) -> str:
        parts = urlsplit(href)
        if not parts.scheme and not parts.netloc:
            if parts.path in anchors:
                return anchors[parts.path]
            return base + href if href.startswith("/") else ""
        return href if parts.scheme in SCHEMES else ""

    return lead


def _append(root: Any, tail: str) -> None:
    """Puts notes and signs at the end of the last paragraph."""
    blocks = list(root.iter("p", "li"))
    (blocks[-1] if blocks else root).extend(html.fragments_fromstring(tail))


def _signs(shown: Shown, said: Whole) -> str:
    """The small signs after a text that is older than its source or in another language."""
    stale = "‡" if shown.stale and said.stale is None else ""
    other = f" ({shown.own_name})" if shown.fallback and said.fallback is None else ""
    return format_html('<span class="sign">{}</span>', stale + other) if stale or other else ""
