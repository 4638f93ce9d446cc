"""The pages behind hits: three statements, however many there are."""

from dataclasses import dataclass

from handbook.domain.search import Hit
from handbook.models import ChapterPage, SearchText, SectionPage
from ui.pages import TranslatedPage


@dataclass(frozen=True)
class Shown:
    """A page found, what it says in the language that it was found in, and its chapter (none for a chapter itself)."""

    page: TranslatedPage
    chapter: ChapterPage | None
    language: str
    leaves: list[list[str]]


def shown(hits: list[Hit]) -> list[Shown]:
    """The hits with their pages, in their order; one that was unpublished this moment is left out."""
    if not hits:
        return []
    wanted = {(hit.page, hit.language) for hit in hits}
    rows = SearchText.objects.live().filter(page__in=[hit.page for hit in hits])
    leaves = {(page, code): told for page, code, told in rows.values_list("page_id", "language", "leaves")}
    sections = {one.pk: one for one in SectionPage.objects.filter(pk__in=[hit.page for hit in hits]).defer("body")}
    above = {one.path[: -one.steplen] for one in sections.values()}
    chapters = ChapterPage.objects.filter(pk__in=[hit.page for hit in hits]) | ChapterPage.objects.filter(
        path__in=above
    )
    by_path = {one.path: one for one in chapters}
    pages: dict[int, TranslatedPage] = {one.pk: one for one in by_path.values()} | sections
    return [
        Shown(page, by_path.get(page.path[: -page.steplen]), hit.language, leaves[hit.page, hit.language])
        for hit in hits
        if (page := pages.get(hit.page)) is not None and (hit.page, hit.language) in wanted & leaves.keys()
    ]
