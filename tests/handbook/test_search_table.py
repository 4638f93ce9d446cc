"""The written table of queries, on the whole handbook: found, in the order that a look at every text gives."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page

from handbook.domain import search
from handbook.domain.search_query import parse
from handbook.models import ChapterPage, SearchText, SearchWord, SectionPage
from tests.handbook.searching import reference

TABLE = tomllib.loads((Path(__file__).parent / "search_pairs.toml").read_text("utf-8"))
PAIRS = TABLE["tune"] + TABLE["held"]
NOTHING = TABLE["nothing_tune"] + TABLE["nothing_held"]


@pytest.fixture
def slugs(db, whole_handbook):
    """Slugs of the demonstration's pages by id."""
    return dict(Page.objects.values_list("pk", "slug"))


def test_the_table_is_as_large_as_asked() -> None:
    readers = [reader for _query, reader, _page, _within in PAIRS]
    assert len(PAIRS) >= 100
    assert (readers.count("tg") >= 60, readers.count("ru") >= 25, readers.count("en") >= 15) == (True, True, True)
    assert len(NOTHING) >= 15


def test_every_pair_of_the_table_is_found(slugs) -> None:
    missed = [
        (query, page, places[:within])
        for query, reader, page, within in PAIRS
        if page not in (places := [slugs[hit.page] for hit in search.find(parse(query), reader)])[:within]
    ]
    assert missed == []


def test_what_is_not_there_is_not_found(slugs) -> None:
    assert [query for query, reader in NOTHING if search.find(parse(query), reader)] == []


def test_the_database_finds_what_a_look_at_every_text_finds_in_the_same_order(slugs) -> None:
    different = [
        query
        for query, reader, *_ in [*PAIRS, *NOTHING]
        if [hit.page for hit in search.find(parse(query), reader)] != reference(parse(query), reader)
    ]
    assert different == []


def test_loading_indexes_and_rebuilding_makes_the_same(slugs, capsys) -> None:
    def kept():
        texts = SearchText.objects.order_by("page", "language")
        words = SearchWord.objects.order_by("language", "word")
        return list(texts.values_list("page", "language", "heading", "text", "leaves")), list(
            words.values_list("word", "language", "pages")
        )

    before = kept()
    call_command("index_handbook", "--json")
    assert '"pages": ' in capsys.readouterr().out
    assert kept() == before
    assert len(before[0]) == (SectionPage.objects.count() + ChapterPage.objects.count()) * len(settings.LANGUAGES)
