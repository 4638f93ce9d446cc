"""The handbook as it is read: place, turns, marks, weight."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from handbook.domain.book.blocks import Pictures, Sides, parallel, single
from handbook.domain.book.passage import Passage
from handbook.models import HandbookIndexPage, SectionPage
from tests.factories.handbook import (
    LANGUAGES,
    ChapterPageFactory,
    HandbookIndexPageFactory,
    SectionPageFactory,
    told,
)

pytestmark = pytest.mark.django_db
WEIGHT = 14 * 1024


def read(client: Client, page, language: str = "tg") -> str:
    response = client.get(address(page, language))
    assert response.status_code == 200
    return response.content.decode()


def address(page, language: str) -> str:
    return f"/{language}/" + page.url_path.split("/", 2)[2]


def main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_reads_in_each_language(client: Client, section: SectionPage, language: str) -> None:
    html = read(client, section, language)
    assert f'<html lang="{language}"' in html
    assert section.field_texts("heading").words[language] in main(html)
    assert "mark-fallback" not in html
    assert "mark-stale" not in html
    for other in LANGUAGES:
        assert f'hreflang="{other}" href="{address(section, other)}"' in html


def test_every_block_has_its_id_as_anchor_in_every_language(client: Client, section: SectionPage) -> None:
    for language in LANGUAGES:
        html = read(client, section, language)
        assert all(f'id="{block.id}"' in html for block in section.body)


def test_a_missing_text_is_shown_in_the_next_language_and_marked(client: Client) -> None:
    page = SectionPageFactory(
        blocks=[{"type": "text", "text": told("Танҳо тоҷикӣ")}, {"type": "text", "text": told("а", "б", "Here")}]
    )
    html = main(read(client, page, "en"))
    assert html.count('class="mark-fallback"') == 1
    block = html[html.index(f'id="{page.body[0].id}"') :]
    assert 'lang="tg" dir="ltr"' in block[:120]
    assert '<p class="mark-fallback" lang="en">' in block
    assert "Тоҷикӣ" in block[: block.index("Танҳо тоҷикӣ")]


def test_a_block_that_falls_back_wholly_is_marked_once(client: Client) -> None:
    steps = {"type": "steps", "title": told("Қадамҳо"), "items": [told("Як"), told("Ду"), told("Се")]}
    html = main(read(client, SectionPageFactory(blocks=[steps]), "ru"))
    assert html.count("mark-fallback") == 1


def test_one_missing_step_is_marked_where_it_stands(client: Client) -> None:
    steps = {"type": "steps", "title": told("Қ", "Ш", "S"), "items": [told("Як", "Раз", "One"), told("Ду")]}
    html = main(read(client, SectionPageFactory(blocks=[steps]), "ru"))
    item = html[html.index("Раз") :]
    assert '<span class="mark-fallback" lang="ru">' in item
    assert '<div lang="tg" dir="ltr"><p>Ду</p></div>' in item


def test_a_stale_text_is_shown_and_marked(client: Client, section: SectionPage) -> None:
    section.body[0].value["text"]["tg"] = type(section.body[0].value["text"]["tg"])("<p>Дар 48 соат</p>")
    section.save()
    russian, tajik = (main(read(client, section, code)) for code in ("ru", "tg"))
    assert '<p class="mark-stale" lang="ru">' in russian
    assert "За 24 часа" in russian
    assert "mark-stale" not in tajik


def test_a_heading_that_falls_back_carries_its_language(client: Client) -> None:
    page = SectionPageFactory(heading=told("Танҳо тоҷикӣ"))
    html = main(read(client, page, "en"))
    assert '<span lang="tg" dir="ltr">Танҳо тоҷикӣ</span>' in html[html.index("<h1>") : html.index("</h1>")]


def test_blank_parts_leave_no_empty_frames(client: Client) -> None:
    case = {"type": "case", "title": told(), "text": told("Ҳодиса", "Случай", "A case"), "question": told()}
    html = main(read(client, SectionPageFactory(blocks=[case]), "en"))
    assert "A case" in html
    assert "<h3" not in html
    assert "Question" not in html


def test_a_question_with_answers_says_why_without_a_script_and_on_paper(client: Client) -> None:
    answers = [
        {"text": told("Ҳа", "Да", "Yes"), "right": True, "reply": told("Чунки", "Ведь", "Because")},
        {"text": told("Не", "Нет", "No"), "reply": told("Зеро", "Иначе", "Else")},
    ]
    check = {"type": "self_check", "text": told("Рафтанӣ?", "Идти?", "Do you go?"), "answers": answers}
    page = SectionPageFactory(blocks=[check])
    html = re.sub(r"\s+", " ", main(read(client, page, "en")))
    assert "<summary><span>Yes</span></summary> <p><strong>Right.</strong> Because</p>" in html
    assert "<summary><span>No</span></summary> <p><strong>Not so.</strong> Else</p>" in html
    with translation.override("en"):
        one = single(page.body, Passage(7, str), "en", Pictures("pdf"))
    assert "<li>Yes<br><i>Right. Because</i></li>" in one
    sides = Sides(Passage(7, str), "en", Passage(7, str), "ru")
    both = parallel(page.body, sides, Pictures("pdf"))
    assert all(word in both for word in ("Because", "Ведь", "Else", "Иначе"))


def test_contents_show_where_one_is_and_turns_lead_on(client: Client) -> None:
    chapter = ChapterPageFactory(slug="one")
    sections = [SectionPageFactory(parent=chapter) for _ in range(3)]
    last = ChapterPageFactory(slug="two")
    middle = main(read(client, sections[1], "ru"))
    assert middle.count('aria-current="page"') == 1
    assert f'<a href="{address(sections[1], "ru")}" aria-current="page">' in middle
    assert f'href="{address(sections[0], "ru")}" rel="prev"' in middle
    assert f'href="{address(sections[2], "ru")}" rel="next"' in middle
    end = main(read(client, sections[2], "ru"))
    assert f'href="{address(last, "ru")}" rel="next"' in end
    first = main(read(client, sections[0], "ru"))
    assert f'href="{address(chapter, "ru")}" rel="prev"' in first
    breadcrumb = middle[middle.index("breadcrumb") : middle.index("</nav>")]
    assert breadcrumb.index(address(HandbookIndexPage.objects.get(), "ru")) < breadcrumb.index(address(chapter, "ru"))


def test_a_content_note_can_be_skipped(client: Client) -> None:
    chapter = ChapterPageFactory(number=1, content_note=told("Дар бораи зӯроварӣ", "О насилии", "About violence"))
    sections = [SectionPageFactory(parent=chapter) for _ in range(2)]
    after = ChapterPageFactory(number=2)
    for page, leads_to in ((chapter, after), (sections[0], sections[1])):
        html = main(read(client, page, "en"))
        note = html[html.index("About violence") :]
        assert f'href="{address(leads_to, "en")}">' in note[:400]


def test_an_unpublished_chapter_and_its_neighbours_are_left_out(client: Client) -> None:
    chapter = ChapterPageFactory()
    draft, live = SectionPageFactory(parent=chapter, live=False), SectionPageFactory(parent=chapter)
    assert client.get(address(draft, "tg")).status_code == 404
    assert address(draft, "tg") not in read(client, live)
    assert address(draft, "tg") not in read(client, HandbookIndexPage.objects.get())


def test_the_front_page_has_a_fixed_address(client: Client) -> None:
    url = reverse("handbook:contents")
    assert client.get(url).status_code == 200
    assert "No chapters yet" in client.get("/en/handbook/").content.decode()
    index = HandbookIndexPageFactory(slug="dastur")
    assert client.get("/en/handbook/").headers["Location"] == address(index, "en")
    index.slug = "handbook"
    index.save()
    html = client.get("/en/handbook/").content.decode()
    assert "No chapters yet" in html
    assert index.heading_en in html


@pytest.mark.parametrize("sections", [1, 3])
def test_queries_do_not_grow(client: Client, django_assert_num_queries, sections: int) -> None:
    for _ in range(sections):
        chapter = ChapterPageFactory()
        pages = [SectionPageFactory(parent=chapter) for _ in range(sections)]
    client.get("/tg/")
    for page, queries in ((HandbookIndexPage.objects.get(), 8), (chapter, 10), (pages[0], 13)):
        read(client, page)
        with django_assert_num_queries(queries):
            read(client, page)
