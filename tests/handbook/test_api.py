"""The API as another system of the academy meets it."""

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.rich_text import RichText

from handbook.domain.demo import picture
from handbook.models import Law, SectionPage, Term
from tests.factories.handbook import ChapterPageFactory, HandbookIndexPageFactory, SectionPageFactory, told
from ui.content import body_from_content

pytestmark = pytest.mark.django_db
API = "/api/v2/"


def get(client: Client, path: str = "", status: int = 200, **query: str):
    answer = client.get(f"{API}{path}", query)
    assert answer.status_code == status, answer.content[:400]
    return answer.json()


@pytest.fixture
def book(db):
    index = HandbookIndexPageFactory()
    chapter = ChapterPageFactory(parent=index, slug="first", number=2)
    ChapterPageFactory(parent=index, slug="nought", number=1)
    return SectionPageFactory(
        parent=chapter,
        slug="scanning",
        blocks=[
            {"type": "text", "text": told("**Матн** то 5 < 6", "Текст", "Text")},
            {"type": "steps", "title": told("Қадамҳо", "Шаги"), "items": [told("Як", "Раз", "One"), told("Ду", "Два")]},
        ],
    )


def test_the_root_names_the_endpoints(client, book):
    found = get(client)
    assert found["languages"] == ["tg", "ru", "en"]
    for name in ("pages", "contents", "glossary", "laws"):
        assert client.get(found[name]).status_code == 200


def test_contents_are_in_reading_order_and_in_the_language_asked(client, book):
    found = get(client, "contents/", language="ru")
    assert [chapter["slug"] for chapter in found["chapters"]] == ["nought", "first"]
    assert found["title"] == {"text": "Пособие", "language": "ru", "state": "fresh"}
    [section] = found["chapters"][1]["sections"]
    assert section["html_url"].endswith("/ru/handbook/first/scanning/")
    assert client.get(section["detail_url"]).json()["id"] == book.pk


def test_a_section_has_its_blocks_with_ids_and_states(client, book):
    found = get(client, f"pages/{book.pk}/", language="en")
    text, steps = found["body"]
    assert [block["id"] for block in found["body"]] == [block.id for block in book.body]
    assert text == {
        "id": book.body[0].id,
        "type": "text",
        "value": {"text": {"html": "<p>Text</p>", "language": "en", "state": "fresh"}},
        "to_check": False,
    }
    assert steps["value"]["title"] == {"text": "Шаги", "language": "ru", "state": "fallback", "stale": False}
    assert [one["language"] for one in steps["value"]["items"]] == ["en", "ru"]
    assert found["meta"]["parent"]["meta"]["slug"] == "first"
    assert found["minutes"] == 4
    assert "number" not in found


def test_rich_text_is_safe_html_and_its_links_lead_here_from_anywhere(client, book, settings):
    link = f'<p>Ниг. <a linktype="page" id="{book.pk}">ин</a></p>'
    book.body[0].value["text"]["tg"] = RichText(link)
    book.save()
    html = get(client, f"pages/{book.pk}/")["body"][0]["value"]["text"]["html"]
    assert html == f'<p>Ниг. <a href="{settings.BASE_URL}/tg/handbook/first/scanning/">ин</a></p>'


def test_a_stale_text_says_so_and_a_stale_stand_in_too(client, book):
    leaf = book.body[0].value["text"]
    leaf["made"] = leaf["made"] | {"ru": "-"}
    book.body[1].value["title"]["made"] = {"of": "tg", "ru": "-"}
    book.save()
    russian, english = (get(client, f"pages/{book.pk}/", language=code)["body"] for code in ("ru", "en"))
    assert russian[0]["value"]["text"]["state"] == "stale"
    assert english[1]["value"]["title"] == {"text": "Шаги", "language": "ru", "state": "fallback", "stale": True}


def test_laws_terms_and_figures_are_told_where_they_stand(client, book, settings):
    Law.objects.create(code="police", name_tg="Қонуни милитсия", name_ru="О милиции", number="41", date="2004-05-17")
    Term.objects.create(code="beat", name_tg="минтақа", meaning_tg="Ҷойи хизмат", name_ru="участок", meaning_ru="Место")
    told_blocks = [
        {"type": "law", "law": "police", "article": "5", "text": told("чунин", "так", "so")},
        {"type": "definition", "entry": "beat"},
        {"type": "figure", "picture": "sara-cycle", "alt": told("Давра", "Круг")},
    ]
    book.body = body_from_content(told_blocks, pictures={"sara-cycle": picture("sara-cycle", None).pk})
    book.save()
    law, term, figure = (block["value"] for block in get(client, f"pages/{book.pk}/", language="ru")["body"])
    assert law["law"] == {
        "code": "police",
        "name": {"text": "О милиции", "language": "ru", "state": "fresh"},
        "number": "41",
        "date": "2004-05-17",
        "html_url": f"{settings.BASE_URL}/ru/handbook/laws/#police",
    }
    assert law["article"] == "5"
    assert term["entry"]["meaning"]["text"] == "Место"
    assert term["term"] is None
    assert figure["alt"]["text"] == "Круг"
    assert client.get(figure["picture"]["url"].removeprefix(settings.BASE_URL)).headers["Content-Type"] == "image/webp"


