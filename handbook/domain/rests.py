"""Answers to ui.citations: which sections rest on a change, because they cite the law or link to the section."""

from collections.abc import Iterator

from django.urls import reverse

from handbook.models import SectionPage
from ui.citations import Rest, Wanted
from ui.page_citations import cited_in_bodies


def sections(wanted: Wanted) -> Iterator[Rest]:
    """Sections that cite a law asked about in a law block, or whose text links to a section asked about."""
    cited = cited_in_bodies(SectionPage, wanted)
    for page in SectionPage.objects.filter(pk__in=cited).defer("body").order_by("path") if cited else ():
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        yield Rest("section", f"section:{page.pk}", page.get_admin_display_title(), url, cited[page.pk])
