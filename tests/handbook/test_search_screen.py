"""The search page: what it shows, what it refuses, what it costs."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from handbook.models import Law, SearchText, Term
from tests.factories.handbook import ChapterPageFactory, SectionPageFactory, told

pytestmark = pytest.mark.django_db
ADDRESS = "/tg/handbook/search/"


def main(client: Client, query: str, **more: str) -> str:
    response = client.get(ADDRESS, {"q": query, **more})
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.fixture
def page():
    chapter = ChapterPageFactory(slug="animals", heading=told("Ҳайвонот", "Животные", "Animals"))
    blocks = [
        {"type": "text", "text": told("Аввал чизи дигар.", "Сначала другое.", "First something else.")},
        {"type": "text", "text": told("Гурба ва сангпушти калон.", "Кошка и черепаха.", "A cat and a tortoise.")},
    ]
    return SectionPageFactory(
        slug="one", parent=chapter, heading=told("Дар боғ", "В саду", "In the garden"), blocks=blocks
    )


def test_a_result_shows_chapter_heading_and_excerpt_and_leads_to_the_block(client: Client, page) -> None:
    html = main(client, "сангпушт")
    assert f'href="/tg/handbook/animals/one/#{page.body[1].id}"' in html
    assert "Ҳайвонот" in html
    assert "Гурба ва <mark>сангпушти</mark> калон." in html
    assert "1 саҳифа" in html or "1 page found" in html or "1 " in html


def test_another_language_is_named_and_carries_its_own_lang(client: Client, page) -> None:
    html = main(client, "черепахи")
    assert '<h2 class="search-language" id="in-ru" lang="ru">Русский</h2>' in html
    assert f'href="/ru/handbook/animals/one/#{page.body[1].id}" hreflang="ru" lang="ru"' in html
    assert '<p lang="ru">Кошка и <mark>черепаха</mark>.</p>' in html


def test_words_in_the_heading_are_marked_and_lead_to_the_page(client: Client, page) -> None:
    html = main(client, "боғ")
    assert "Дар <mark>боғ</mark></a>" in html
    assert 'href="/tg/handbook/animals/one/"' in html or "#" in html


def test_nothing_typed_and_nothing_found(client: Client, page) -> None:
    assert "search-results" not in main(client, "")
    assert "search-results" not in main(client, "…")
    html = main(client, "қурбоққа")
    assert "search-results" not in html
    assert "«қурбоққа»" in html
    response = client.get(ADDRESS)
    assert b"data-tajik-keys" in response.content


def test_a_slip_of_the_hand_is_answered_with_what_may_be_meant(client: Client, page) -> None:
    html = main(client, "сангпашти")
    assert '<a href="?q=%D1%81%D0%B0%D0%BD%D0%B3%D0%BF%D1%83%D1%88%D1%82%D0%B8">сангпушти</a>' in html
    assert "search-results" not in html
    assert ">сангпушти</a>" in main(client, "сангпашти пингвин")


def test_some_of_the_words_are_shown_apart(client: Client, page) -> None:
    html = main(client, "қурбоққа гурба")
    assert html.index("«қурбоққа гурба»") < html.index("<mark>Гурба</mark>")
    assert html.index("<h2>") < html.index("search-results")


def test_terms_and_laws_are_answers_of_their_own(client: Client, page) -> None:
    Term.objects.create(code="cat", name_tg="гурба", name_ru="кошка", name_en="cat", meaning_tg="Ҳайвони хонагӣ")
    Law.objects.create(code="cats", name_tg="Қонун дар бораи гурбаҳо", name_ru="Закон о кошках", name_en="Law on cats")
    html = main(client, "гурба")
    assert 'href="/tg/handbook/glossary/#cat"' in html
    assert "Ҳайвони хонагӣ" in html
    assert 'href="/tg/handbook/laws/#cats"' in html


def test_pages_of_results_keep_the_query(client: Client, page) -> None:
    for n in range(12):
        SectionPageFactory(slug=f"s{n}", blocks=[{"type": "text", "text": told(f"Сангпушт {n}")}])
    assert main(client, "сангпушт").count("<mark>") == 10
    second = main(client, "сангпушт", page="2")
    assert second.count("<mark>") == 3
    assert "q=%D1%81" in second
    assert main(client, "сангпушт", page="nonsense").count("<mark>") == 10


def test_the_handbooks_pages_lead_here(client: Client, page) -> None:
    for path in ("/tg/handbook/", "/tg/handbook/animals/", "/tg/handbook/animals/one/", "/tg/handbook/glossary/"):
        html = client.get(path).content.decode()
        assert f'action="{ADDRESS}"' in html, path
    with translation.override("ru"):
        assert reverse("handbook:search") == "/ru/handbook/search/"


@pytest.mark.parametrize("how_many", [1, 3, 10])
def test_statements_do_not_depend_on_results(client: Client, page, django_assert_num_queries, how_many: int) -> None:
    for n in range(how_many - 1):
        SectionPageFactory(
            slug=f"s{n}", parent=ChapterPageFactory(), blocks=[{"type": "text", "text": told("Сангпушт")}]
        )
    main(client, "сангпушт")
    with django_assert_num_queries(STATEMENTS):
        main(client, "сангпушт")


STATEMENTS = 8  # three languages; texts, sections and chapters of the results; the front page twice (its link)

HOSTILE = [
    "' OR 1=1 --", '"; DROP TABLE handbook_searchtext; --', "heading:сангпушт", "сангпушт*", "NEAR(а б)", "а AND NOT б",
    "сангпушт:*", "!сангпушт", "а <-> б", "\\'", "((((", "«", '"', "_санг", "%",
    "a" * 100, "\u0000а", "İıſß", "𝕊", "е\u0301",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_attack_29_a_query_is_text_and_never_a_language_of_the_database(client: Client, page, hostile: str) -> None:
    main(client, hostile)
    assert SearchText.objects.count() > 0


@pytest.mark.parametrize("name", ["page__live", "language", "order_by", "q__startswith"])
def test_attack_29_other_parameters_are_not_asked(client: Client, page, name: str) -> None:
    assert "<mark>" in main(client, "сангпушт", **{name: "password"})


def test_attack_36_a_long_query_is_refused_and_kept(client: Client, page, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        html = main(client, "сангпушт " * 2000)
    assert "error-summary" in html
    assert "search-results" not in html
    assert 'value="сангпушт сангпушт' in html


def test_attack_36_many_short_words_cost_no_more_than_few(client: Client, page) -> None:
    main(client, "а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ ы э ю я 1 2 3 4 5 6 7 8 9")
    main(client, "ааа* " * 20)


def test_attack_16_markup_in_a_query_or_a_text_is_inert(client: Client) -> None:
    hostile = "<img src=x onerror=alert(1)> <script>сангпушт</script>"
    SectionPageFactory(heading=told(hostile), blocks=[{"type": "heading", "text": told(hostile)}])
    html = main(client, "сангпушт img")
    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;<mark>img</mark> src=x" in html
    assert "<script" not in main(client, "<script>alert(1)</script>")
