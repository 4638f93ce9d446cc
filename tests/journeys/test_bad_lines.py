"""A sitting on a bad line: what was said to be saved is on the server, what waits is on the phone, nothing is lost."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from tests.journeys import accounts
from tests.journeys.accounts import Person
from tests.journeys.conftest import CHROMIUM, FLAGS, Visitor
from tests.journeys.learner import Learner
from tests.journeys.server import Running
from tests.journeys.words import said
from tests.reliability.line import Line

ANSWERS = "**/answers"
PATIENCE = 75_000  # the script tries again after 2, 4, 8 ... 60 seconds, a little earlier or later
DRAFTS = """async () => {
  const kept = Object.keys(localStorage).filter((key) => key.startsWith("dastur.sitting."));
  if (!(await indexedDB.databases()).some((database) => database.name === "dastur")) return kept;
  const opening = indexedDB.open("dastur");
  await new Promise((opened) => { opening.onsuccess = opened; });
  const asked = opening.result.transaction("unsent").objectStore("unsent").getAllKeys();
  await new Promise((told) => { asked.onsuccess = told; });
  opening.result.close();
  return kept.concat(asked.result);
}"""


class Candidate(Learner):
    """A learner in the middle of a sitting, on one device."""

    def __init__(self, visitor: Visitor, person: Person) -> None:
        super().__init__(visitor, "tg")
        self.person, self.sitting = person, f"/tg/sittings/{person.has['sitting']}/"
        self.context: BrowserContext = self.page.context

    def given_sitting(self) -> "Candidate":
        self.visitor.open(self.sitting)
        self.when_signing_in(self.person)
        assert self.path() == self.sitting
        return self

    def when_the_tab_is_closed(self) -> None:
        self.page.close()

    def when_the_tab_is_opened_again(self) -> None:
        self.visitor.page = self.page = self.keys.page = self.context.new_page()
        self.page.goto(f"{self.visitor.system.url}{self.sitting}")

    def then_state_is(self, name: str) -> None:
        """The words beside the clock: saved, waiting (kept on this phone), failed."""
        shown = self.page.locator("[data-save-state]")
        expect(shown).to_have_attribute("data-save-state", name, timeout=PATIENCE)
        expect(shown).to_have_text(shown.get_attribute(f"data-{name}") or "-")
        assert shown.is_visible()

    def then_it_notes(self, name: str) -> None:
        expect(self.page.locator(f'[data-noted="{name}"]')).to_be_visible(timeout=PATIENCE)

    def kept_on_the_device(self) -> list[str]:
        """The drafts in this browser's memory, in both places that it has for them."""
        return list(self.page.evaluate(DRAFTS))

    def answered(self) -> dict[str, str]:
        """What the page shows as answered: question -> what is chosen or written."""
        read = """sections => Object.fromEntries(sections.map((section) => [section.id,
          [...section.querySelectorAll('input:checked, input[type=text], select')]
            .filter((field) => field.value).map((field) => `${field.name}=${field.value}`).sort().join(' ')]))"""
        return dict(self.page.locator("section.question").evaluate_all(read))


@pytest.fixture
def candidate(visitor: Callable[..., Visitor], system: Running) -> Callable[[], Candidate]:
    def make() -> Candidate:
        return Candidate(visitor(), accounts.make(system, "candidate")).given_sitting()

    return make


@pytest.fixture
def on_the_server(visitor: Callable[..., Visitor]) -> Callable[[Candidate], dict[str, str]]:
    """What the server holds of a sitting: what another browser shows, one without scripts and without memory."""

    def look(of: Candidate) -> dict[str, str]:
        return Candidate(visitor(scripts=False), of.person).given_sitting().answered()

    return look


@pytest.fixture
def line(system: Running) -> Iterator[Line]:
    """A way to the server, cut outside of the browser: its own «offline» ends with the tab that it is set for."""
    with Line(int(system.url.rsplit(":", 1)[1])) as line:
        yield line


