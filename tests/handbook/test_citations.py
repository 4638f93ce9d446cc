"""What others learn of a handbook section that they cite."""

import pytest

from handbook.models import SectionPage
from tests.factories.handbook import ChapterPageFactory, SectionPageFactory, told
from ui.citations import resolve, resolve_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def cited(db) -> SectionPage:
    return SectionPageFactory(
        parent=ChapterPageFactory(slug="law", heading=told("Қонун", "Закон", "Law")),
        slug="duty",
        heading=told("Вазифа", "Обязанность", "Duty"),
        blocks=[{"type": "text", "text": told("Як", "Раз", "One")}, {"type": "text", "text": told("Ду", "", "Two")}],
    )


def test_a_section_is_told_in_the_language_asked_for(cited: SectionPage) -> None:
    found = resolve("law/duty", "en")
    assert (found.title, found.heading, found.url) == ("Duty", "Law", "/en/handbook/law/duty/")
    assert (found.stale, found.missing) == (False, False)
    assert resolve("law/duty", "ru").missing


def test_a_leaf_is_asked_about_alone(cited: SectionPage) -> None:
    first, second = (f"law/duty#{block.id}" for block in cited.body)
    found = resolve_many([first, second], "ru")
    assert found[first].url == f"/ru/handbook/law/duty/#{cited.body[0].id}"
    assert [found[ref].missing for ref in (first, second)] == [False, True]


def test_a_changed_source_makes_the_citation_stale(cited: SectionPage) -> None:
    leaf = cited.body[0].value["text"]
    leaf["tg"] = type(leaf["tg"])("<p>Се</p>")
    cited.save()
    assert resolve("law/duty", "ru").stale
    assert not resolve("law/duty", "tg").stale


@pytest.mark.parametrize(
    "ref", ["law/none", "none/duty", "law", "law/duty/more", "", "law/duty#none", "%/_", "../law/duty"]
)
def test_what_is_not_there_is_none(cited: SectionPage, ref: str) -> None:
    assert resolve(ref, "tg") is None


def test_unpublished_sections_are_not_there(cited: SectionPage) -> None:
    cited.unpublish()
    assert resolve("law/duty", "tg") is None


@pytest.mark.parametrize("count", [1, 3])
def test_many_citations_cost_two_queries(cited: SectionPage, django_assert_num_queries, count: int) -> None:
    refs = [f"law/{SectionPageFactory(parent=cited.get_parent()).slug}" for _ in range(count)]
    resolve_many(refs, "tg")
    with django_assert_num_queries(2):
        assert len(resolve_many(refs, "tg")) == count
