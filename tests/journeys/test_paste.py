"""Tajik text of an old document, pasted into the editor as people do: previewed, put in, saved."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import accounts
from tests.journeys.learner import Learner

OLD = "Ќонуни Љумњурии Тољикистон дар бораи милитсия"
MENDED = "Қонуни Ҷумҳурии Тоҷикистон дар бораи милитсия"
SLOW = 15_000  # the first question makes the server read its word lists
RUSSIAN_LETTERS = "Хар шахрванд хукук дорад"
WORD_PAGE = (
    "<html><body><!--StartFragment--><p class=MsoNormal><b>Ќонуни</b> Љумњу<i>рии</i> Тољикистон дар бораи милитсия</p>"
    "<ul><li>Хар шахрванд хукук дорад</li><li>Закон о милиции</li></ul>"
    '<p><img src="x" onerror="window.hostile = 1"></p><!--EndFragment--></body></html>'
)


def copy(page: Page, text: str, html: str = "") -> None:
    """Puts text, and HTML beside it, into the clipboard."""
    page.evaluate(
        """async ([text, html]) => {
            const kinds = { "text/plain": new Blob([text], { type: "text/plain" }) };
            if (html) kinds["text/html"] = new Blob([html], { type: "text/html" });
            await navigator.clipboard.write([new ClipboardItem(kinds)]);
        }""",
        [text, html],
    )


def rich_text(page: Page, language: str = "tg"):
    """The first rich text of a language on the page."""
    return kept(page, language).locator("xpath=..").locator("[contenteditable='true']")


def kept(page: Page, language: str = "tg"):
    """The field that is sent for that rich text; Draftail brings it up to date a moment after each change."""
    return page.locator(f"input[type=hidden][name^='body-'][name$='-text-{language}']").first


@pytest.fixture
def writer(visitor, system):
    """A trainer with a section open in the Tajik editor."""
    person = accounts.demo(system, "trainer")
    trainer = Learner(visitor(width=1280, height=900), "tg")
    trainer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    trainer.given_signed_in(person)
    number = system.shell(
        "from handbook.models import SectionPage; print(SectionPage.objects.get(slug='scanning').pk)"
    ).splitlines()[-1]
    trainer.page.goto(f"{system.url}/cms/pages/{number}/edit/")
    expect(rich_text(trainer.page)).to_be_visible()
    expect(trainer.page.locator(".tajik-keys").first).to_be_visible()
    trainer.page.wait_for_timeout(2_000)  # the editor still sets itself up, and would take the selection away
    return trainer.page


def test_a_text_in_an_old_font_is_pasted_mended_and_saved(writer, system):
    dialog = writer.locator("dialog.tajik-paste")

    heading = writer.locator("[name=heading_tg]")
    heading.select_text()
    copy(writer, OLD)
    writer.keyboard.press("Control+V")
    expect(dialog).to_be_visible(timeout=SLOW)
    expect(dialog.locator("mark").first).to_contain_text("Қонуни")
    writer.keyboard.press("Enter")  # the first button has the focus
    expect(heading).to_have_value(MENDED)

    expect(heading).to_be_focused()  # it gets the focus back when its dialog is closed
    text = rich_text(writer)
    text.click()
    writer.keyboard.press("Control+A")
    copy(writer, f"{OLD}\n{RUSSIAN_LETTERS}\nЗакон о милиции", WORD_PAGE)
    writer.keyboard.press("Control+V")
    expect(dialog).to_be_visible(timeout=SLOW)
    choice = dialog.get_by_role("combobox")
    expect(choice).to_have_value("Ҳар")
    choice.select_option("Хар")
    dialog.locator("[data-do=mended]").click()
    expect(dialog).to_have_count(0)
    expect(text).to_contain_text(MENDED)
    expect(text.locator("li").first).to_have_text("Хар шаҳрванд ҳуқуқ дорад")
    expect(text.locator("li").nth(1)).to_have_text("Закон о милиции")
    assert writer.evaluate("window.hostile") is None

    expect(kept(writer)).to_have_value(re.compile("Тоҷикистон дар бораи милитсия"))
    with writer.expect_navigation():
        writer.locator("button.action-save").first.click()
    again = rich_text(writer)
    expect(again).to_contain_text(MENDED)
    expect(writer.locator("[name=heading_tg]")).to_have_value(MENDED)
    stored = system.shell(
        "from handbook.models import SectionPage; p = SectionPage.objects.get(slug='scanning')"
        ".get_latest_revision_as_object(); print(p.heading_tg); print(p.body.raw_data)"
    )
    assert MENDED in stored.splitlines()
    assert "<b>Қонуни</b> Ҷумҳу<i>рии</i> Тоҷикистон" in stored
    assert "Хар шаҳрванд ҳуқуқ дорад</li>" in stored


def test_cancelled_as_it_is_and_without_a_server(writer):
    dialog = writer.locator("dialog.tajik-paste")
    heading = writer.locator("[name=heading_tg]")
    heading.fill("")

    copy(writer, RUSSIAN_LETTERS)
    writer.keyboard.press("Control+V")
    expect(dialog).to_be_visible(timeout=SLOW)
    writer.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(heading).to_have_value("")
    expect(heading).to_be_focused()

    writer.keyboard.press("Control+V")
    dialog.locator("[data-do=as-is]").click()
    expect(heading).to_have_value(RUSSIAN_LETTERS)

    heading.fill("")
    writer.route("**/cms/tajik/normalise/", lambda route: route.abort())
    writer.keyboard.press("Control+V")
    expect(heading).to_have_value(RUSSIAN_LETTERS)
    text = rich_text(writer)
    text.click()
    writer.keyboard.press("Control+End")
    writer.keyboard.press("Control+V")
    expect(text).to_contain_text(RUSSIAN_LETTERS)
    expect(dialog).to_have_count(0)

    russian = writer.locator("[name=heading_ru]")
    russian.fill("")
    writer.keyboard.press("Control+V")
    expect(russian).to_have_value(RUSSIAN_LETTERS)