def breathes_its_last(line: Line, refused: int) -> None:
    """Waits for what a closing page still sends: where the line is well again by then, that arrives, as it should."""
    patience = time.monotonic() + 3
    while line.happened["refused"] == refused and time.monotonic() < patience:
        time.sleep(0.05)
    time.sleep(0.5)


def test_answers_given_offline_wait_on_the_phone_and_are_delivered(visitor, system, line, on_the_server):
    far = visitor()
    far.system = replace(system, url=line.url)
    cadet = Candidate(far, accounts.make(system, "candidate")).given_sitting()
    line.cut()
    cadet.when_answering()
    cadet.then_state_is("waiting")
    given = cadet.answered()
    assert all(given.values())
    assert not any(on_the_server(cadet).values())

    refused = line.happened["refused"]
    cadet.when_the_tab_is_closed()
    breathes_its_last(line, refused)
    line.mend()
    cadet.when_the_tab_is_opened_again()
    cadet.then_it_notes("restored")
    cadet.then_state_is("saved")
    assert cadet.answered() == given
    assert on_the_server(cadet) == given
    assert cadet.kept_on_the_device() == []


def test_the_line_comes_back_while_the_page_is_open(candidate, on_the_server):
    cadet = candidate()
    cadet.context.set_offline(True)
    cadet.when_answering()
    cadet.then_state_is("waiting")
    cadet.context.set_offline(False)
    cadet.then_state_is("saved")
    assert on_the_server(cadet) == cadet.answered()


def test_handing_in_on_a_dead_line_stays_on_the_page(candidate):
    cadet = candidate()
    cadet.when_answering()
    cadet.then_state_is("saved")
    cadet.context.set_offline(True)
    cadet.when_answering(right=False)
    cadet.keys.press_button(cadet.say("To the end"))
    cadet.then_state_is("waiting")
    cadet.page.wait_for_timeout(500)
    assert cadet.path() == cadet.sitting
    cadet.context.set_offline(False)
    cadet.then_state_is("saved")


def test_a_page_in_place_of_the_servers_word_is_not_believed(candidate, on_the_server):
    cadet = candidate()
    portal = "<!doctype html><title>Wi-Fi</title><p>Welcome! Buy a package.</p>"
    cadet.page.route(ANSWERS, lambda route: route.fulfill(status=200, content_type="text/html", body=portal))
    cadet.when_answering()
    cadet.then_state_is("waiting")
    assert not any(on_the_server(cadet).values())
    cadet.page.unroute(ANSWERS)
    cadet.then_state_is("saved")
    assert on_the_server(cadet) == cadet.answered()


def test_an_answer_that_arrived_while_its_receipt_was_lost_is_saved_once(candidate, on_the_server):
    cadet = candidate()
    lost: list[int] = []

    def arrives_but_the_receipt_is_lost(route: Route) -> None:
        if len(lost) < 3:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    cadet.page.route(ANSWERS, arrives_but_the_receipt_is_lost)
    cadet.when_answering()
    cadet.then_state_is("saved")
    assert lost == [200, 200, 200]
    assert on_the_server(cadet) == cadet.answered()


def test_two_tabs_warn(candidate):
    cadet = candidate()
    second = cadet.context.new_page()
    second.goto(cadet.page.url)
    cadet.then_it_notes("elsewhere")
    second.close()


def test_two_devices_warn(candidate, visitor):
    cadet = candidate()
    Candidate(visitor(), cadet.person).given_sitting()
    cadet.when_answering()
    cadet.then_it_notes("elsewhere")


def test_answers_survive_a_lost_session(candidate, on_the_server):
    cadet = candidate()
    cadet.context.clear_cookies()
    cadet.when_answering()
    cadet.then_it_notes("signed-out")
    given = cadet.answered()
    with cadet.context.expect_page() as opened:
        cadet.keys.press_link(cadet.say("Sign in"))
    sign_in(opened.value, cadet)
    cadet.page.bring_to_front()
    cadet.then_state_is("saved")
    expect(cadet.page.locator('[data-noted="signed-out"]')).to_have_count(0)
    assert cadet.answered() == given
    assert on_the_server(cadet) == given


