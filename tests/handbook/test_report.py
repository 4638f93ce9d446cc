"""The report on translations in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from people.domain.grant import grant
from people.enums import Role
from tests.factories.handbook import ChapterPageFactory, Editor, SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in
from ui.translation_report import report

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def test_it_counts_drafts_a_language_and_leads_to_the_editor(cms: Client, trainer, section) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.leaf("body-0-value-text", "en", "<p></p>")
    editor.save()
    row = next(row for row in report(trainer) if row.edit_url == editor.url)
    assert row.draft
    assert [(cell.language, cell.missing, cell.stale) for cell in row.cells] == [
        ("tg", 0, 0),
        ("ru", 0, 1),
        ("en", 1, 0),
    ]
    html = cms.get(reverse("translation_report"), {"behind": "1"}).content.decode()
    assert editor.url in html
    assert reverse("wagtailadmin_pages:edit", args=[section.get_parent().pk]) not in html
    assert reverse("translation_report") in cms.get(reverse("wagtailadmin_home")).content.decode()


def test_only_those_who_write_see_it(cms: Client, section) -> None:
    administrator = UserFactory(language="en")
    grant(user=administrator, role=Role.ADMINISTRATOR, by=None)
    other = signed_in(Client(headers={"accept-language": "en"}), administrator)
    response = other.get(reverse("translation_report"))
    assert response.status_code in {302, 403}
    assert section.title not in response.content.decode()
    assert report(administrator) == []


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(trainer, django_assert_num_queries, count: int) -> None:
    chapter = ChapterPageFactory()
    for _ in range(count):
        SectionPageFactory(parent=chapter, blocks=[{"type": "text", "text": told("Як")}])
    report(trainer)
    with django_assert_num_queries(report_queries()):
        assert len([row for row in report(trainer) if row.behind]) == count


def report_queries() -> int:
    """One a kind of page, one for the parents, two for what the user may edit (kept on the user object)."""
    from wagtail.models import get_page_models

    from ui.pages import TranslatedPage

    return sum(issubclass(model, TranslatedPage) for model in get_page_models()) + 1
