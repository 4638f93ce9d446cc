"""Searching the handbook: the written table, the order, what is kept in step, the screen."""

import pytest
from django.db import connection
from wagtail.models import Page

from handbook.domain import search, search_index
from handbook.domain.search_query import parse
from handbook.models import ChapterPage, HandbookIndexPage, SearchText, SearchWord, SectionPage
from tests.factories.handbook import ChapterPageFactory, SectionPageFactory, told
from tests.handbook.searching import reference


def found(text: str, language: str = "tg") -> list[str]:
    slugs = dict(Page.objects.values_list("pk", "slug"))
    return [slugs[hit.page] for hit in search.find(parse(text), language)]


@pytest.fixture
def page(db) -> SectionPage:
    return SectionPageFactory(
        slug="one", blocks=[{"type": "text", "text": told("Сангпушти калон", "Черепаха", "A tortoise")}]
    )


def test_a_change_is_found_when_it_is_published_and_not_before(page) -> None:
    page.heading_tg = "Шутур"
    page.save_revision()
    assert found("шутур") == []
    page.get_latest_revision().publish()
    assert found("шутур") == ["one"]
    assert found("сангпушт") == ["one"]
    assert not SearchWord.objects.filter(word="фасли").exists()


def test_what_is_unpublished_or_deleted_is_not_found_nor_suggested(page) -> None:
    page.unpublish()
    assert found("сангпушт") == []
    assert not SearchText.objects.filter(page=page).exists()
    page.save_revision().publish()
    assert found("сангпушт") == ["one"]
    page.delete()
    assert found("сангпушт") == []
    assert not SearchWord.objects.filter(word="сангпушти").exists()


def test_a_draft_is_never_found(db) -> None:
    SectionPageFactory(live=False, heading=told("Сангпушт"))
    assert found("сангпушт") == []
    search_index.rebuild()
    assert found("сангпушт") == []


def test_sections_are_found_only_while_their_chapter_is_published(page) -> None:
    chapter = ChapterPage.objects.get()
    chapter.unpublish()
    assert found("сангпушт") == []
    chapter.save_revision().publish()
    assert found("сангпушт") == ["one"]
    hidden = ChapterPageFactory(live=False)
    page.move(hidden, pos="last-child")
    assert found("сангпушт") == []


def test_deleting_a_chapter_takes_its_sections_out(page) -> None:
    ChapterPage.objects.get().delete()
    assert not SearchText.objects.exists()
    assert not SearchWord.objects.exists()


def test_a_deleted_chapter_leaves_no_row_of_a_section_that_the_search_did_not_know(page) -> None:
    """Its sections are unpublished first, and then it: the database still has them published while it goes."""
    SearchText.objects.all().delete()
    page.get_parent().specific.delete()
    assert not SearchText.objects.exists()
    connection.check_constraints()


def test_words_are_counted_by_pages(page) -> None:
    other = SectionPageFactory(slug="two", blocks=[{"type": "text", "text": told("Сангпушти майда. Сангпушти сабз")}])
    assert SearchWord.objects.get(word="сангпушти").pages == 2
    other.delete()
    assert SearchWord.objects.get(word="сангпушти").pages == 1


# ---- order and kinds of queries ----


def text(slug: str, tg: str, heading: str = "Ном") -> SectionPage:
    return SectionPageFactory(slug=slug, heading=told(heading), blocks=[{"type": "text", "text": told(tg)}])


def test_heading_comes_before_text_and_the_whole_form_before_the_stem(db) -> None:
    text("stem", "Дар ин ҷо кабутарон ҳастанд")
    text("form", "Дар ин ҷо кабутар ҳаст")
    text("heading", "Чизи дигар", heading="Кабутар")
    assert found("кабутар") == ["heading", "form", "stem"]


def test_the_readers_language_comes_first(db) -> None:
    SectionPageFactory(slug="russian", heading=told("Як", "Радио радио радио", "One"), blocks=[])
    SectionPageFactory(slug="tajik", heading=told("Ду", "Два", "Two"), blocks=[{"type": "text", "text": told("радио")}])
    assert found("радио", "tg") == ["tajik", "russian"]
    assert found("радио", "ru") == ["russian", "tajik"]


def test_a_phrase_is_found_in_its_order_only(db) -> None:
    text("there", "Гурбаи сафеди бузург")
    text("back", "Бузург аст гурба, ва сафед")
    assert sorted(found("сафеди бузург")) == ["back", "there"]
    assert found("«сафеди бузург»") == ["there"]
    assert found('"сафеди бузург"') == ["there"]


def test_more_than_the_candidates_are_cut_by_one_rule(db, monkeypatch) -> None:
    for n in range(4):
        text(f"n{n}", "шутур " * (4 - n), heading="Шутур" if n == 3 else "Ном")
    monkeypatch.setattr(search, "CANDIDATES", 2)
    assert found("шутур") == ["n3", "n0"]
    assert reference(parse("шутур"), "tg") == [hit.page for hit in search.find(parse("шутур"), "tg")]


def test_empty_words_count_only_where_there_is_nothing_else() -> None:
    assert [term.word for term in parse("зӯроварӣ дар оила").terms] == ["зӯроварӣ", "оила"]
    assert [term.word for term in parse("дар").terms] == ["дар"]
    assert parse("  «» … ъ ").terms == ()


def test_only_an_unfinished_last_word_may_be_a_beginning() -> None:
    assert [term.beginning for term in parse("кадом муҳо").terms] == [False, True]
    assert [term.beginning for term in parse("кадом «муҳо»").terms] == [False, False]
    assert [term.beginning for term in parse("му").terms] == [False]


def test_old_and_new_names_of_a_town_are_one_name(db) -> None:
    text("new", "Ӯ аз Бохтар омад")
    SectionPageFactory(slug="old", heading=told("Як", "Дорога в Курган-Тюбе", "One"), blocks=[])
    assert found("Курган-Тюбе") == ["new", "old"]
    assert found("қурғонтеппа", "ru") == ["old", "new"]
    assert found("курган тюбе", "ru") == ["old", "new"]


def test_index_page_is_no_result(page) -> None:
    index = HandbookIndexPage.objects.get()
    index.save_revision().publish()
    assert not SearchText.objects.filter(page=index).exists()