def sign_in(page: Page, cadet: Candidate) -> None:
    page.locator("input[name=login]").fill(cadet.person.username)
    page.locator("input[name=password]").fill(cadet.person.password)
    page.get_by_role("main").get_by_role("button", name=said("tg", "Log in"), exact=True).click()
    page.wait_for_url(f"**{cadet.sitting}")
    page.close()


def test_attack_37_logging_out_leaves_no_answers_on_a_shared_phone(candidate):
    cadet = candidate()
    cadet.page.route(ANSWERS, lambda route: route.abort())
    cadet.when_answering()
    cadet.then_state_is("waiting")
    assert cadet.kept_on_the_device()
    cadet.visitor.complaints.clear()
    cadet.visitor.open("/tg/")
    assert cadet.kept_on_the_device()
    menu = cadet.page.locator("details.menu")
    cadet.keys.reach(menu.locator("summary"))
    cadet.keys.press("Enter")
    cadet.send(cadet.say("Log out"), within=menu, exact=True)
    if urlsplit(cadet.page.url).path.endswith("/logout/"):
        cadet.send(cadet.say("Log out"), within=cadet.main(), exact=True)
    assert cadet.kept_on_the_device() == []


def test_attack_41_what_another_person_left_on_this_phone_is_not_sent(candidate, on_the_server):
    """Their answers lie under this very sitting's name, as after tampering: the page sees whose they are."""
    cadet = candidate()
    section = cadet.page.locator('section[data-shape="choices"]').first
    position, name = section.get_attribute("data-position"), section.locator("input").first.get_attribute("value")
    left = {"owner": "1", "unsent": [[int(position), 99, 1, {"choices": [name]}]]}
    put = "([key, page]) => localStorage.setItem(key, JSON.stringify(page))"
    cadet.page.evaluate(put, [f"dastur.sitting.{cadet.person.has['sitting']}.99", left])
    cadet.page.reload()
    cadet.page.wait_for_timeout(1_000)
    assert cadet.page.locator('[data-noted="restored"]').count() == 0
    assert not any(cadet.answered().values())
    assert not any(on_the_server(cadet).values())


def test_handing_in_leaves_no_answers_on_the_phone(candidate):
    cadet = candidate()
    cadet.when_answering()
    cadet.then_state_is("saved")
    cadet.when_handing_in()
    assert cadet.kept_on_the_device() == []


# ---- the whole browser is killed ----


@pytest.fixture
def phone(playwright_driver: Playwright, tmp_path: Path) -> Iterator[Callable[[], BrowserContext]]:
    """A browser of its own whose memory is a folder; calling it again switches it on again."""
    contexts: list[BrowserContext] = []

    def switch_on() -> BrowserContext:
        context = playwright_driver.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=[*FLAGS, "--disable-session-crashed-bubble"],
            viewport={"width": 360, "height": 760},
        )
        contexts.append(context)
        return context

    yield switch_on
    contexts[-1].close()


def kill(profile: Path) -> None:
    """Ends this test's own browser at once, as a battery does. Its process number is in the profile's lock."""
    lock = profile / "SingletonLock"
    os.kill(int(str(lock.readlink()).rsplit("-", 1)[1]), signal.SIGKILL)
    lock.unlink(missing_ok=True)


def test_answers_survive_the_death_of_the_browser(phone, system, tmp_path, on_the_server):
    person = accounts.make(system, "candidate")
    cadet = Candidate(Visitor(phone(), system, scripts=True), person).given_sitting()
    cadet.page.route(ANSWERS, lambda route: route.abort())
    cadet.when_answering()
    cadet.then_state_is("waiting")
    given = cadet.answered()
    cadet.page.wait_for_timeout(2_000)  # what is promised: two seconds after typing
    kill(tmp_path / "profile")

    again = Candidate(Visitor(phone(), system, scripts=True), person)
    again.page.goto(f"{system.url}{again.sitting}")
    if "/login/" in again.page.url:  # a cookie of the session only; the answers wait for their owner
        again.when_signing_in(person)
    again.then_it_notes("restored")
    again.then_state_is("saved")
    assert again.answered() == given
    assert on_the_server(again) == given
