"""The whole handbook as one archive: all of its pages, laws, terms and pictures, the same bytes each time.

manifest.json names the format, its version, the counts and the SHA-256 of every other file. Pages lie under pages/ by
their address, each with what is published (`content`) and the newer draft, if there is one; a page that isn't published
has its newest text in `content`. site/docs/operations.md tells how it is used.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.images.models import Image
from wagtail.models import Page

from handbook.domain.archive_text import packed
from handbook.models import ChapterPage, HandbookIndexPage, Law, SectionPage, Term
from ledger.audit import record
from people.models import User
from ui import languages
from ui.pages import TranslatedPage

FORMAT, VERSION = "dastur-handbook", 1
MANIFEST, LAWS, TERMS, PICTURES = "manifest.json", "laws.json", "terms.json", "pictures.json"
INDEX = "pages/index.json"
KINDS: dict[str, type[TranslatedPage]] = {"index": HandbookIndexPage, "chapter": ChapterPage, "section": SectionPage}
# What each kind of page holds beside its texts.
PLAIN = {"index": (), "chapter": ("number",), "section": ("minutes",)}
DATES = ("first_published_at", "last_published_at", "go_live_at", "expire_at")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of zip: an archive tells what the handbook holds, not when it was packed


class NoHandbook(Exception):
    """There is nothing to pack."""


@dataclass
class Known:
    """What ids stand for while one archive is packed: pages by their address, images by their digest."""

    addresses: dict[str, str] = field(default_factory=dict)
    pictures: dict[int, str] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)  # what pictures.json says, by digest
    bytes: dict[str, bytes] = field(default_factory=dict)  # by name in the archive

    def link(self, pk: str) -> str:
        """The address of a page; an id that leads nowhere leads nowhere in the archive too."""
        return self.addresses.get(pk, "")


def export(*, by: User | None) -> bytes:
    """The archive. Raises NoHandbook when there is no front page."""
    index = HandbookIndexPage.objects.first()
    if index is None:
        raise NoHandbook
    parts = packed_parts(index)
    record(actor=by, action="handbook.exported", subject=index, pages=sum(name.startswith("pages/") for name in parts))
    return zipped(parts)


def packed_parts(index: HandbookIndexPage) -> dict[str, bytes]:
    """Every file of the archive but its manifest, by name."""
    known = look_up()
    told = {name: page_told(page, known) for name, page in named_pages(index)}
    parts = {name: as_json(page) for name, page in told.items()}
    parts[LAWS] = as_json([law_told(law) for law in Law.objects.order_by("code")])
    parts[TERMS] = as_json([term_told(term) for term in Term.objects.order_by("code")])
    parts[PICTURES] = as_json(known.files)
    return parts | known.bytes


def zipped(parts: dict[str, bytes]) -> bytes:
    """The files with their manifest as one archive: sorted, undated."""
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "languages": languages.codes(),
        "counts": counts(parts),
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(parts.items())},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in [(MANIFEST, as_json(manifest)), *sorted(parts.items())]:
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def counts(parts: dict[str, bytes]) -> dict[str, int]:
    """How much of each there is."""
    pages = [name for name in parts if name.startswith("pages/") and name != INDEX]
    return {
        "chapters": sum(name.count("/") == 1 for name in pages),
        "sections": sum(name.count("/") == 2 for name in pages),
        "laws": len(json.loads(parts[LAWS])),
        "terms": len(json.loads(parts[TERMS])),
        "pictures": sum(name.startswith("pictures/") for name in parts),
    }


def named_pages(index: HandbookIndexPage) -> Iterator[tuple[str, TranslatedPage]]:
    """Every page with its name in the archive, in the order of the tree."""
    yield INDEX, index
    slugs: dict[str, str] = {}
    for chapter in ChapterPage.objects.child_of(index).order_by("path"):
        slugs[chapter.path] = chapter.slug
        yield f"pages/{chapter.slug}.json", chapter
    for section in SectionPage.objects.descendant_of(index).order_by("path"):
        yield f"pages/{slugs[section.path[: -section.steplen]]}/{section.slug}.json", section


def look_up() -> Known:
    """What page links lead to. Addresses are below the site's root: the same in another installation."""
    known = Known()
    for pk, url_path in Page.objects.filter(depth__gte=2).values_list("pk", "url_path"):
        known.addresses[str(pk)] = url_path.split("/", 2)[2] or "/"
    return known


def page_told(page: TranslatedPage, known: Known) -> dict[str, Any]:
    """All of a page: where it stands, whether and when it was published, its text and a newer draft."""
    newest = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    kind = next(name for name, model in KINDS.items() if isinstance(page, model))
    published = page if page.live or newest is None else newest
    draft = content_told(newest, kind, known) if newest is not None and page.live else None
    content = content_told(published, kind, known)
    children = list(page.get_children().order_by("path").values_list("slug", flat=True))
    return {
        "kind": kind,
        "slug": page.slug,
        "live": page.live,
        **{name: _moment(getattr(page, name)) for name in DATES},
        "children": children,
        "content": content,
        "draft": draft if draft != content else None,
    }


def content_told(page: Any, kind: str, known: Known) -> dict[str, Any]:
    """What one state of a page holds."""
    told: dict[str, Any] = {"source_language": page.source_language, "made": page.made, "texts": {}}
    for name in page.translated_fields():
        told["texts"][name] = {code: getattr(page, localized(name, code)) or "" for code in languages.codes()}
    told |= {name: getattr(page, name) for name in PLAIN[kind]}
    if kind == "section":
        _gather(page.body, known)
        told["body"] = packed(page.body, links=known.link, pictures=known.pictures)
    return told


def _gather(stream: Any, known: Known) -> None:
    """Puts the pictures of a body among what is known."""
    for child in stream:
        image = child.value.get("picture")
        if image is not None and image.pk not in known.pictures:
            _picture(image, known)


def _picture(image: Image, known: Known) -> None:
    with image.open_file() as file:
        content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    suffix = image.file.name.rsplit(".", 1)[-1].lower()
    focal = [getattr(image, f"focal_point_{name}") for name in ("x", "y", "width", "height")]
    known.pictures[image.pk] = digest
    if digest not in known.files:
        known.files[digest] = {
            "file": f"pictures/{digest}.{suffix}",
            "title": image.title,
            "description": image.description,
            "focal_point": focal if None not in focal else None,
        }
        known.bytes[f"pictures/{digest}.{suffix}"] = content


def law_told(law: Law) -> dict[str, Any]:
    """All of a law."""
    date = law.date.isoformat() if law.date else None
    return {"code": law.code, "name": _texts(law, "name"), "number": law.number, "date": date, "sure": law.sure}


def term_told(term: Term) -> dict[str, Any]:
    """All of a term."""
    names = {"name": _texts(term, "name"), "meaning": _texts(term, "meaning")}
    return {"code": term.code, **names, "forms": term.forms, "sure": term.sure}


def as_json(value: Any) -> bytes:
    """The one way in which we write a value."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _texts(row: Any, name: str) -> dict[str, str]:
    return {code: getattr(row, localized(name, code)) or "" for code, _name in settings.LANGUAGES}


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
