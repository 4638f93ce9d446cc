"""The report on translations in the admin: what is behind, why, since when; filters, totals, files."""

import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook
from wagtail.models import get_page_models

from people.domain.grant import grant
from people.enums import Role
from tests.factories.handbook import ChapterPageFactory, Editor, SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in
from ui.pages import TranslatedPage
from ui.staleness import State
from ui.translation_report.filters import Filters
from ui.translation_report.report import report
from ui.translation_report.rows import Row, Why, sheets_for

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
URL = "/cms/translations/"


def found(user, today: datetime.date | None = None, **asked: str) -> list[Row]:
    return report(sheets_for(user), Filters(**asked), today or timezone.localdate()).rows


def named(rows: list[Row]) -> list[tuple[str, State, Why]]:
    return [(row.language, row.state, row.why) for row in rows]


@pytest.fixture
def behind(cms: Client, section) -> Editor:
    """In the first text Russian is out of date after a change of meaning, English is gone; the draft is unpublished."""
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.leaf("body-0-value-text", "en", "<p></p>")
    editor.save()
    return editor


def test_each_row_says_why_and_leads_to_the_very_text(cms: Client, trainer, behind: Editor) -> None:
    rows = found(trainer)
    assert named(rows) == [("ru", State.STALE, Why.MEANING), ("en", State.MISSING, Why.NEVER)]
    block = next(iter(behind.draft().body)).id
    assert {row.url for row in rows} == {f"{behind.url}#block-{block}-section"}
    assert (rows[0].source_words, rows[0].words) == ("Дар 48 соат", "За 24 часа")
    html = cms.get(URL, {"state": "stale"}).content.decode()
    assert f"{behind.url}#block-{block}-section" in html
    assert "Дар 48 соат" in html
    assert "За 24 часа" in html
    assert "after a change of meaning" in html


def test_a_field_of_the_page_leads_to_its_input(trainer, cms: Client, section) -> None:
    editor = Editor(cms, section)
    editor.data["summary_en"] = ""
    editor.save()
    assert found(trainer)[0].url == f"{editor.url}#id_summary_en"
    assert 'id="id_summary_en"' in cms.get(editor.url).content.decode()


def test_a_change_of_wording_puts_nothing_behind(cms: Client, trainer, section) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар давоми 24 соат</p>")
    editor.save(change="wording")
    assert found(trainer) == []
    assert "every page is in step" in cms.get(URL).content.decode()


def test_filters_hold_for_pages_and_for_rows(trainer, behind: Editor) -> None:
    other = SectionPageFactory(parent=ChapterPageFactory(), blocks=[{"type": "text", "text": told("Як", "", "One")}])
    chapter = str(other.get_parent().pk)
    assert {row.sheet.page.pk for row in found(trainer)} == {behind.page.pk, other.pk}
    for asked, count in (
        ({"state": "stale"}, 1), ({"state": "missing"}, 2), ({"language": "ru"}, 2), ({"why": "never"}, 2),
        ({"why": "meaning"}, 1), ({"why": "other"}, 0), ({"under": chapter}, 1), ({"page": str(behind.page.pk)}, 2),
        ({"kind": "handbook.sectionpage"}, 3), ({"kind": "handbook.chapterpage"}, 0), ({"status": "draft"}, 2),
        ({"status": "published"}, 1), ({"language": "en", "state": "stale"}, 0),
    ):  # fmt: skip
        assert len(found(trainer, **asked)) == count, asked


def test_age_is_counted_from_the_save_that_left_it_behind(trainer, behind: Editor) -> None:
    rows = found(trainer)
    today = timezone.localdate()
    assert all(row.known and row.day == today for row in rows)
    later = today + datetime.timedelta(days=30)
    assert len(found(trainer, later, age="30")) == 2
    assert len(found(trainer, later - datetime.timedelta(days=1), age="30")) == 0
    assert found(trainer, later)[0].days == 30
    SectionPageFactory(blocks=[{"type": "text", "text": told("Як", "", "One")}])
    undated = next(row for row in found(trainer, later) if row.sheet.page.pk != behind.page.pk)
    assert (undated.known, undated.day) == (False, today)


def test_pages_are_ordered_as_asked(trainer, behind: Editor) -> None:
    many = SectionPageFactory(blocks=[{"type": "text", "text": told(f"{n}")} for n in range(3)])
    first = found(trainer)[0].sheet.page.pk
    assert first == behind.page.pk
    assert found(trainer, sort="number")[0].sheet.page.pk == many.pk
    many.body[0].value["text"]["made"] |= {"ru@": "2020-01-01"}
    many.save_revision().publish()
    assert found(trainer, sort="age")[0].sheet.page.pk == many.pk


