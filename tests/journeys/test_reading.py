"""Reading the handbook: two taps to any section, words explained in place, the place kept, a problem reported."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import REPORTED, Cast
from tests.journeys.words import said

SCANNING = f"/tg/handbook/{REPORTED}/"
FAR = "/tg/handbook/integrity/social-media/"


@pytest.mark.parametrize("scripts", [True, False])
def test_any_section_is_two_taps_from_any_other_on_a_phone(visitor, scripts: bool) -> None:
    reader = visitor(width=360, scripts=scripts)
    reader.open(SCANNING)
    reader.page.locator(".toc > summary").click()
    reader.page.locator(f'.toc a[href="{FAR}"]').click()
    expect(reader.page).to_have_url(re.compile(f"{FAR}$"))
    expect(reader.page.locator('.toc [aria-current="page"]')).to_have_count(1)
    reader.check()


def test_beside_the_text_on_a_wide_screen_other_chapters_are_closed(visitor) -> None:
    reader = visitor(width=1280)
    reader.open(SCANNING)
    contents = reader.page.locator(".toc")
    expect(contents.locator("details[open]")).to_have_count(1)
    link = reader.page.locator(f'a[href="{FAR}"]')
    contents.locator("details").filter(has=link).locator("summary").click()
    link.click()
    expect(reader.page).to_have_url(re.compile(f"{FAR}$"))


def test_a_word_is_explained_where_it_stands_by_keys_alone(visitor) -> None:
    reader = visitor(width=360)
    reader.open(SCANNING)
    term = reader.page.locator("a.term").first
    term.focus()
    reader.page.keyboard.press("Enter")
    box = reader.page.get_by_role("dialog")
    expect(box).to_be_focused()
    expect(term).to_have_attribute("aria-expanded", "true")
    assert len(box.inner_text()) > 40
    reader.check()
    reader.page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(term).to_be_focused()


def test_without_a_script_a_word_leads_to_the_foot_and_back(visitor) -> None:
    reader = visitor(width=360, scripts=False)
    reader.open(SCANNING)
    term = reader.page.locator("a.term").first
    code = (term.get_attribute("href") or "").removeprefix("#w-")
    term.click()
    expect(reader.page).to_have_url(re.compile(f"#w-{code}$"))
    reader.page.locator(f"#w-{code} .back").click()
    expect(reader.page).to_have_url(re.compile(f"#t-{code}$"))


def test_who_is_not_signed_in_goes_on_where_they_stopped(visitor) -> None:
    reader = visitor(width=360)
    reader.open(SCANNING)
    block = reader.page.evaluate("[...document.querySelectorAll('main [id]')].filter((b) => b.id.length === 36)[3].id")
    for offset in (-300, -20):
        reader.page.evaluate(
            "([id, by]) => scrollTo(0, document.getElementById(id).getBoundingClientRect().top + scrollY + by)",
            [block, offset],
        )
        reader.page.wait_for_timeout(900)
    reader.page.evaluate("dispatchEvent(new Event('pagehide'))")
    reader.open(SCANNING)
    expect(reader.page.locator("[data-stopped] a")).to_be_visible()
    reader.open("/ru/handbook/")
    line = reader.page.locator("[data-last] a")
    expect(line).to_be_visible()
    expect(line).to_have_attribute("href", re.compile(f"/ru/handbook/{REPORTED}/$"))


def test_a_problem_is_reported_and_answered_by_nobody_yet(visitor, players: Cast) -> None:
    reader = visitor(width=360)
    reader.open(SCANNING)
    reader.page.locator("[data-report]").last.click()
    reader.check()
    reader.page.get_by_role("button", name=said("tg", "Send to the trainers")).click()
    reader.page.locator("textarea").fill("Рақам кӯҳна аст")
    reader.page.get_by_role("button", name=said("tg", "Send to the trainers")).click()
    expect(reader.page.locator("h1")).to_have_text(said("tg", "Thank you"))
    reader.check()
