"""A book put together: cover, contents, chapters with their sections, glossary, laws, index of terms, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname as localized

from handbook.domain.book.blocks import Pictures, Sides, parallel, single
from handbook.domain.book.passage import Link, Passage, Placed, within
from handbook.domain.book.published import Published, in_order
from handbook.domain.book.terms import Finder, Places, places
from handbook.models import ChapterPage, Law, SectionPage, Term
from ui import languages

FOLDER = "handbook/paper"
FIELDS = ("heading", "summary", "content_note")
Tell = Callable[[], None]


@dataclass(frozen=True)
class Edition:
    """Which book of a state: its format, its language, the language beside it or ""."""

    format: str
    language: str
    beside: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the contents."""

    href: str
    anchor: str
    number: str
    heading: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Leafed:
    """A section or the opening of a chapter, ready: its line and its HTML."""

    line: Line
    html: SafeString
    notes: list[SafeString] = field(default_factory=list)


@dataclass
class Volume:
    """A whole book, ready to be set on pages or cut into files."""

    edition: Edition
    state: Published
    title: str
    told: dict[str, Any]
    chapters: list[tuple[Leafed, list[Leafed]]] = field(default_factory=list)
    contents: list[Line] = field(default_factory=list)
    ends: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)


def composed(state: Published, edition: Edition, tell: Tell = lambda: None) -> Volume:
    """The book `edition` of a state, in its language; `tell` is called after each section. Raises CannotPrint."""
    with translation.override(edition.language):
        maker = _Maker(state, edition, tell)
        return maker.volume()


def plain(page: Any, name: str) -> str:
    """A field of a page without markup, in the active language or the next best."""
    shown = page.field_texts(name).shown()
    return page.field_texts(name).words[shown.language] if shown else ""