def test_lists_are_paged_and_filtered(client, book):
    everything = get(client, "pages/")
    assert everything["meta"]["total_count"] == 4
    assert set(everything["items"][0]) == {"id", "meta", "title"}
    assert [one["meta"]["slug"] for one in get(client, "pages/", type="handbook.SectionPage")["items"]] == ["scanning"]
    assert [one["id"] for one in get(client, "pages/", child_of=str(book.get_parent().pk))["items"]] == [book.pk]
    assert len(get(client, "pages/", limit="2", offset="1")["items"]) == 2
    assert get(client, "pages/", slug="scanning", fields="summary,minutes")["items"][0]["minutes"] == 4


def test_a_page_is_found_by_its_address(client, book):
    for address in ["/tg/handbook/first/scanning/", "handbook/first/scanning"]:
        answer = client.get(f"{API}pages/find/", {"html_path": address, "language": "ru"})
        assert answer.status_code == 302
        assert answer.url.endswith(f"/api/v2/pages/{book.pk}/?language=ru")
    assert client.get(f"{API}pages/find/", {"id": book.pk}).status_code == 302
    for address in ["/tg/handbook/first/nothing/", "", "scanning"]:
        assert client.get(f"{API}pages/find/", {"html_path": address}).status_code == 404


def test_glossary_and_laws_are_sorted_in_the_language_asked(client, book):
    for code, tg in [("b", "ӯҳда"), ("a", "Ҳуқуқ"), ("c", "амният")]:
        Term.objects.create(code=code, name_tg=tg, meaning_tg="…")
        Law.objects.create(code=code, name_tg=tg)
    assert [one["code"] for one in get(client, "glossary/")["items"]] == ["c", "b", "a"]
    assert [one["code"] for one in get(client, "laws/", limit="1", offset="1")["items"]] == ["b"]


@pytest.mark.parametrize(
    ("header", "query", "language"),
    [
        ("", {}, "tg"),
        ("de, fr", {}, "tg"),
        ("ru-RU,ru;q=0.9,en;q=0.8", {}, "ru"),
        ("de,en;q=0.5", {}, "en"),
        ("ru", {"language": "en"}, "en"),
    ],
)
def test_the_language_is_asked_for_or_preferred_or_tajik(client, book, header, query, language):
    answer = client.get(f"{API}contents/", query, headers={"accept-language": header} if header else {})
    assert answer.headers["Content-Language"] == language
    assert answer.json()["language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


def test_an_answer_is_kept_until_something_changes(client, book):
    path = f"{API}pages/{book.pk}/"
    first = client.get(path)
    assert set(first.headers["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, {"language": "ru"}).headers["ETag"] != first.headers["ETag"]

    book.heading_tg = "Номи нав"
    book.save_revision().publish()
    changed = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.json()["title"]["text"] == "Номи нав"


@pytest.mark.parametrize("sections", [1, 3])
def test_the_number_of_statements_does_not_grow(client, book, sections, django_assert_num_queries):
    for _ in range(sections):
        SectionPageFactory(parent=Page.objects.get(slug="first").specific)
    for path in ["contents/", "pages/"]:
        get(client, path)
    with django_assert_num_queries(6):
        get(client, "contents/")
    with django_assert_num_queries(8):
        get(client, "pages/")
    with django_assert_num_queries(7):
        get(client, f"pages/{book.pk}/")


def test_nothing_is_written_signed_in_to_or_shown_as_a_page(client, book):
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(client, method)(f"{API}pages/").status_code == 405
    answer = client.get(f"{API}pages/", headers={"accept": "text/html,*/*"})
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not answer.cookies
    assert client.head(f"{API}pages/").status_code == 200


def test_without_a_handbook_it_says_so(client):
    assert get(client, "contents/", status=404) == {"message": "not found"}
    assert get(client, "pages/")["meta"]["total_count"] == 0
    assert get(client, "pages/", status=400, descendant_of="root")["message"]
    assert SectionPage.objects.count() == 0
