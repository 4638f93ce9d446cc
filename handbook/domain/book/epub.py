"""The book as an EPUB: a file a section, notes at the section's end, the index leading to sections."""

from __future__ import annotations

import uuid
from pathlib import Path
from xml.sax.saxutils import escape

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from handbook.domain.book.volume import Leafed, Line, Volume
from handbook.domain.epub import Document, Entry, Publication, written

PAPER = Path(__file__).resolve().parents[2] / "paper"
NAMESPACE = uuid.UUID("b1f6a1d2-6d4e-5d0e-8b55-0d8a1f1f6c21")
ENDS = {"glossary": "letters", "laws": "laws", "index": "entries"}


def epub(volume: Volume) -> bytes:
    """The bytes of a book; the same volume gives the same bytes."""
    with translation.override(volume.edition.language):
        return written(_publication(volume))


def _publication(volume: Volume) -> Publication:
    told, language, beside = volume.told, volume.edition.language, volume.edition.beside
    ends = [(name, title) for name, title in _end_titles().items() if volume.ends[ENDS[name]]]
    cover = render_to_string("handbook/paper/cover.html", told)
    start = volume.contents[0].href
    return Publication(
        identifier=f"urn:uuid:{uuid.uuid5(NAMESPACE, volume.state.digest + language + beside)}",
        title=volume.title,
        language=language,
        languages=(language, beside) if beside else (language,),
        publisher=told["academy"],
        description=told["summary"],
        modified=volume.state.at,
        documents=(Document("cover.xhtml", volume.title, cover, "frontmatter"), *_documents(volume, ends)),
        contents=(*map(_entry, volume.contents), *[Entry(f"{name}.xhtml", title) for name, title in ends]),
        contents_title=_("Contents"),
        css=(PAPER / "epub.css").read_text(),
        cover=_cover(volume),
        landmarks=(("toc", "nav.xhtml", _("Contents")), ("bodymatter", start, volume.contents[0].heading)),
        files=volume.pictures,
        accessibility=_accessibility(volume),
    )


def _end_titles() -> dict[str, str]:
    return {"glossary": _("Glossary"), "laws": _("Laws"), "index": _("Index of terms")}


def _documents(volume: Volume, ends: list[tuple[str, str]]) -> list[Document]:
    made = []
    for opening, sections in volume.chapters:
        made.append(Document(opening.line.href, opening.line.heading, opening.html.replace("{body}", ""), "chapter"))
        made += [Document(one.line.href, one.line.heading, _with_notes(one), "subchapter") for one in sections]
    for name, title in ends:
        alone = {key: value if key in (ENDS[name], "beside") else [] for key, value in volume.ends.items()}
        made.append(Document(f"{name}.xhtml", title, render_to_string("handbook/paper/ends.html", alone), "backmatter"))
    return made


def _with_notes(section: Leafed) -> str:
    notes = "".join(
        f'<aside data-epub="footnote" role="doc-footnote" id="n{n}"><p><a href="#r{n}">{n}</a> {note}</p></aside>'
        for n, note in enumerate(section.notes, start=1)
    )
    return str(section.html) + (f'<div class="notes">{notes}</div>' if notes else "")


def _entry(line: Line) -> Entry:
    text = f"{line.number} {line.heading}".strip()
    return Entry(line.href, text, tuple(_entry(one) for one in line.lines))


def _cover(volume: Volume) -> bytes:
    """A drawn cover for the shelf of a reading device; the title page itself is text."""
    words, lines = volume.title.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 18 and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    text = "".join(f'<tspan x="300" dy="56">{escape(line)}</tspan>' for line in lines)
    emblem = (PAPER / "emblem.svg").read_text().strip()
    inner = emblem.partition(">")[2].rpartition("</svg>")[0]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 800">'
        f"<title>{escape(volume.title)}</title>"
        '<path fill="#fff" d="M0 0h600v800H0z"/>'
        '<path fill="none" stroke="#0b3540" stroke-width="6" d="M24 24h552v752H24z"/>'
        f'<g transform="translate(210 90) scale(3.75)">{inner}</g>'
        '<text y="330" font-family="serif" font-size="44" font-weight="600" fill="#0b3540" text-anchor="middle">'
        f"{text}</text>"
        '<path stroke="#b08d3c" stroke-width="4" d="M240 690h120"/>'
        f'<text x="300" y="735" font-family="sans-serif" font-size="24" fill="#0b3540" text-anchor="middle">'
        f"{escape(volume.told['language_name'])}</text></svg>\n"
    ).encode()


def _accessibility(volume: Volume) -> tuple[tuple[str, str], ...]:
    pictures = [("accessMode", "visual")] if volume.pictures else []
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "index", "displayTransformability"]
    features += ["alternativeText"] if volume.pictures else []
    summary = _("Text with headings, contents and an index; every picture has a text in its place.")
    return (
        ("accessMode", "textual"),
        *pictures,
        ("accessModeSufficient", "textual"),
        *[("accessibilityFeature", name) for name in features],
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", summary),
    )
