"""The place kept across visits, sections read, contents, sizes of text."""

import pytest
from django.test import Client
from django.urls import reverse

from handbook.domain import visit
from handbook.models import HandbookIndexPage, Reading, SectionPage
from tests.factories.handbook import ChapterPageFactory, SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return UserFactory(language="en")


@pytest.fixture
def mine(reader) -> Client:
    return signed_in(Client(), reader)


@pytest.fixture
def long(db) -> SectionPage:
    return SectionPageFactory(
        slug="long", blocks=[{"type": "text", "text": told("а", "б", f"c {n}")} for n in range(3)]
    )


def address(page, language: str = "en") -> str:
    return f"/{language}/" + page.url_path.split("/", 2)[2]


def keep(client: Client, page: SectionPage, **fields: object):
    return client.post("/en/handbook/place/", {"section": page.pk, **fields})


def test_the_place_is_offered_on_the_next_visit_in_every_language(mine: Client, long: SectionPage) -> None:
    block = long.body[1].id
    assert keep(mine, long, block=block).status_code == 204
    for language in ("tg", "ru", "en"):
        html = mine.get(address(long, language)).content.decode()
        assert f'data-stopped><a href="#{block}">' in html
    assert f"{address(long)}" in mine.get("/en/handbook/").content.decode()
    assert f'href="{address(long)}#{block}"' in mine.get("/en/").content.decode()


def test_nothing_is_offered_at_the_beginning_nor_of_a_block_that_is_gone(mine: Client, long: SectionPage) -> None:
    for block in (long.body[0].id, "0" * 36, ""):
        keep(mine, long, block=block)
        assert "data-stopped hidden" in mine.get(address(long)).content.decode()


def test_marking_without_a_script_and_back(mine: Client, reader, long: SectionPage) -> None:
    response = mine.post("/en/handbook/read/", {"section": long.pk, "read": "1"})
    assert response.headers["Location"] == f"{address(long)}#read"
    first = Reading.objects.get(person=reader).read_at
    html = mine.get(address(long)).content.decode()
    assert "(read)" in html[html.index('id="here"') : html.index("</li>", html.index('id="here"'))]
    assert "1 of 1 section read" in html
    visit.mark(section=long, read=True, by=reader)
    assert Reading.objects.get(person=reader).read_at == first
    mine.post("/en/handbook/read/", {"section": long.pk, "read": "0"})
    assert Reading.objects.get(person=reader).read_at is None


def test_the_script_says_that_the_end_was_reached(mine: Client, reader, long: SectionPage) -> None:
    keep(mine, long, block=long.body[2].id, read="1")
    assert Reading.objects.get(person=reader).read_at
    assert "data-stopped hidden" in mine.get(address(long)).content.decode()


def test_attack_27_a_place_is_kept_only_by_a_post_of_our_own_page(reader, long: SectionPage) -> None:
    foreign = signed_in(Client(enforce_csrf_checks=True), reader)
    assert keep(foreign, long, block="").status_code == 403
    assert foreign.post("/en/handbook/read/", {"section": long.pk}).status_code == 403
    for name in ("place", "read"):
        assert foreign.get(f"/en/handbook/{name}/?section={long.pk}").status_code == 405
    assert not Reading.objects.exists()


@pytest.mark.parametrize("section", ["", "x", "-1", "9" * 30, "٣", "1.0"])
def test_attack_36_odd_sections_are_not_there(mine: Client, section: str) -> None:
    assert mine.post("/en/handbook/place/", {"section": section, "block": ""}).status_code == 404


@pytest.mark.parametrize("block", ["<script>", "x" * 36, "0" * 37, "\x00" * 36])
def test_attack_36_odd_blocks_are_refused(mine: Client, long: SectionPage, block: str) -> None:
    assert keep(mine, long, block=block).status_code == 400
    assert not Reading.objects.exists()


def test_attack_01_nobody_reads_or_changes_anothers_place(client: Client, mine: Client, long: SectionPage) -> None:
    block = long.body[1].id
    keep(mine, long, block=block)
    other = signed_in(Client(), UserFactory(language="en"))
    keep(other, long, block=long.body[2].id, person=Reading.objects.get().person_id)
    assert Reading.objects.order_by("pk").first().block == block
    assert f'data-stopped><a href="#{block}">' not in other.get(address(long)).content.decode()
    assert keep(client, long, block=block).status_code == 403
    assert client.post("/en/handbook/read/", {"section": long.pk}).status_code == 302
    assert Reading.objects.count() == 2


def test_an_unpublished_section_keeps_no_place(mine: Client, long: SectionPage) -> None:
    long.unpublish()
    assert keep(mine, long, block="").status_code == 404


def test_reading_goes_with_the_account_and_stands_on_ones_own_page(mine: Client, reader, long: SectionPage) -> None:
    keep(mine, long, block=long.body[1].id)
    assert address(long) in mine.get(reverse("people:me")).content.decode().replace("/tg/", "/en/")
    reader.delete()
    assert not Reading.objects.exists()


def test_saying_where_one_is_weighs_little(mine: Client, long: SectionPage) -> None:
    body = f"csrfmiddlewaretoken={'x' * 64}&section={10**9}&block={long.body[0].id}&read=1"
    assert len(body) <= 256


def test_contents_lead_to_every_section_from_every_section(client: Client) -> None:
    pages = [
        SectionPageFactory(parent=chapter) for chapter in (ChapterPageFactory(), ChapterPageFactory()) for _ in "ab"
    ]
    html = client.get(address(pages[0])).content.decode()
    contents = html[html.index('class="toc"') : html.index("</nav>", html.index('class="toc"'))]
    assert [f'href="{address(page)}"' in contents for page in pages] == [True] * 4
    assert contents.count('aria-current="page"') == 1
    assert contents.count("<details open") == 2, "open without a script: one tap for the contents, one for the section"
    assert 'href="#here"' in html
    assert 'id="here"' in html


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_who_is_signed_in_do_not_grow(mine: Client, rows: int, django_assert_num_queries) -> None:
    chapter = ChapterPageFactory()
    pages = [SectionPageFactory(parent=chapter) for _ in range(rows)]
    for page in pages:
        keep(mine, page, block="")
    index = HandbookIndexPage.objects.get()
    for page, queries in ((pages[0], SECTION), (index, INDEX)):
        mine.get(address(page))
        with django_assert_num_queries(queries):
            mine.get(address(page))


SECTION, INDEX = 17, 12


# ---- size of text ----


@pytest.mark.parametrize(
    ("size", "drawn"), [("1", ""), ("2", 'data-size="2"'), ("3", 'data-size="3"'), ("4", ""), ("<", "")]
)
def test_the_server_draws_the_size_chosen(client: Client, size: str, drawn: str) -> None:
    client.post("/en/text-size/", {"size": size, "next": "/en/handbook/"})
    html = client.get("/en/handbook/").content.decode()
    assert (drawn in html) if drawn else ("data-size" not in html)


@pytest.mark.parametrize("following", ["//evil.example/", "https://evil.example/", "\\\\evil", "javascript:alert(1)"])
def test_attack_28_the_size_leads_only_to_our_own_pages(client: Client, following: str) -> None:
    response = client.post("/en/text-size/", {"size": "2", "next": following})
    assert response.headers["Location"] == "/en/"
    html = client.get("/en/text-size/", {"next": following}).content.decode()
    assert '<input type="hidden" name="next" value="/en/">' in html
    assert "evil" not in html[html.index("<main") : html.index("</main>")]
