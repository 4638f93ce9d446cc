"""The page editor, driven as a browser drives it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from handbook.models import ChapterPage, SectionPage
from tests.factories.handbook import ChapterPageFactory, Editor, SectionPageFactory, form_data, told
from ui.staleness import State

# Templates of Wagtail itself use variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def states(page, language: str) -> list[State]:
    return [leaf.value.state(language) for leaf in page.leaves()]


def test_saving_without_a_change_changes_no_state(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    before = [(leaf.value.words, leaf.value.made) for leaf in section.leaves()]
    editor.save("action-publish")
    assert [(leaf.value.words, leaf.value.made) for leaf in editor.page.leaves()] == before
    assert set(states(editor.page, "ru")) == {State.FRESH}


def test_a_change_of_meaning_makes_untouched_translations_stale(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.save("action-publish", change="meaning")
    leaf = next(iter(leaf for leaf in editor.page.leaves() if leaf.block_id))
    assert [leaf.value.state(code) for code in ("tg", "ru", "en")] == [State.FRESH, State.STALE, State.STALE]
    assert states(editor.page, "ru").count(State.STALE) == 1


def test_a_change_of_wording_leaves_them_fresh(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар давоми 24 соат</p>")
    editor.save("action-publish", change="wording")
    assert set(states(editor.page, "ru")) == {State.FRESH}


def test_a_translation_changed_in_the_same_save_is_fresh(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.leaf("body-0-value-text", "ru", "<p>За 48 часов</p>")
    editor.save("action-publish", change="meaning")
    assert State.STALE not in states(editor.page, "ru")
    assert states(editor.page, "en").count(State.STALE) == 1


def test_an_autosave_between_does_not_forget_what_was_changed(cms: Client, section: SectionPage) -> None:
    """Russian is written, the draft saves itself, then the Tajik text is changed: both are one session."""
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "ru", "<p>За 48 часов</p>")
    editor.save()
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.save("action-publish", change="meaning")
    assert State.STALE not in states(editor.page, "ru")


def test_checking_a_language_clears_what_was_stale_in_it(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-1-value-items-1-value", "tg", "<p>Се</p>")
    editor.data["heading_tg"] = "Номи дигар"
    editor.save("action-publish")
    assert states(editor.page, "ru").count(State.STALE) == 2
    again = Editor(cms, editor.page)
    again.save("action-publish", checked=["ru"])
    assert State.STALE not in states(again.page, "ru")
    assert states(again.page, "en").count(State.STALE) == 2


def test_wording_does_not_freshen_what_was_stale_before(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.save("action-publish", change="meaning")
    again = Editor(cms, editor.page)
    again.leaf("body-0-value-text", "tg", "<p>Дар давоми 48 соат</p>")
    again.save("action-publish", change="wording")
    assert states(again.page, "ru").count(State.STALE) == 1


def test_an_emptied_translation_is_missing(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "en", "<p></p>")
    editor.save("action-publish")
    assert states(editor.page, "en").count(State.MISSING) == 1


def test_another_source_language_turns_the_sides(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.save("action-publish", change="meaning")
    again = Editor(cms, editor.page)
    again.save("action-publish", source_language="ru")
    leaf = next(iter(leaf for leaf in again.page.leaves() if leaf.block_id))
    assert [leaf.value.state(code) for code in ("tg", "ru", "en")] == [State.STALE, State.FRESH, State.STALE]
    third = Editor(cms, again.page)
    third.leaf("body-1-value-items-0-value", "ru", "<p>Один</p>")
    third.save("action-publish", change="meaning")
    assert states(third.page, "tg").count(State.STALE) == 2


def test_blocks_moved_and_copied_keep_their_state(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.data |= {"body-0-order": 1, "body-1-order": 0}
    editor.save("action-publish")
    assert [block.block_type for block in editor.page.body] == ["steps", "text"]
    assert set(states(editor.page, "ru")) == {State.FRESH}


def test_the_editor_shows_what_is_missing_and_stale(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "en", "<p></p>")
    editor.leaf("body-1-value-items-1-value", "tg", "<p>Се</p>")
    editor.save()
    page = Editor(cms, editor.page).response.content.decode()
    block = editor.draft().body[0].id
    assert f'href="#block-{block}-section"' in page
    assert page.count('class="language-missing"') == 1
    assert page.count('class="language-stale"') == 2


def test_a_draft_without_any_heading_is_told_so(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    response = editor.send(heading_tg="", heading_ru="", heading_en="")
    assert response.status_code == 200
    assert "heading_tg" in response.context["form"].errors


def test_a_draft_may_begin_in_russian_but_is_not_published_so(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.save(heading_tg="", heading_en="", heading_ru="Первые действия", source_language="ru")
    assert editor.draft().title == "Первые действия"
    assert Editor(cms, editor.page).send("action-publish").status_code == 200


def create(cms: Client, chapter: ChapterPage, **changes) -> tuple:
    url = reverse("wagtailadmin_pages:add", args=["handbook", "sectionpage", chapter.pk])
    form = cms.get(url).context["form"]
    return cms.post(url, form_data(form) | changes), url


def test_a_blank_slug_is_made_from_a_tajik_heading(cms: Client) -> None:
    chapter = ChapterPageFactory()
    for expected in ("huquqhoi-javonon-va-zurovari", "huquqhoi-javonon-va-zurovari-2"):
        response, _url = create(cms, chapter, heading_tg="Ҳуқуқҳои ҷавонон ва зӯроварӣ", slug="")
        assert response.status_code == 302
        page = SectionPage.objects.get(slug=expected)
        assert page.title == page.heading_tg == "Ҳуқуқҳои ҷавонон ва зӯроварӣ"
        assert not page.live
        today = timezone.localdate().isoformat()
        assert page.made["heading"] == {"of": "tg", "ru@": today, "en@": today}


def test_creating_without_a_heading_is_told_so(cms: Client) -> None:
    response, _url = create(cms, ChapterPageFactory(), slug="")
    assert response.status_code == 200
    assert "heading_tg" in response.context["form"].errors


def test_blanking_the_slug_keeps_the_address(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.save("action-publish", slug="")
    assert editor.page.slug


@pytest.mark.parametrize(("mode", "words"), [("tg", "Дар 48 соат"), ("ru", "За 24 часа"), ("en", "Within 24 hours")])
def test_preview_speaks_the_chosen_language(cms: Client, section: SectionPage, mode: str, words: str) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[section.pk])
    assert cms.post(url, editor.data).json()["is_valid"]
    page = cms.get(url, {"mode": mode}).content.decode()
    assert words in page
    assert f'<html lang="{mode}"' in page


def test_comparing_revisions_shows_each_language_and_no_bookkeeping(cms: Client, section: SectionPage) -> None:
    first = section.latest_revision
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "ru", "<p>За 48 часов</p>")
    editor.leaf("body-1-value-title", "en", "The steps")
    editor.save()
    url = reverse(
        "wagtailadmin_pages:revisions_compare", args=[section.pk, first.pk, editor.draft().latest_revision_id]
    )
    page = cms.get(url).content.decode()
    assert '<span class="deletion">24 часа</span><span class="addition">48 часов</span>' in page
    assert '<span class="addition">The </span>' in page or "The steps" in page
    assert "made" not in page.lower().replace("made on", "").replace("changes made", "")


def test_reverting_brings_the_old_text_and_its_state_back(cms: Client, section: SectionPage) -> None:
    first = section.latest_revision
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.save("action-publish")
    assert State.STALE in states(editor.page, "ru")
    url = reverse("wagtailadmin_pages:revisions_revert", args=[section.pk, first.pk])
    data = form_data(cms.get(url).context["form"])
    response = cms.post(editor.url, data | {"revision": first.pk, "action-publish": "1"})
    assert response.status_code == 302
    page = SectionPage.objects.get(pk=section.pk)
    assert "24 соат" in page.body[0].value["text"].texts["tg"]
    assert set(states(page, "ru")) == {State.FRESH}


def test_copying_keeps_the_new_title_as_heading(cms: Client, section: SectionPage) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[section.pk])
    data = {
        "new_title": "Нусха", "new_slug": "copy", "new_parent_page": section.get_parent().pk, "publish_copies": "on",
    }  # fmt: skip
    assert cms.post(url, data).status_code == 302
    copy = SectionPage.objects.get(slug="copy")
    assert copy.title == copy.heading_tg == "Нусха"
    assert copy.get_latest_revision_as_object().heading_tg == "Нусха"
    assert copy.field_texts("heading").state("ru") is State.STALE
    assert [block.id for block in copy.body] == [block.id for block in section.body]


def test_moving_to_another_chapter_moves_the_address(cms: Client, section: SectionPage) -> None:
    other = ChapterPageFactory(slug="other")
    url = reverse("wagtailadmin_pages:move_confirm", args=[section.pk, other.pk])
    assert cms.post(url).status_code == 302
    assert cms.get("/tg/handbook/other/first-response/").status_code == 200


def test_publication_can_be_scheduled(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.save("action-publish", go_live_at="2099-01-01 08:00")
    assert editor.page.scheduled_revision is not None
    assert "24 соат" in editor.page.body[0].value["text"].texts["tg"]


def test_a_revision_names_no_column_without_a_language(section: SectionPage) -> None:
    content = section.latest_revision.content
    assert {"heading_tg", "heading_ru", "heading_en", "summary_tg"} <= set(content)
    assert not {"heading", "summary"} & set(content)


def test_unpublished_drafts_are_not_served(client: Client, cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>Ҳанӯз не</p>")
    editor.save()
    page = client.get("/tg/handbook/" + "/".join(section.url_path.split("/")[-3:])).content.decode()
    assert "Ҳанӯз не" not in page
    assert "24 соат" in page


def test_the_admin_speaks_tajik(cms: Client, trainer, section: SectionPage) -> None:
    profile = UserProfile.get_for_user(trainer)
    profile.preferred_language = "tg"
    profile.save()
    for url in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[section.get_parent().pk]),
        Editor(cms, section).url,
    ):
        page = cms.get(url)
        assert page.status_code == 200
        assert 'lang="tg"' in page.content.decode()


def test_the_explorer_shows_the_editors_language(cms: Client, trainer, section: SectionPage) -> None:
    profile = UserProfile.get_for_user(trainer)
    profile.preferred_language = "ru"
    profile.save()
    page = cms.get(reverse("wagtailadmin_explore", args=[section.get_parent().pk])).content.decode()
    assert section.heading_ru in page


@pytest.mark.parametrize("language", ["tg", "ru", "en"])
def test_search_in_the_admin_finds_a_page_by_any_heading(
    cms: Client, django_capture_on_commit_callbacks, language
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = SectionPageFactory(heading=told("Истиқлол", "Независимость", "Independence"))
    words = getattr(page, f"heading_{language}")
    found = cms.get(reverse("wagtailadmin_pages:search"), {"q": words}).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in found
