"""Searching 6,000 sections in three languages: a whole page of results, and the search itself, p50 and p95.

The floor is a plain indexed query: ten rows of the same table by page, as any list of ten would read. Sections are made
of the demonstration content's own sentences, drawn with a fixed seed, so words are as common as they really are.
"""

import random
import re
import statistics
import time
import tomllib
import uuid
from pathlib import Path

from django.db import connection
from django.test import Client
from wagtail.models import Page

from handbook.domain import search
from handbook.domain.search_query import parse
from handbook.models import ChapterPage, SearchText, SectionPage
from tests.benchmarks.measure import Comparison, compare, statements
from ui.stems import words
from ui.tokens import BAR, read, written

SECTIONS, A_SECTION, AT_ONCE = 6_000, 28, 500  # a section has so many sentences
TABLE = tomllib.loads((Path(__file__).parents[1] / "handbook" / "search_pairs.toml").read_text("utf-8"))
QUERIES = [pair[:2] for name in ("tune", "held") for pair in TABLE[name]]
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def fill() -> None:
    """Pages straight into the tables: what is measured is reading."""
    drawn = random.Random(6000)
    sentences, headings = {}, {}
    for code in search.order("tg"):
        told = list(SearchText.objects.filter(language=code).values_list("leaves", flat=True))
        headings[code] = [leaves[0][1] for leaves in told]
        sentences[code] = [
            (block, said, read(written(words(said, code))))
            for leaves in told
            for block, text in leaves[1:]
            for said in SENTENCE.split(text)
        ]
    pages = sections()
    for first in range(0, SECTIONS, AT_ONCE):
        rows = [
            row(page, code, drawn.choice(headings[code]), drawn.choices(sentences[code], k=A_SECTION))
            for page in pages[first : first + AT_ONCE]
            for code in sentences
        ]
        SearchText.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def row(page: Page, code: str, heading: str, said: list) -> SearchText:
    forms = " ".join(tokens.forms.strip() for *_, tokens in said)
    text = forms + BAR + " ".join(tokens.stems.strip() for *_, tokens in said)
    leaves = [["", heading], *[[block, sentence] for block, sentence, _tokens in said]]
    return SearchText(page_id=page.pk, language=code, heading=written(words(heading, code)), text=text, leaves=leaves)


def sections() -> list[Page]:
    """Pages beside the first section of a chapter, like it but for their place and slug."""
    like = SectionPage.objects.child_of(ChapterPage.objects.get(slug="partners")).first()
    shared = {f.attname: getattr(like, f.attname) for f in Page._meta.concrete_fields if f.attname != "id"}
    shared |= {"latest_revision_id": None, "live_revision_id": None}
    made = [
        Page(
            **shared
            | {
                "path": like.path[: -like.steplen] + Page._int2str(100 + n).rjust(like.steplen, "0"),
                "slug": f"bench-{n}",
                "url_path": like.url_path.replace(like.slug, f"bench-{n}"),
                "translation_key": uuid.uuid4(),
            }
        )
        for n in range(SECTIONS)
    ]
    made = Page.objects.bulk_create(made, batch_size=AT_ONCE)
    columns = [f.column for f in SectionPage._meta.local_concrete_fields if f.column != "page_ptr_id"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO handbook_sectionpage (page_ptr_id, {', '.join(columns)}) "
            f"SELECT p.id, {', '.join(f's.{column}' for column in columns)} "
            "FROM wagtailcore_page p, handbook_sectionpage s "
            "WHERE p.slug LIKE 'bench-%%' AND s.page_ptr_id = %s",
            [like.pk],
        )
    return made


def percentiles(work, queries) -> str:
    taken = []
    for query in queries:
        begun = time.perf_counter()
        work(*query)
        taken.append((time.perf_counter() - begun) * 1000)
    cuts, middle = statistics.quantiles(taken, n=20), statistics.median(taken)
    return f"{len(queries)} queries: p50 {middle:.1f} ms, p95 {cuts[18]:.1f} ms, most {max(taken):.1f} ms"


def run() -> list[Comparison]:
    fill()
    client = Client(headers={"accept-encoding": "gzip"})

    def find(query: str, language: str) -> None:
        search.find(parse(query), language)

    def page(query: str, language: str) -> None:
        assert client.get(f"/{language}/handbook/search/", {"q": query}).status_code == 200

    ids = list(SearchText.objects.filter(language="tg").values_list("page_id", flat=True)[:10])

    def floor() -> None:
        rows = SearchText.objects.filter(page_id__in=ids, language="tg").values_list("page_id", "heading")
        assert len(list(rows)) == 10

    common, rare = ("милитсия", "tg"), ("зуроварии гендери", "tg")
    find(*common)  # Snowball's and the data file's first words
    measured = [
        ("search, a word that most hold", lambda: find(*common), percentiles(find, QUERIES)),
        ("search, two words that few hold", lambda: find(*rare), ""),
        ("a page of results", lambda: page(*common), percentiles(page, QUERIES)),
    ]
    return [
        compare(f"{name} ({statements(work)} statements)", work, "ten rows by page", floor, rounds=7, times=3).saying(
            note
        )
        for name, work, note in measured
    ]
