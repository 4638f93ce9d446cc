"""What a publication changed in meaning: found against what was published before, whatever drafts lay between."""

import pytest
from django.test import Client
from django.urls import reverse

from handbook.domain.changes import place
from handbook.models import Change, SectionPage
from ledger.models import AuditEvent, Frozen
from tests.factories.assessments import QuestionFactory
from tests.factories.handbook import ChapterPageFactory, Editor, SectionPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
TEXT = "body-0-value-text"


def written(cms: Client, page: SectionPage, text: str, change: str = "meaning", action: str = "action-publish"):
    """The first text block says something else in Tajik."""
    editor = Editor(cms, page)
    editor.leaf(TEXT, "tg", f"<p>{text}</p>")
    editor.save(action, change=change)
    return editor.page


def changes() -> list[tuple[str, str]]:
    return list(Change.objects.order_by("pk").values_list("before", "after"))


def test_a_published_change_of_meaning_is_recorded(cms: Client, trainer, section: SectionPage) -> None:
    written(cms, section, "Дар 48 соат")

    (change,) = Change.objects.all()
    block = section.body[0].id
    assert (change.ref, change.page_id, change.of) == (f"{place(section)}#{block}", section.pk, "text")
    assert (change.before, change.after, change.language) == ("Дар 24 соат", "Дар 48 соат", "tg")
    assert (change.by_id, change.by_label) == (trainer.pk, trainer.get_full_name())
    assert change.label.startswith(section.heading_tg)
    event = AuditEvent.objects.get(action="meaning.changed")
    assert event.data == {"changes": 1, "ref": place(section)}
    with pytest.raises(Frozen):
        change.save()


def test_wording_a_draft_and_a_first_publication_change_nothing(cms: Client, section: SectionPage) -> None:
    written(cms, section, "Дар давоми 24 соат", change="wording")
    written(cms, section, "Дар 48 соат", action="")
    assert changes() == []


def test_drafts_between_two_publications_are_one_change(cms: Client, section: SectionPage) -> None:
    """Meaning in one draft, wording in the next: what counts is what readers had, and what they have now."""
    page = written(cms, section, "Дар 48 соат", action="")
    page = written(cms, page, "Дар 48 соати аввал", change="wording", action="")
    written(cms, page, "Дар 48 соати аввал", change="wording")
    assert changes() == [("Дар 24 соат", "Дар 48 соати аввал")]


def test_there_and_back_between_two_publications_is_no_change(cms: Client, section: SectionPage) -> None:
    page = written(cms, section, "Дар 48 соат", action="")
    written(cms, page, "Дар 24 соат")
    assert changes() == []


def test_there_and_back_in_two_publications_are_two(cms: Client, section: SectionPage) -> None:
    written(cms, written(cms, section, "Дар 48 соат"), "Дар 24 соат")
    assert changes() == [("Дар 24 соат", "Дар 48 соат"), ("Дар 48 соат", "Дар 24 соат")]


def test_a_revert_to_an_old_revision_is_a_change_back(cms: Client, section: SectionPage) -> None:
    first = section.latest_revision
    written(cms, section, "Дар 48 соат")
    first.refresh_from_db()
    first.publish()
    assert changes()[-1] == ("Дар 48 соат", "Дар 24 соат")


def test_a_translation_changed_is_no_change_of_meaning(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf(TEXT, "ru", "<p>За 48 часов</p>")
    editor.save("action-publish")
    assert changes() == []


def test_fields_of_the_page_are_cited_as_the_section(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.save("action-publish", summary_tg="Ҷумлаи дигар")
    (change,) = Change.objects.all()
    assert (change.ref, change.before, change.after) == (place(section), "Як ҷумла", "Ҷумлаи дигар")


def test_what_changed_while_unpublished_is_told_when_it_is_published_again(cms: Client, section: SectionPage) -> None:
    section.unpublish()
    written(cms, section, "Дар 36 соат", action="")
    written(cms, section, "Дар 48 соат", action="")
    assert changes() == []
    section.refresh_from_db()
    section.latest_revision.publish()
    assert changes() == [("Дар 24 соат", "Дар 48 соат")]


def test_unpublished_and_published_again_unchanged_is_no_change(cms: Client, section: SectionPage) -> None:
    section.unpublish()
    section.latest_revision.publish()
    assert changes() == []


def test_a_planned_publication_counts_when_it_happens(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf(TEXT, "tg", "<p>Дар 48 соат</p>")
    editor.save("action-publish", go_live_at="2099-01-01 08:00")
    assert changes() == []
    revision = editor.page.scheduled_revision
    revision.content["go_live_at"] = None
    revision.save()
    revision.publish()
    assert changes() == [("Дар 24 соат", "Дар 48 соат")]


def test_blocks_and_steps_that_only_moved_are_no_change(cms: Client, section: SectionPage) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-1-value-items-1-value", "tg", "<p>Се</p>")
    editor.save("action-publish")
    assert changes() == [("Ду", "Се")]
    again = Editor(cms, editor.page)
    again.data |= {"body-0-order": 1, "body-1-order": 0}
    again.data |= {"body-1-value-items-0-order": 1, "body-1-value-items-1-order": 0}
    again.save("action-publish")
    assert [leaf.words["tg"].strip() for leaf in again.page.body[0].value["items"]] == ["Се", "Як"]
    assert len(changes()) == 1


def test_a_copied_page_says_nothing_until_it_is_changed(cms: Client, section: SectionPage) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[section.pk])
    data = {
        "new_title": "Нусха", "new_slug": "copy", "new_parent_page": section.get_parent().pk, "publish_copies": "on",
    }  # fmt: skip
    assert cms.post(url, data).status_code == 302
    copy = SectionPage.objects.get(slug="copy")
    assert changes() == []
    written(cms, copy, "Дар 48 соат")
    assert Change.objects.get().ref == f"{place(copy)}#{copy.body[0].id}"


def without(editor: Editor, block: int) -> None:
    editor.data[f"body-{block}-deleted"] = "1"
    editor.save("action-publish")


def test_a_deleted_block_is_a_change_when_something_cites_it(cms: Client, section: SectionPage) -> None:
    cited = section.body[0].id
    QuestionFactory(cites=[f"{place(section)}#{cited}"])
    without(Editor(cms, section), 1)
    assert changes() == []
    without(Editor(cms, section), 0)
    (change,) = Change.objects.all()
    assert (change.ref, change.before, change.after) == (f"{place(section)}#{cited}", "Дар 24 соат", "")


def test_a_deleted_block_of_a_section_cited_as_a_whole_is_one_change(cms: Client, section: SectionPage) -> None:
    QuestionFactory(cites=[place(section)])
    without(Editor(cms, section), 1)
    assert changes() == [("Қадамҳо Як Ду", "")]


def test_a_deleted_section_is_a_change_for_those_that_cite_it(cms: Client, trainer, section: SectionPage) -> None:
    other = SectionPageFactory(parent=section.get_parent())
    cited = section.body[0].id
    QuestionFactory(cites=[f"{place(section)}#{cited}"])
    QuestionFactory(cites=[place(section)])
    ref = place(section)
    for page in (other, section):
        assert cms.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    assert sorted(Change.objects.values_list("ref", flat=True)) == [ref, f"{ref}#{cited}"]
    assert {change.by_id for change in Change.objects.all()} == {trainer.pk}
    assert {change.after for change in Change.objects.all()} == {""}


def test_only_sections_are_watched(cms: Client) -> None:
    chapter = ChapterPageFactory()
    Editor(cms, chapter).save("action-publish", summary_tg="Дигар")
    assert changes() == []
