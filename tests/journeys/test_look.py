"""Every page of every role, in Tajik: clean for axe, never wider than the screen, the focus never hidden.

Narrow (320 and 360 px) and wide (1280), light and dark. Each page is loaded once and then looked at in three ways:
its keys are walked through at 320 px, where what sticks to the edge of the screen takes most of it; axe looks at it at
360 px in light and at 1280 px in dark colours. The sections of the handbook share their style: every one of them is
looked at in Tajik, and in Russian or in English in turn, each time in one of the two ways.
"""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.client import Client
from tests.journeys.conftest import RULES
from tests.journeys.keyboard import Keyboard
from tests.journeys.pages import SECTIONS, Cast, section
from tests.journeys.server import Running
from tests.journeys.words import LANGUAGES

ROLES = ["anybody", "graduate", "candidate", "trainer", "head", "office", "analyst", "admin"]
ALIKE = [section(path) for path in SECTIONS]
STOPS = 400


class Looker:
    """Somebody who looks at pages closely and notes what is wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("console", lambda m: self.note(m.text[:200]) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.note(str(error)))

    def note(self, what: str) -> None:
        self.wrong.append(f"{self.page.url}: {what}")

    def open(self, url: str, *, status: int = 200) -> None:
        response = self.page.goto(url)
        if not response or response.status != status:
            self.note(f"answers {response and response.status}")

    def at(self, width: int, *, dark: bool = False) -> None:
        self.page.set_viewport_size({"width": width, "height": 640})
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if (over := self.page.evaluate(wide)) > 0:
            self.note(f"is {over} px too wide at {width} px")

    def ask_axe(self) -> None:
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": RULES}})
        for violation in found.response["violations"]:
            for node in violation["nodes"][:3]:
                self.note(f"{violation['id']} at {node['target']}: {node['html'][:150]}")

    def walk_the_keys(self) -> None:
        """Tab by Tab through the page; every stop must be seen."""
        keys = Keyboard(self.page)
        self.page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
        for stop in range(STOPS):
            try:
                label = keys.step()
            except AssertionError as hidden:
                self.wrong.append(str(hidden))
                continue
            if not label and stop:
                return

    def glance(self, url: str, *, dark: bool) -> None:
        self.open(url)
        self.at(320)
        self.at(1280 if dark else 360, dark=dark)
        self.ask_axe()

    def look(self, url: str) -> None:
        self.open(url)
        self.at(320)
        self.walk_the_keys()
        self.at(360)
        self.ask_axe()
        self.at(1280, dark=True)
        self.ask_axe()


@pytest.fixture
def looker(browser: Browser) -> Iterator[Callable[..., Looker]]:
    """Makes lookers; `cookies` are somebody's."""
    contexts = []

    def make(url: str, cookies: dict[str, str] | None = None) -> Looker:
        context = browser.new_context(viewport={"width": 320, "height": 640}, locale="tg", reduced_motion="reduce")
        context.add_cookies([{"name": n, "value": v, "url": url} for n, v in (cookies or {}).items()])
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Looker(context.new_page())

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_looks_right(looker, system: Running, players: Cast, role: str):
    visitor = Client(system.url, over_tls=False)
    if role in players.people:
        visitor.sign_in(players.people[role])
    eyes = looker(system.url, visitor.cookies)
    for path in players.pages()[role]:
        if path not in ALIKE[1:]:
            eyes.look(f"{system.url}/tg/{path}")
    assert not eyes.wrong, "\n".join(eyes.wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_looks_right_in_every_language(looker, system: Running, language: str):
    eyes = looker(system.url)
    turn = LANGUAGES.index(language)  # 0: Tajik, the language that most people read
    for number, path in enumerate(ALIKE):
        if not turn or number % 2 == turn - 1:
            eyes.glance(f"{system.url}/{language}/{path}", dark=bool(number // 2 % 2 == turn % 2))
    assert not eyes.wrong, "\n".join(eyes.wrong)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_component_looks_right_from_either_side(looker, system, direction):
    eyes = looker(system.url)
    eyes.look(f"{system.url}/tg/ui/?dir={direction}")
    assert not eyes.wrong, "\n".join(eyes.wrong)


TURNED = ["solving-problems/01-scanning", "annexes/03-form-action-plan", "violence-in-the-family/01-what-the-law-says"]


@pytest.mark.parametrize("path", TURNED)
def test_a_section_holds_when_it_is_turned_round(looker, system: Running, path: str):
    """As a language that runs from right to left will have it: figure, form, comparison, law, contents."""
    eyes = looker(system.url)
    eyes.open(f"{system.url}/tg/{section(path)}")
    eyes.page.evaluate("document.documentElement.dir = 'rtl'")
    for width in (320, 1280):
        eyes.at(width)
        eyes.ask_axe()
    assert not eyes.wrong, "\n".join(eyes.wrong)


def test_the_page_that_is_not_there_looks_right(looker, live):
    """As deployed: in development Django shows its own."""
    eyes = looker(live.url)
    eyes.page.context.set_extra_http_headers({"X-Forwarded-Proto": "https"})
    eyes.open(f"{live.url}/tg/nowhere/", status=404)
    eyes.wrong = [wrong for wrong in eyes.wrong if "404" not in wrong]
    eyes.at(320)
    eyes.walk_the_keys()
    eyes.ask_axe()
    eyes.at(1280, dark=True)
    eyes.ask_axe()
    assert not eyes.wrong, "\n".join(eyes.wrong)
