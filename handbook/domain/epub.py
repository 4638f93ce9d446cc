"""EPUB 3 files: a list of documents and pictures in, one archive out, the same bytes every time.

The format is a zip archive whose first entry is its type, a package document that lists everything, and XHTML. Facts
are from the W3C recommendation EPUB 3.3. Pure: no Django here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from lxml import etree, html

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
TYPES = {"xhtml": "application/xhtml+xml", "css": "text/css", "svg": "image/svg+xml", "jpg": "image/jpeg"}
# Every entry of the archive has this time: an archive is a fact of its content, not of when it was made.
ONCE = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Document:
    """One XHTML document in reading order: its file's name, title, the HTML of its body, what it is (epub:type)."""

    name: str
    title: str
    body: str
    kind: str = ""
    linear: bool = True


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents."""

    href: str
    text: str
    inside: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Publication:
    """Everything that a file holds. `accessibility` are pairs of a schema.org property and its value."""

    identifier: str
    title: str
    language: str
    languages: tuple[str, ...]
    publisher: str
    description: str
    modified: datetime
    documents: tuple[Document, ...]
    contents: tuple[Entry, ...]
    contents_title: str
    css: str
    cover: bytes
    landmarks: tuple[tuple[str, str, str], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    accessibility: tuple[tuple[str, str], ...] = ()


def written(book: Publication) -> bytes:
    """The archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _put(archive, "META-INF/container.xml", CONTAINER.encode())
        _put(archive, "book/package.opf", _package(book).encode())
        _put(archive, "book/nav.xhtml", xhtml(_nav(book), title=book.contents_title, language=book.language))
        for document in book.documents:
            page = xhtml(document.body, title=document.title, language=book.language, kind=document.kind)
            _put(archive, f"book/{document.name}", page)
        _put(archive, "book/book.css", book.css.encode())
        _put(archive, "book/cover.svg", book.cover)
        for name, content in sorted(book.files.items()):
            _put(archive, f"book/{name}", content)
    return out.getvalue()


def xhtml(body: str, *, title: str, language: str, kind: str = "") -> bytes:
    """HTML of a body as a well-formed XHTML document; an attribute data-epub becomes epub:type."""
    root = html.document_fromstring(f"<!doctype html><html><head></head><body>{body}</body></html>")
    html.html_to_xhtml(root)
    page = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML, "epub": OPS})
    page.set("lang", language)
    page.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    head = etree.SubElement(page, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = title
    etree.SubElement(head, f"{{{XHTML}}}link", rel="stylesheet", type="text/css", href="book.css")
    inside = root.find(f"{{{XHTML}}}body")
    if kind:
        inside.set(f"{{{OPS}}}type", kind)
    for element in inside.iter(etree.Element):
        if (told := element.attrib.pop("data-epub", None)) is not None:
            element.set(f"{{{OPS}}}type", told)
        if (lang := element.get("lang")) is not None:
            element.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    page.append(inside)
    etree.cleanup_namespaces(page, keep_ns_prefixes=["epub"])
    return bytes(etree.tostring(page, encoding="UTF-8", xml_declaration=True, doctype="<!DOCTYPE html>"))


def _put(archive: zipfile.ZipFile, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, ONCE)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _package(book: Publication) -> str:
    modified = book.modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    meta = [
        f'<dc:identifier id="id">{escape(book.identifier)}</dc:identifier>',
        f"<dc:title>{escape(book.title)}</dc:title>",
        *[f"<dc:language>{escape(code)}</dc:language>" for code in book.languages],
        f"<dc:publisher>{escape(book.publisher)}</dc:publisher>",
        f"<dc:creator>{escape(book.publisher)}</dc:creator>",
        f"<dc:description>{escape(book.description)}</dc:description>",
        f"<dc:date>{modified[:10]}</dc:date>",
        f'<meta property="dcterms:modified">{modified}</meta>',
        *[f'<meta property="schema:{name}">{escape(value)}</meta>' for name, value in book.accessibility],
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang={quoteattr(book.language)} prefix="schema: http://schema.org/">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{_lines(meta)}</metadata>\n'
        f"<manifest>\n{_lines(_manifest(book))}</manifest>\n"
        f"<spine>\n{_lines(_spine(book))}</spine>\n</package>\n"
    )


def _manifest(book: Publication) -> list[str]:
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="css" href="book.css" media-type="text/css"/>',
        '<item id="cover-image" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>',
    ]
    items += [
        f'<item id="d{n}" href={quoteattr(document.name)} media-type="application/xhtml+xml"/>'
        for n, document in enumerate(book.documents)
    ]
    return items + [
        f'<item id="f{n}" href={quoteattr(name)} media-type="{TYPES[name.rpartition(".")[2]]}"/>'
        for n, name in enumerate(sorted(book.files))
    ]


def _spine(book: Publication) -> list[str]:
    """The order of reading; the contents stand after the first document, the cover."""
    refs = [
        f'<itemref idref="d{n}"{"" if document.linear else " linear=" + quoteattr("no")}/>'
        for n, document in enumerate(book.documents)
    ]
    return [refs[0], '<itemref idref="nav"/>', *refs[1:]]


def _nav(book: Publication) -> str:
    title = escape(book.contents_title)
    marks = "".join(
        f'<li><a data-epub="{kind}" href={quoteattr(href)}>{escape(text)}</a></li>'
        for kind, href, text in book.landmarks
    )
    landmarks = f'<nav data-epub="landmarks" hidden="hidden"><ol>{marks}</ol></nav>' if marks else ""
    return f'<nav data-epub="toc" role="doc-toc"><h1>{title}</h1>{_entries(book.contents)}</nav>{landmarks}'


def _entries(entries: Iterable[Entry]) -> str:
    lines = (
        f"<li><a href={quoteattr(one.href)}>{escape(one.text)}</a>{_entries(one.inside) if one.inside else ''}</li>"
        for one in entries
    )
    return f"<ol>{''.join(lines)}</ol>"


def _lines(parts: Iterable[str]) -> str:
    return "".join(f"{part}\n" for part in parts)
