"""What can be cited: published sections by chapter, and the parts of one section."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.text import Truncator

from handbook.domain.changes import place
from handbook.models import ChapterPage, SectionPage
from ui.folding import fold
from ui.leaves import leaves

WORDS = 14


@dataclass(frozen=True)
class Referable:
    """Something that can be cited: its reference, what it is called."""

    ref: str
    title: str


def sections(search: str = "") -> list[tuple[str, list[Referable]]]:
    """Published sections under their chapters' headings, in reading order; `search` is a part of a heading or of a
    reference. Two queries."""
    wanted = fold(search)
    chapters = {chapter.path: chapter for chapter in ChapterPage.objects.live().order_by("number", "path")}
    found: dict[str, list[Referable]] = {path: [] for path in chapters}
    for section in SectionPage.objects.live().defer("body").order_by("path"):
        one = Referable(place(section), section.get_admin_display_title())
        above = section.path[: -section.steplen]
        if above in found and (wanted in fold(one.title) or wanted in fold(one.ref)):
            found[above].append(one)
    return [(chapters[path].get_admin_display_title(), rows) for path, rows in found.items() if rows]


def parts(ref: str) -> list[Referable]:
    """The blocks of a published section, each with its beginning; none for a section that there isn't."""
    section = SectionPage.objects.live().filter(url_path__endswith=f"/{ref}/").first()
    return list(_parts(section, ref)) if section and place(section) == ref else []


def _parts(section: SectionPage, ref: str) -> Iterator[Referable]:
    seen = set()
    for leaf in leaves(section.body):
        if leaf.block_id in seen or leaf.value.blank or not (shown := leaf.value.shown()):
            continue
        seen.add(leaf.block_id)
        text = Truncator(" ".join(strip_tags(shown.html).split())).words(WORDS, truncate=" …")
        yield Referable(f"{ref}#{leaf.block_id}", f"{leaf.label}: {text}")
