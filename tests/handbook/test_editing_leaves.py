"""What is said at one text of the page editor: still right, wording or meaning, what changed in its source."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from handbook.models import SectionPage
from people.domain.grant import grant
from people.enums import Role
from tests.factories.handbook import Editor, SectionPageFactory
from tests.factories.people import UserFactory, signed_in
from ui.sources import source_of
from ui.staleness import SENSE, State, digest

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

TEXT, ITEM = "body-0-value-text", "body-1-value-items-1-value"
S, F = State.STALE, State.FRESH


def say(editor: Editor, place: str, **said: Any) -> None:
    """Says something at a leaf, as the editor's script does."""
    editor.data[f"{place}-made"] = json.dumps(json.loads(editor.data[f"{place}-made"]) | said)


def say_of_field(editor: Editor, name: str, **said: Any) -> None:
    carried = json.loads(editor.data["loaded_state"])
    carried[name] |= said
    editor.data["loaded_state"] = json.dumps(carried)


def leaf(page: SectionPage, block: int, name: str, item: int | None = None) -> Any:
    value = page.body[block].value[name]
    return value if item is None else value[item]


@pytest.fixture
def stale(cms: Client, section: SectionPage) -> SectionPage:
    """Two texts and the heading have changed their meaning in Tajik."""
    editor = Editor(cms, section)
    editor.leaf(TEXT, "tg", "<p>Дар 48 соат</p><p>Ва хабар диҳед</p>")
    editor.leaf(ITEM, "tg", "<p>Се</p>")
    editor.save("action-publish", heading_tg="Номи дигар")
    assert [one.value.state("ru") for one in editor.page.leaves()].count(S) == 3
    return editor.page


def test_one_text_is_confirmed_and_no_other(cms: Client, stale: SectionPage) -> None:
    editor = Editor(cms, stale)
    say(editor, TEXT, confirmed=["ru"])
    editor.save("action-publish")
    assert [leaf(editor.page, 0, "text").state(code) for code in ("ru", "en")] == [F, S]
    assert leaf(editor.page, 1, "items", 1).state("ru") is S
    assert editor.page.field_texts("heading").state("ru") is S


def test_a_field_of_the_page_is_confirmed_by_itself(cms: Client, stale: SectionPage) -> None:
    editor = Editor(cms, stale)
    say_of_field(editor, "heading", confirmed=["en"])
    editor.save()
    draft = editor.draft()
    assert [draft.field_texts("heading").state(code) for code in ("ru", "en")] == [S, F]
    assert leaf(draft, 0, "text").state("en") is S


def test_the_page_wide_check_adds_to_what_is_confirmed_at_a_text(cms: Client, stale: SectionPage) -> None:
    editor = Editor(cms, stale)
    say(editor, TEXT, confirmed=["en"])
    editor.save(checked=["ru"])
    draft = editor.draft()
    assert S not in [one.value.state("ru") for one in draft.leaves()]
    assert [leaf(draft, 0, "text").state("en"), leaf(draft, 1, "items", 1).state("en")] == [F, S]