class _Maker:
    def __init__(self, state: Published, edition: Edition, tell: Tell) -> None:
        self.state, self.edition, self.tell = state, edition, tell
        self.pictures = Pictures(edition.format)
        self.find = Finder(state.terms, edition.language)
        self.places = self._places()
        self.placed: list[Placed] = []
        self.links = {edition.language: self._links(edition.language)}
        if edition.beside:
            self.links[edition.beside] = self._links(edition.beside)

    @property
    def paged(self) -> bool:
        return self.edition.format == "pdf"

    def volume(self) -> Volume:
        title = plain(self.state.index, "heading")
        made = Volume(self.edition, self.state, title, self._told(title))
        for chapter, sections in self.state.chapters:
            lines = tuple(self._line(section, f"{chapter.number}.{n}") for n, section in enumerate(sections, start=1))
            opened = Line(
                self._href(chapter), self._anchor(chapter), str(chapter.number), plain(chapter, "heading"), lines
            )
            made.contents.append(opened)
            bound = []
            for section, line in zip(sections, lines, strict=True):
                bound.append(self._section(section, line))
                self.tell()
            made.chapters.append((self._chapter(chapter, opened), bound))
        made.ends = self._ends()
        made.pictures = self.pictures.files
        return made

    # ---- places ----

    def _anchor(self, page: Any) -> str:
        return f"{'c' if isinstance(page, ChapterPage) else 's'}-{page.pk}"

    def _file(self, page: Any) -> str:
        return "" if self.paged else f"{self._anchor(page)}.xhtml"

    def _href(self, page: Any) -> str:
        return self._file(page) or f"#{self._anchor(page)}"

    def _line(self, section: SectionPage, number: str) -> Line:
        return Line(self._href(section), self._anchor(section), number, plain(section, "heading"))

    def _links(self, language: str) -> Link:
        """Where the addresses of pages lead inside the book."""
        pages = [page for chapter, sections in self.state.chapters for page in (chapter, *sections)]
        prefix, base = f"/{language}", settings.BASE_URL
        with translation.override(language):
            anchors = {(page.get_url() or "").removeprefix(base): self._href(page) for page in pages}
        anchors |= {path.removeprefix(prefix): href for path, href in anchors.items()}
        return within(anchors, base)

    def _places(self) -> Places:
        texts, explained = {}, {}
        for section in self.state.sections:
            said = [leaf.value.words.get(self.edition.language, "") for leaf in section.leaves() if leaf.block_id]
            texts[section.pk] = "\n".join(said)
            explained[section.pk] = {
                child.value.get("entry") for child in section.body if child.block_type == "definition"
            } - {"", None}
        return places(texts, explained, self.find)

    def _passage(self, page: Any, *, beside: bool = False) -> Passage:
        language = self.edition.beside if beside else self.edition.language
        with translation.override(language):
            title = plain(page, "heading")
        passage = Passage(page.pk, self.links[language], title, None if self.paged else [], file=self._file(page))
        if isinstance(page, SectionPage) and not beside:
            passage.find, passage.placed = self.find, self.placed
            passage.wanted = set(self.places.chosen.get(page.pk, ()))
            passage.main = {code for key, code in self.places.main if key == page.pk}
        return passage

    # ---- pages ----

    def _section(self, section: SectionPage, line: Line) -> Leafed:
        passage = self._passage(section)
        told: dict[str, Any] = {
            "page": section,
            "anchor": line.anchor,
            "number": line.number,
            "plain_heading": line.heading,
        }
        if self.edition.beside:
            sides = self._sides(section, passage)
            told |= self._fields(section, sides)
            told["body"] = parallel(section.body, sides, self.pictures)
            return Leafed(line, _rendered("section_pair", told), passage.notes or [])
        # Headings aren't indexed: the index leads to where a term is spoken of.
        headless = self._passage(section)
        headless.wanted = set()
        told |= {"passage": headless, "body": single(section.body, passage, self.edition.language, self.pictures)}
        return Leafed(line, _rendered("section", told), passage.notes or [])

    def _chapter(self, chapter: ChapterPage, line: Line) -> Leafed:
        passage = self._passage(chapter)
        told = {"page": chapter, "anchor": line.anchor, "lines": line.lines, "passage": passage, "body": "{body}"}
        if self.edition.beside:
            return Leafed(line, _rendered("chapter_pair", told | self._fields(chapter, self._sides(chapter, passage))))
        return Leafed(line, _rendered("chapter", told))

    def _sides(self, page: Any, passage: Passage) -> Sides:
        beside = self._passage(page, beside=True)
        beside.notes, beside.foreign = passage.notes, self.edition.beside  # numbered through both columns
        return Sides(passage, self.edition.language, beside, self.edition.beside)

    def _fields(self, page: Any, sides: Sides) -> dict[str, Any]:
        found: dict[str, Any] = {"own": {}, "other": {}, "beside": self.edition.beside}
        wanted, sides.own.wanted = sides.own.wanted, set()
        for name in set(FIELDS) & set(page.translated_fields()):
            texts = page.field_texts(name)
            found["own"][name], found["other"][name] = sides.each(lambda passage, texts=texts: passage.say(texts))
        sides.own.wanted = wanted
        return found

    def _told(self, title: str) -> dict[str, Any]:
        """What the cover and the head of the file say."""
        language, beside = self.edition.language, self.edition.beside
        told: dict[str, Any] = {
            "language": language,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
            "beside": beside,
            "title": title,
            "beside_title": "",
            "summary": plain(self.state.index, "summary"),
            "academy": _("Police Academy"),
            "at": timezone.localtime(self.state.at),
            "digest": self.state.digest,
            "address": f"{settings.BASE_URL}/{language}/handbook/",
            "language_name": languages.own_name(language),
            "shape": "alone",
        }
        if beside:
            told["language_name"] += f" · {languages.own_name(beside)}"
            told["shape"] = "parallel"
            with translation.override(beside):
                told["beside_title"] = plain(self.state.index, "heading")
        return told

    # ---- what stands at the end ----

    def _ends(self) -> dict[str, Any]:
        return {
            "beside": self.edition.beside,
            "letters": _by_letter([self._term(row) for row in in_order(self.state.terms, self.edition.language)]),
            "laws": [self._law(row) for row in in_order(self.state.laws, self.edition.language)],
            "entries": _by_letter(self._entries()),
        }

    def _texts(self, row: Law | Term, name: str) -> tuple[str, str]:
        """A text of a row in the language of the book or the next best, and in the one beside it."""
        order = languages.fallbacks(self.edition.language)
        own = next((text for code in order if (text := getattr(row, localized(name, code)) or "")), "")
        return own, (getattr(row, localized(name, self.edition.beside)) or "") if self.edition.beside else ""

    def _term(self, row: Term) -> dict[str, Any]:
        name, other = self._texts(row, "name")
        meaning, other_meaning = self._texts(row, "meaning")
        return {"name": name, "other": other, "meaning": meaning, "other_meaning": other_meaning, "sure": row.sure}

    def _law(self, row: Law) -> dict[str, Any]:
        name, other = self._texts(row, "name")
        number = _("No. %(number)s") % {"number": row.number} if row.number else ""
        facts = ", ".join(part for part in (number, formats.date_format(row.date) if row.date else "") if part)
        return {"name": name, "other": other, "sure": row.sure, "facts": facts}

    def _entries(self) -> list[dict[str, Any]]:
        """The terms that were placed, with where: on pages their numbers are filled in when the pages are known."""
        numbers = {
            line.href: line.number
            for chapter, sections in self.state.chapters
            for line in [self._line(s, f"{chapter.number}.{n}") for n, s in enumerate(sections, start=1)]
        }
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self.placed:
            text = "" if self.paged else numbers[one.href.partition("#")[0]]
            found.setdefault(one.term, []).append({"href": one.href, "main": one.main, "text": text})
        rows = in_order((term for term in self.state.terms if term.code in found), self.edition.language)
        return [{"name": self._texts(row, "name")[0], "places": found[row.code]} for row in rows]


def _by_letter(rows: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(letter, list(some)) for letter, some in groupby(rows, key=lambda row: capfirst(row["name"])[:1])]


def _rendered(name: str, told: dict[str, Any]) -> SafeString:
    return mark_safe(render_to_string(f"{FOLDER}/{name}.html", told))  # noqa: S308 (rendered by our templates)