def test_totals_a_language(trainer, behind: Editor) -> None:
    totals = {total.language: total for total in report(sheets_for(trainer), Filters(), timezone.localdate()).totals}
    texts = totals["tg"].texts
    assert (totals["tg"].percent, totals["ru"].stale, totals["en"].missing) == (100, 1, 1)
    assert totals["ru"].percent == (texts - 1) * 100 // texts < 100


def test_fifty_rows_a_page(cms: Client, trainer) -> None:
    SectionPageFactory(blocks=[{"type": "text", "text": told(f"Матни {n}")} for n in range(30)])
    first = cms.get(URL)
    assert len(first.context["page"].object_list) == 50
    assert len(cms.get(URL, {"p": "2"}).context["page"].object_list) == 10
    assert cms.get(URL, {"p": "99999999999999"}).context["page"].number == 2
    assert cms.get(URL, {"p": "x"}).context["page"].number == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "fresh' OR 1=1"}, {"language": "xx"}, {"under": "0) OR (1=1"}, {"under": "999999999999999999999"},
        {"kind": "people.user"}, {"age": "-1"}, {"age": "9e9"}, {"why": "\x00"}, {"status": "live__isnull"},
        {"sort": "page__owner__password"}, {"page": "../../1"}, {"owner__password__startswith": "p"}, {"p": "-1"},
    ],
)  # fmt: skip
def test_attack_29_filters_take_only_what_is_listed(cms: Client, behind: Editor, asked: dict[str, str]) -> None:
    plain, answer = cms.get(URL), cms.get(URL, asked)
    assert answer.status_code == 200
    assert answer.context["count"] == plain.context["count"] == 2
    assert next(iter(asked.values())) not in answer.context["filters"].query
    assert cms.get(f"{URL}report.xlsx", asked).status_code == 200
    assert cms.get(f"{URL}export/", asked | {"format": "exe"}).status_code == 400


def test_the_list_as_a_spreadsheet(cms: Client, behind: Editor) -> None:
    answer = cms.get(f"{URL}report.xlsx", {"language": "ru"})
    assert answer["Content-Disposition"].startswith("attachment")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert rows[1][3:6] == ["Русский", "out of date", "after a change of meaning"]
    assert rows[1][8:] == ["Дар 48 соат", "За 24 часа"]


def test_the_editor_and_the_home_page_lead_to_it(cms: Client, section) -> None:
    edit = cms.get(reverse("wagtailadmin_pages:edit", args=[section.pk])).content.decode()
    assert f"{URL}?page={section.pk}" in edit
    assert URL in cms.get(reverse("wagtailadmin_home")).content.decode()
    assert URL in cms.get("/en/").content.decode()


def test_only_those_who_write_see_it(cms: Client, section) -> None:
    administrator = UserFactory(language="en")
    grant(user=administrator, role=Role.ADMINISTRATOR, by=None)
    other = signed_in(Client(headers={"accept-language": "en"}), administrator)
    for path in ("", "report.xlsx", "export/?language=ru&format=xlsx&what=all", "import/"):
        response = other.get(URL + path)
        assert response.status_code in {302, 403}, path
        assert section.title not in response.content.decode()
    assert other.post(f"{URL}import/", {"token": "x"}).status_code in {302, 403}
    assert sheets_for(administrator) == []


def test_texts_read_from_what_is_stored_are_those_of_the_page(trainer, cms: Client, behind: Editor) -> None:
    law = {"type": "law", "law": "", "article": "1", "text": told("Қонун", "Закон", "Law")}
    rows = {"left": told("А"), "right": told("Б")}
    table = {
        "type": "comparison",
        "title": told("Т"),
        "left_label": told("Л"),
        "right_label": told("Р"),
        "rows": [rows],
    }
    published = SectionPageFactory(blocks=[law, table])
    sheets = {sheet.page.pk: sheet for sheet in sheets_for(trainer)}
    for page in (behind.draft(), published):
        here = [(one.block_id, one.path, one.label, one.value.words, one.value.made) for one in page.leaves()]
        sheet = sheets[page.pk]
        assert here == [(one.block_id, one.path, one.label, one.value.words, one.value.made) for one in sheet.leaves]
        assert sheet.title == page.get_admin_display_title()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(trainer, cms: Client, count: int) -> None:
    for _ in range(count):
        SectionPageFactory(parent=ChapterPageFactory(), blocks=[{"type": "text", "text": told("Як")}]).save_revision()
    found(trainer)
    kinds = sum(issubclass(model, TranslatedPage) for model in get_page_models())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(found(trainer)) == 2 * count
    assert len(queries) == kinds + 2  # the pages and the drafts of the one kind that has some, what stands above them
    cms.get(URL)
    with CaptureQueriesContext(connection) as queries:
        cms.get(URL)
    assert len(queries) == SCREEN


# The six kinds of page and two as above; the other eleven are of Wagtail's frame: session, person, rights, menus.
SCREEN = 19
