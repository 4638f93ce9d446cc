"""Answers to ui.citations: what a reference to the handbook leads to."""

import hashlib
from collections.abc import Iterable

from django.core.cache import cache
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from handbook.domain import reference
from handbook.models import ChapterPage, SectionPage
from ui.citations import Citation, law_of
from ui.staleness import State

KEPT = 24 * 3600  # seconds
Place = tuple[str, str, str]  # chapter, section, block id or ""


def resolve(refs: Iterable[str], language: str) -> dict[str, Citation]:
    """The citations among `refs` that lead to a published section (and to a block that it has), in two queries, or to
    a law of the list, in one more."""
    refs = list(refs)
    return _laws(refs, language) | _sections(refs, language)


def _laws(refs: list[str], language: str) -> dict[str, Citation]:
    """Laws have no state of translation but that of their name."""
    named = {ref: named for ref in refs if (named := law_of(ref)) is not None}
    found = {}
    with translation.override(language):
        laws = reference.laws() if named else {}
        for ref, (code, article) in named.items():
            if (law := laws.get(code)) is not None and (shown := law.shown) is not None:
                heading = _("Article %(article)s") % {"article": article} if article else ""
                title = law.name.words[shown.language]
                found[ref] = Citation(title, law.url, heading, stale=False, missing=bool(shown.fallback))
    return found


def _sections(refs: list[str], language: str) -> dict[str, Citation]:
    places = {ref: place for ref in refs if law_of(ref) is None and (place := parse(ref)) is not None}
    if not places:
        return {}
    wanted = Q()
    for chapter_slug, slug, _block in places.values():
        wanted |= Q(slug=slug, url_path__endswith=f"/{chapter_slug}/{slug}/")
    sections = {tuple(one.url_path.split("/")[-3:-1]): one for one in SectionPage.objects.live().filter(wanted)}
    parents = {section.path[: -section.steplen] for section in sections.values()}
    chapters = {chapter.path: chapter for chapter in ChapterPage.objects.filter(path__in=parents)}
    with translation.override(language):
        found = {
            ref: _citation(section, chapters[section.path[: -section.steplen]], block, language)
            for ref, (chapter, slug, block) in places.items()
            if (section := sections.get((chapter, slug))) is not None
        }
    return {ref: citation for ref, citation in found.items() if citation is not None}


def parse(ref: str) -> Place | None:
    """("chapter", "section", "block") of "chapter/section#block"; None for anything else."""
    path, _hash, block = ref.partition("#")
    parts = path.strip("/").split("/")
    return (parts[0], parts[1], block) if len(parts) == 2 and all(parts) else None


def _citation(section: SectionPage, chapter: ChapterPage, block: str, language: str) -> Citation | None:
    """Told in the active language; None when the section has no such block any more."""
    states = _states(section, block, language)
    if not states:
        return None
    url = (section.get_url() or "") + (f"#{block}" if block else "")
    return Citation(
        title=section.heading,
        url=url,
        heading=chapter.heading,
        stale=State.STALE in states,
        missing=State.MISSING in states,
    )


def _states(section: SectionPage, block: str, language: str) -> list[str]:
    """The states of what is cited, kept for as long as the same text is published: every lesson asks for them."""
    key = f"cite:{section.pk}:{section.live_revision_id}:{section.last_published_at}:{block}:{language}"
    kept = cache.get(key := hashlib.sha256(key.encode()).hexdigest())
    if kept is None:
        leaves = [leaf for leaf in section.leaves() if not block or leaf.block_id == block]
        kept = sorted({str(leaf.value.state(language)) for leaf in leaves})
        cache.set(key, kept, KEPT)
    return list(kept)
