"""The handbook's own content, loaded from its files: what an academy starts from and then edits."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import translation
from wagtail.images.models import Image
from wagtail.models import Site

from handbook.domain import search_index
from handbook.domain.reference import load_laws, load_terms
from handbook.domain.review import ensure_workflow
from handbook.models import ChapterPage, HandbookIndexPage, Law, SectionPage, Term
from ledger.audit import record
from people.models import User
from ui.content import BadContent, add_published, body_from_content, load

CONTENT = Path(__file__).resolve().parents[1] / "content"
FIGURES = CONTENT / "figures"
FACTORY_HOST = ("localhost", 80)
FACTORY_TITLE = "Welcome to your new Wagtail site!"


@transaction.atomic
def load_demo(*, by: User, content: Path = CONTENT) -> dict[str, int]:
    """Puts every chapter and section of the content files where there is none yet, published.

    What exists is left as it is, whoever changed it. Returns how many chapters and sections exist afterwards.
    Raises BadContent, with the file's name, when a file doesn't hold what is needed.
    """
    with translation.override(settings.CONTENT_LANGUAGE):
        index = ensure_index(by=by)
        ensure_workflow(index)
        made = load_laws(CONTENT / "laws.toml") + load_terms(CONTENT / "glossary.toml")
        with search_index.rebuilt_afterwards():
            for path in sorted(content.glob("*/chapter.toml"), key=lambda path: load(path).get("number", 0)):
                made += _chapter(index, path, by)
        if made:
            record(actor=by, action="handbook.loaded", subject=index, pages=made)
    return {
        "chapters": ChapterPage.objects.count(),
        "sections": SectionPage.objects.count(),
        "laws": Law.objects.count(),
        "terms": Term.objects.count(),
    }


def ensure_index(*, by: User) -> HandbookIndexPage:
    """The handbook's front page, made if there is none. A site still called as it came gets its own address."""
    index: HandbookIndexPage | None = HandbookIndexPage.objects.first()
    if index is not None:
        return index
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    _name(site)
    index = HandbookIndexPage(slug="handbook")
    add_published(site.root_page, index, load(CONTENT / "index.toml"), by)
    return index


def _name(site: Site) -> None:
    """Gives a site that is still called as Wagtail made it the address and name of this installation."""
    if (site.hostname, site.port) == FACTORY_HOST:
        address = urlsplit(settings.BASE_URL)
        site.hostname = address.hostname or site.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
    root = site.root_page
    if root.title == FACTORY_TITLE:
        root.title = root.draft_title = settings.WAGTAIL_SITE_NAME
        root.save(clean=False)


def _chapter(index: HandbookIndexPage, path: Path, by: User) -> int:
    """Makes what is missing of one chapter; how many pages that was."""
    told = load(path)
    try:
        chapter = ChapterPage.objects.child_of(index).filter(slug=told["slug"]).first()
        made = int(chapter is None)
        chapter = chapter or add_published(index, ChapterPage(slug=told["slug"], number=told["number"]), told, by)
        for file in sorted(path.parent.glob("[0-9]*.toml")):
            made += _section(chapter, file, by)
    except KeyError as error:
        raise BadContent(f"{path.parent}: {error} is missing") from error
    return made


def _section(chapter: ChapterPage, path: Path, by: User) -> int:
    told = load(path)
    if SectionPage.objects.child_of(chapter).filter(slug=told["slug"]).exists():
        return 0
    body = body_from_content(told["blocks"], key=f"{chapter.slug}/{told['slug']}", pictures=_pictures(told, by))
    add_published(chapter, SectionPage(slug=told["slug"], minutes=told["minutes"], body=body), told, by)
    return 1


def _pictures(told: dict[str, Any], by: User) -> dict[str, int]:
    """The images that a section shows, by name, each put among the images when it isn't there yet."""
    names = {block["picture"] for block in told["blocks"] if "picture" in block}
    return {name: picture(name, by).pk for name in sorted(names)}


def picture(name: str, by: User) -> Image:
    """The image of this name: found by what is in its file, or made from the file of that name."""
    path = FIGURES / f"{name}.webp"
    if not path.is_file():
        raise BadContent(f"{path} is missing")
    content = path.read_bytes()
    found: Image | None = Image.objects.filter(
        file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest()
    ).first()
    if found is not None:
        return found
    file = ImageFile(BytesIO(content), name=f"{name}.webp")
    image = Image(title=name, file=file, uploaded_by_user=by, description=name.replace("-", " "))
    image._set_image_file_metadata()
    image.save()
    return image
