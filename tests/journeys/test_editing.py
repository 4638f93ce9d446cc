"""A trainer edits a section in three languages: tabs and columns, marks, what changed, still right, Tajik keys."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import accounts
from tests.journeys.learner import Learner

MAKE = """
from tests.factories.handbook import SectionPageFactory, told
import uuid
page = SectionPageFactory(slug="edited-" + uuid.uuid4().hex[:8], blocks=[
    {"type": "text", "text": told("Дар 24 соат", "За 24 часа", "Within 24 hours")},
    {"type": "heading", "text": told("Қадамҳо", "Шаги", "")},
])
from wagtail.rich_text import RichText
page.body[0].value["text"]["tg"] = RichText("<p>Дар 48 соат</p>")
page.save_revision().publish()
print(page.pk)
"""


def editor(visitor, system, width: int) -> Page:
    """A section whose first text has changed in Tajik and whose second has no English, open in the editor."""
    pk = system.shell(MAKE).splitlines()[-1]
    trainer = Learner(visitor(width=width, height=900, language="tg"), "tg")
    trainer.given_signed_in(accounts.demo(system, "trainer"))
    page = trainer.page
    page.goto(f"{system.url}/cms/pages/{pk}/edit/")
    expect(page.locator(".leaf[data-view]")).to_have_count(2)
    return page


def test_marks_what_changed_still_right_and_keys_in_columns(visitor, system) -> None:
    page = editor(visitor, system, 1440)
    first = page.locator(".leaf").first
    tg, ru, en = (first.locator(f":scope > [data-contentpath={code}]") for code in ("tg", "ru", "en"))
    for cell in (tg, ru, en):
        expect(cell).to_be_visible()
    expect(ru).to_have_attribute("data-state", "stale")
    assert len(ru.locator(".leaf-mark").inner_text()) > 3  # a sign and words

    ru.locator(".leaf-button[aria-expanded]").click()
    expect(ru.locator(".leaf-diff-text")).to_have_text("Дар 24 48 соат")
    ru.locator(".leaf-button[aria-pressed]").click()
    expect(ru).to_have_attribute("data-state", "confirmed")
    expect(en).to_have_attribute("data-state", "stale")

    page.keyboard.press("Alt+PageDown")
    expect(en.locator("[contenteditable=true]")).to_be_focused()
    page.keyboard.press("Alt+PageDown")
    second = page.locator(".leaf").nth(1)
    expect(second.locator("[name$='-en']")).to_be_focused()
    second.locator(".tajik-keys button").nth(5).click()
    expect(second.locator("[name$='-tg']")).to_have_value("Қадамҳоҷ")
    expect(second.locator("[data-contentpath=tg]")).to_have_attribute("data-state", "changed")
    second.locator("[data-contentpath=tg] select.leaf-class").select_option("wording")

    with page.expect_navigation():
        page.locator("#page-edit-form").evaluate("form => form.requestSubmit(form.querySelector('[type=submit]'))")
    expect(page.locator(".leaf[data-view]")).to_have_count(2, timeout=15_000)
    expect(ru).to_have_attribute("data-state", "")
    expect(en).to_have_attribute("data-state", "stale")
    expect(second.locator("[data-contentpath=ru]")).to_have_attribute("data-state", "")


def test_tabs_on_a_phone_and_tajik_keys_in_rich_text(visitor, system) -> None:
    page = editor(visitor, system, 360)
    first = page.locator(".leaf").first
    tg, ru = (first.locator(f":scope > [data-contentpath={code}]") for code in ("tg", "ru"))
    expect(tg).to_be_visible()
    expect(ru).to_be_hidden()
    first.get_by_role("tab").first.focus()
    page.keyboard.press("ArrowRight")
    expect(ru).to_be_visible()
    expect(tg).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    tg.locator("[contenteditable=true]").click()
    page.keyboard.press("Control+End")
    shift = tg.locator(".tajik-keys button").last
    shift.click()
    tg.locator(".tajik-keys button").nth(2).click()
    expect(tg.locator("input[type=hidden]").first).to_have_value(re.compile("Дар 48 соатҚ"))
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
