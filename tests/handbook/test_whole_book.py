"""The whole handbook of the demonstration: published, in step, light, and the same after a journey in an archive."""

import gzip
import re

import pytest
from django.test import Client

from handbook.domain import archive
from handbook.domain.archive_file import read_bytes
from handbook.domain.archive_import import take_over
from handbook.models import ChapterPage, HandbookIndexPage, Law, SectionPage, Term
from ledger.models import AuditEvent
from people.models import User
from tests.factories.handbook import LANGUAGES
from tests.handbook.test_archive import digests, emptied
from ui.staleness import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_handbook")]
WEIGHT = 14 * 1024


def test_all_of_it_is_published_and_in_step(whole_handbook: User) -> None:
    assert ChapterPage.objects.count() == 13
    assert SectionPage.objects.count() == 64
    assert Law.objects.count() == 27
    assert Term.objects.count() == 147
    for page in [*ChapterPage.objects.all(), *SectionPage.objects.all(), HandbookIndexPage.objects.get()]:
        assert page.live
        assert not page.has_unpublished_changes
        assert page.owner == whole_handbook
        assert page.live_revision is not None
        for language in LANGUAGES:
            counts = page.tally(language)
            assert counts[State.FRESH] > 1
            assert counts[State.MISSING] == counts[State.STALE] == 0, page
    assert AuditEvent.objects.filter(action="handbook.loaded").count() == 1


@pytest.mark.once
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_light_and_whole(client: Client, language: str) -> None:
    for page in SectionPage.objects.all():
        html = client.get(f"/{language}/" + page.url_path.split("/", 2)[2]).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        assert len(gzip.compress(html.encode())) < WEIGHT, page.slug
        assert "mark-fallback" not in main
        assert "mark-stale" not in main
        assert not re.search(r" style=|<script>|\son\w+=", html)
        assert "**" not in main


def test_it_comes_back_from_an_archive_digest_for_digest(whole_handbook: User) -> None:
    packed, before = archive.export(by=whole_handbook), digests()
    assert len(before) == 1 + 13 + 64
    emptied()
    take_over(read_bytes(packed), by=whole_handbook)

    assert digests() == before
    assert archive.export(by=whole_handbook) == packed
