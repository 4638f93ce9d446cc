"""Wagtail's own ways of editing, for every kind of block and in every language."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Drawing
from wagtail.images import get_image_model
from wagtail.models import Revision

from handbook.domain import reference
from handbook.models import Law, SectionPage, Term
from handbook.tasks import publish_planned
from tests.factories.handbook import LANGUAGES, Editor, SectionPageFactory, form_data, told
from ui.content import body_from_content
from ui.staleness import State

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

FORM = {
    "type": "form",
    "title": told("Варақаи вохӯрӣ", "Лист встречи", "Meeting sheet"),
    "note": told("Бо қалам пур кунед", "Заполните от руки", "Fill in by hand"),
    "fields": [
        {"label": told("Ном", "Имя", "Name"), "kind": "line"},
        {
            "label": told("Вохӯриҳо", "Встречи", "Meetings"),
            "kind": "table",
            "columns": [told("Рӯз", "День", "Day"), told("Ҷой", "Место", "Place")],
            "rows": 3,
        },
    ],
}
# Place in the form, and what is written there, a language each.
CHANGES = {
    "body-0-value-text": told("<p>Қонуни нав</p>", "<p>Новый закон</p>", "<p>A new law</p>"),
    "body-1-value-term": told("Боварии нав", "Новое доверие", "New trust"),
    "body-2-value-alt": told("Доираи нав", "Новый круг", "A new circle"),
    "body-2-value-caption": told("Тасвири нав", "Новая подпись", "A new caption"),
    "body-3-value-fields-1-value-columns-0-value": told("Рӯзи нав", "Новый день", "New day"),
}
# What a reader of the page sees of each.
SEEN = {code: [text[code].replace("<p>", "").replace("</p>", "") for text in CHANGES.values()] for code in LANGUAGES}


@pytest.fixture
def picture(db) -> Any:
    drawn = BytesIO()
    Drawing.new("RGB", (60, 40), "navy").save(drawn, "PNG")
    return get_image_model().objects.create(title="Давра", file=ContentFile(drawn.getvalue(), "circle.png"))


@pytest.fixture
def full(picture) -> SectionPage:
    """A section with a law, a term, a figure and a form."""
    for code in ("police-act", "other-act"):
        Law.objects.create(code=code, name_tg=f"Қонун {code}", name_ru=f"Закон {code}", name_en=f"Act {code}")
    Term.objects.create(code="trust", name_tg="Боварӣ", meaning_tg="Эътимод", name_ru="Доверие", meaning_ru="Вера")
    reference.forget()
    page = SectionPageFactory(slug="full", blocks=[])
    page.body = body_from_content(
        [
            {"type": "law", "law": "police-act", "article": "5", "text": told("Қонун", "Закон", "The law")},
            {"type": "definition", "entry": "", "term": told("Б", "Д", "T"), "text": told("Маъно", "Смысл", "Meaning")},
            {
                "type": "figure",
                "picture": "circle",
                "alt": told("Давра", "Круг", "A circle"),
                "caption": told("Дар давра", "В круге", "In a circle"),
            },
            FORM,
        ],
        key="full",
        pictures={"circle": picture.pk},
    )
    page.save()
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def change(editor: Editor) -> None:
    """Writes every change in every language, and chooses another law and a term."""
    for place, texts in CHANGES.items():
        for code in LANGUAGES:
            editor.leaf(place, code, texts[code])
    editor.data |= {"body-0-value-law": "other-act", "body-0-value-article": "7", "body-1-value-entry": "trust"}


def address(page: SectionPage, code: str) -> str:
    return f"/{code}/{page.url_path.split('/', 2)[2]}"


def test_a_draft_keeps_every_block_and_readers_see_nothing_of_it(client: Client, cms: Client, full) -> None:
    editor = Editor(cms, full)
    change(editor)
    editor.save()
    draft = editor.draft()
    assert draft.body[0].value["law"] == "other-act"
    assert draft.body[1].value["entry"] == "trust"
    assert draft.body[2].value["alt"].texts == CHANGES["body-2-value-alt"]
    columns = draft.body[3].value["fields"][1]["columns"]
    assert columns[0].texts == CHANGES["body-3-value-fields-1-value-columns-0-value"]
    assert State.STALE not in [one.value.state(code) for one in draft.leaves() for code in LANGUAGES]
    for code in LANGUAGES:
        html = client.get(address(full, code)).content.decode()
        assert not [text for text in SEEN[code] if text in html]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_preview_shows_every_block_in_its_language(cms: Client, full, code: str) -> None:
    editor = Editor(cms, full)
    change(editor)
    editor.data["body-1-value-entry"] = ""  # the glossary's entry would stand in the place of the term
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[full.pk])
    assert cms.post(url, editor.data).json()["is_valid"]
    html = cms.get(url, {"mode": code}).content.decode()
    assert [text for text in SEEN[code] if text not in html] == []
    others = [text for other in LANGUAGES if other != code for text in SEEN[other]]
    assert [text for text in others if text in html] == []


def test_revisions_are_compared_in_every_language(cms: Client, full) -> None:
    first = full.latest_revision
    editor = Editor(cms, full)
    change(editor)
    editor.save()
    ids = [full.pk, first.pk, editor.draft().latest_revision_id]
    html = cms.get(reverse("wagtailadmin_pages:revisions_compare", args=ids)).content.decode()
    added = "".join(part.split("</span>")[0] + " " for part in html.split('<span class="addition">')[1:])
    for word in ("нав", "Новая", "Новый", "new", "other", "7"):
        assert word in added, added
    assert SENSE_AND_MADE.isdisjoint(html.split())


SENSE_AND_MADE = {"sense", "loaded", "confirmed"}


def test_a_schedule_publishes_every_language_at_its_time(client: Client, cms: Client, full) -> None:
    editor = Editor(cms, full)
    change(editor)
    editor.data["body-1-value-entry"] = ""
    editor.save("action-publish", go_live_at="2099-01-01 08:00")
    assert SEEN["ru"][0] not in client.get(address(full, "ru")).content.decode()
    due = Revision.objects.get(pk=editor.page.scheduled_revision.pk)
    due.approved_go_live_at = timezone.now()
    due.content |= {"go_live_at": timezone.now().isoformat()}
    due.save()
    assert publish_planned() == 1
    assert publish_planned() == 0
    for code in LANGUAGES:
        html = client.get(address(full, code)).content.decode()
        assert [text for text in SEEN[code] if text not in html] == []


def test_reverting_brings_back_every_block_in_every_language(cms: Client, full) -> None:
    first, before = full.latest_revision, [one.value.words for one in full.leaves()]
    editor = Editor(cms, full)
    change(editor)
    editor.save("action-publish")
    url = reverse("wagtailadmin_pages:revisions_revert", args=[full.pk, first.pk])
    data = form_data(cms.get(url).context["form"])
    assert cms.post(editor.url, data | {"revision": first.pk, "action-publish": "1"}).status_code == 302
    page = SectionPage.objects.get(pk=full.pk)
    assert [one.value.words for one in page.leaves()] == before
    assert page.body[0].value["law"] == "police-act"
    assert State.STALE not in [one.value.state(code) for one in page.leaves() for code in LANGUAGES]


def test_copying_keeps_every_block_its_texts_and_their_state(cms: Client, full) -> None:
    editor = Editor(cms, full)
    editor.leaf("body-2-value-alt", "tg", "Доираи дигар")
    editor.save("action-publish")
    url = reverse("wagtailadmin_pages:copy", args=[full.pk])
    data = {"new_title": editor.page.title, "new_slug": "copy", "new_parent_page": full.get_parent().pk}
    assert cms.post(url, data).status_code == 302
    copy = SectionPage.objects.get(slug="copy")
    assert not copy.live
    assert [one.value.words for one in copy.leaves()] == [one.value.words for one in editor.page.leaves()]
    assert copy.body[2].value["alt"].state("ru") is State.STALE
    assert copy.body[2].value["picture"] == full.body[2].value["picture"]


def test_unpublishing_takes_it_away_in_every_language_and_keeps_it_whole(client: Client, cms: Client, full) -> None:
    before = [one.value.words for one in full.leaves()]
    assert cms.post(reverse("wagtailadmin_pages:unpublish", args=[full.pk])).status_code == 302
    assert {client.get(address(full, code)).status_code for code in LANGUAGES} == {404}
    editor = Editor(cms, SectionPage.objects.get(pk=full.pk))
    editor.save("action-publish")
    assert [one.value.words for one in editor.page.leaves()] == before
    assert {client.get(address(full, code)).status_code for code in LANGUAGES} == {200}


def test_a_law_that_is_not_in_the_list_is_refused(cms: Client, full) -> None:
    editor = Editor(cms, full)
    response = editor.send("action-publish", **{"body-0-value-law": "made-up"})
    assert response.status_code == 200
    assert "body" in response.context["form"].errors
