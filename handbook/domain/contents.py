"""What there is to read."""

from django.db.models import QuerySet

from handbook.domain.cite import parse
from handbook.models import HandbookIndexPage, SectionPage


def front_page() -> HandbookIndexPage | None:
    """The published front page, if there is one."""
    index: HandbookIndexPage | None = HandbookIndexPage.objects.live().first()
    return index


def sections() -> QuerySet[SectionPage]:
    """Every published section, without its body."""
    found: QuerySet[SectionPage] = SectionPage.objects.live().defer("body")
    return found


def find(ref: str) -> SectionPage | None:
    """The published section of a reference ("chapter/section"), with its body; None when there is none."""
    place = parse(ref)
    if place is None:
        return None
    chapter, slug, _block = place
    found: SectionPage | None = SectionPage.objects.live().filter(url_path__endswith=f"/{chapter}/{slug}/").first()
    return found
