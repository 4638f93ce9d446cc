"""What there is to read."""

from handbook.models import HandbookIndexPage


def front_page() -> HandbookIndexPage | None:
    """The published front page, if there is one."""
    index: HandbookIndexPage | None = HandbookIndexPage.objects.live().first()
    return index