def test_one_save_holds_a_change_of_wording_and_one_of_meaning(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf(TEXT, "tg", "<p>Дар давоми 24 соат</p>")
    editor.leaf(ITEM, "tg", "<p>Се</p>")
    say(editor, TEXT, change="wording")
    say_of_field(editor, "summary", change="wording")
    editor.save("action-publish", change="meaning", summary_tg="Як ҷумлаи дигар", heading_tg="Номи дигар")
    page = editor.page
    assert [leaf(page, 0, "text").state("ru"), leaf(page, 1, "items", 1).state("ru")] == [F, S]
    assert [page.field_texts(name).state("en") for name in ("summary", "heading")] == [F, S]
    # The last change of meaning is remembered at the text whose meaning changed, and only there.
    assert SENSE not in leaf(page, 0, "text").made
    assert leaf(page, 1, "items", 1).made[SENSE] == digest("Се")


def test_a_change_of_meaning_in_a_save_of_wording(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf(TEXT, "tg", "<p>Дар 48 соат</p>")
    editor.leaf(ITEM, "tg", "<p>Дуто</p>")
    say(editor, TEXT, change="meaning")
    editor.save("action-publish", change="wording")
    assert leaf(editor.page, 0, "text").state("ru") is S
    assert leaf(editor.page, 0, "text").made[SENSE] == digest("Дар 48 соат")
    assert leaf(editor.page, 1, "items", 1).state("ru") is F
    # A later change of wording leaves it remembered.
    again = Editor(cms, editor.page)
    again.leaf(TEXT, "tg", "<p>Дар давоми 48 соат</p>")
    again.save(change="wording")
    assert leaf(again.draft(), 0, "text").made[SENSE] == digest("Дар 48 соат")


def test_what_was_said_is_no_part_of_what_is_stored(cms: Client, stale: SectionPage) -> None:
    editor = Editor(cms, stale)
    say(editor, TEXT, confirmed=["ru"], change="wording")
    editor.save()
    assert set(leaf(editor.draft(), 0, "text")["made"]) == {"of", "ru", "en", "en@", SENSE}
    carried = json.loads(Editor(cms, editor.page).data[f"{TEXT}-made"])
    assert carried["confirmed"] == []
    assert carried["change"] == ""
    assert carried["states"] == {"tg": "fresh", "ru": "fresh", "en": "stale"}


def test_a_refused_form_keeps_what_was_said_and_what_was_changed(cms: Client, stale: SectionPage) -> None:
    editor = Editor(cms, stale)
    editor.leaf(TEXT, "en", "<p>Within 48 hours</p>")
    say(editor, TEXT, confirmed=["ru"])
    refused = editor.send("action-publish", heading_tg="", heading_ru="", heading_en="")
    assert refused.status_code == 200
    body = refused.context["form"]["body"]
    state = body.field.block.get_form_state(body.value())
    carried = json.loads(state[0]["value"]["text"]["made"])
    assert carried["confirmed"] == ["ru"]
    assert carried["changed"] == ["en"]
    editor.data[f"{TEXT}-made"] = state[0]["value"]["text"]["made"]
    editor.save()
    assert [leaf(editor.draft(), 0, "text").state(code) for code in ("ru", "en")] == [F, F]


@pytest.mark.parametrize(
    "forged", [{"confirmed": "ru"}, {"confirmed": ["xx", {}]}, {"change": "sense"}, {"change": []}]
)
def test_attack_16_forged_answers_at_a_text_say_nothing(cms: Client, stale: SectionPage, forged: dict) -> None:
    editor = Editor(cms, stale)
    say(editor, TEXT, **forged)
    say_of_field(editor, "heading", **forged)
    editor.save()
    assert leaf(editor.draft(), 0, "text").state("ru") is S


def test_the_source_of_a_translation_is_found_by_its_digest(cms: Client, stale: SectionPage) -> None:
    block = stale.body[0].id
    made = leaf(stale, 0, "text").made["ru"]
    assert source_of(stale, [block, "text"], made) == "Дар 24 соат"
    assert source_of(stale, [block, "text"], digest("Дар 48 соат Ва хабар диҳед")) == "Дар 48 соат\nВа хабар диҳед"
    assert source_of(stale, ["", "heading"], stale.made["heading"]["ru"]).startswith("Фасли")
    # A step that changed its place, a block that was copied: the digest names the text, wherever it stands.
    assert source_of(stale, ["elsewhere", "items", "7"], digest("Ду")) == "Ду"
    assert source_of(stale, [block], digest("ҳеҷ гоҳ")) is None


def test_without_revisions_the_published_page_is_looked_at(stale: SectionPage) -> None:
    old = leaf(stale, 0, "text").made["ru"]
    stale.latest_revision = stale.live_revision = None
    stale.save(clean=False)
    stale.revisions.all().delete()
    assert source_of(stale, [stale.body[0].id], digest("Се")) == "Се"
    assert source_of(stale, [stale.body[0].id], old) is None


def ask(client: Client, page: SectionPage, **posted: str) -> Any:
    return client.post(reverse("source_change", args=[page.pk]), {"language": "tg"} | posted)


def test_the_editor_shows_what_changed_in_the_source(cms: Client, stale: SectionPage) -> None:
    made = leaf(stale, 0, "text").made["ru"]
    html = ask(cms, stale, digest=made, text="Дар 48 соат", block=stale.body[0].id).content.decode()
    assert 'lang="tg">Дар <del>24</del> <ins>48</ins> соат</div>' in html
    lost = ask(cms, stale, digest="0" * 12, text="Дар <b>48</b> соат").content.decode()
    assert "not kept any more" in lost
    assert "Дар &lt;b&gt;48&lt;/b&gt; соат" in lost
    assert "not kept any more" in ask(cms, stale, digest="-", text="").content.decode()
    assert reverse("source_change", args=[stale.pk]) in Editor(cms, stale).response.content.decode()
    assert cms.get(reverse("source_change", args=[stale.pk])).status_code == 405


@pytest.mark.parametrize("role", [None, Role.OFFICE, Role.ANALYST, Role.ADMINISTRATOR])
def test_attack_23_old_texts_are_shown_to_nobody_who_may_not_edit_the_page(stale: SectionPage, role) -> None:
    user = UserFactory(language="en")
    if role:
        grant(user=user, role=role, by=None)
    client = signed_in(Client(headers={"accept-language": "en", "x-requested-with": "XMLHttpRequest"}), user)
    response = ask(client, stale, digest=leaf(stale, 0, "text").made["ru"], text="")
    assert response.status_code == 403
    assert "<del>" not in response.content.decode()
    assert "24 соат" not in response.content.decode()


def test_attack_23_a_stranger_is_shown_no_old_text(client: Client, stale: SectionPage) -> None:
    response = ask(client, stale, digest=leaf(stale, 0, "text").made["ru"], text="")
    assert response.status_code in {302, 403}
    assert "24 соат" not in response.content.decode()


def test_asking_looks_through_few_revisions_in_one_query(cms, stale, django_assert_num_queries) -> None:
    made = leaf(stale, 0, "text").made["ru"]
    with django_assert_num_queries(1):
        source_of(stale, [stale.body[0].id], made)


def test_a_new_page_gets_the_editors_help_too(cms: Client, section: SectionPage) -> None:
    url = reverse("wagtailadmin_pages:add", args=["handbook", "sectionpage", section.get_parent().pk])
    html = cms.get(url).content.decode()
    assert "data-translations" in html
    assert "data-source-change" not in html
    assert 'id="leaf-settings"' in html


def test_each_block_ends_with_what_is_still_to_be_checked(cms: Client) -> None:
    editor = Editor(cms, SectionPageFactory())
    editor.save("action-publish", **{"body-0-value-check": "Истилоҳ"})
    assert editor.page.body[0].value["check"] == "Истилоҳ"
