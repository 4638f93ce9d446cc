"""A browser and the running system for the journeys; every page that a journey opens is checked with axe."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.journeys.pages import Cast, cast
from tests.journeys.server import Demo, Running, already_running, deployed, drop, load_demo, redis_answers, running

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in Path(str(item.fspath)).parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    # Playwright's loop would make Django refuse to touch the database from this thread; the journeys
    # never touch it: they drive a server of their own.
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    launched = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def fresh_demo(tmp_path_factory) -> Iterator[Callable[[str, str | None], Demo]]:
    """Gives the demonstration in a state of its own: `fresh_demo("contract", server)`, where server is the address of
    PostgreSQL, or None for SQLite. It is loaded once for each of the two, and copied.
    """
    loaded: dict[str | None, Demo] = {}
    given: list[Demo] = []

    def database(server: str | None, purpose: str) -> str | None:
        return server and f"{server.rsplit('/', 1)[0]}/dastur_{purpose}_{os.getpid()}"

    def give(purpose: str, server: str | None) -> Demo:
        if server not in loaded:
            # What it makes outside the database lies in a folder that needn't be there yet.
            folder = tmp_path_factory.mktemp("demo") / "not" / "there"
            loaded[server] = load_demo(folder, database(server, "demo"))
        folder = tmp_path_factory.mktemp(purpose) / "data"
        given.append(loaded[server].copied(folder, database(server, purpose)))
        return given[-1]

    yield give
    for demo in [*given, *loaded.values()]:
        drop(demo)


@pytest.fixture(scope="session")
def system(fresh_demo) -> Iterator[Running]:
    """The demo, on PostgreSQL where JOURNEY_DATABASE_URL names a server, else on SQLite.

    For a quick round while writing: JOURNEY_DEMO="http://127.0.0.1:8000 /path/of/its/DATA_DIR" takes one that runs.
    """
    if standing := os.environ.get("JOURNEY_DEMO"):
        yield already_running(*standing.split(maxsplit=1))
        return
    with running(fresh_demo("journey", os.environ.get("JOURNEY_DATABASE_URL") or None)) as system:
        yield system


@pytest.fixture(scope="session")
def live(system: Running, tmp_path_factory) -> Iterator[Running]:
    """The same database behind the settings of production, which want a Redis."""
    if "REQUIRE_SERVICES" not in os.environ and not redis_answers():
        pytest.skip("production needs Redis (TEST_CACHE_URL)")
    with deployed(system, tmp_path_factory.mktemp("deployed")) as running:
        yield running


@pytest.fixture(scope="session")
def players(system: Running) -> Cast:
    """Everybody whose screens are looked at."""
    return cast(system)


class Visitor:
    """One person at one browser: goes to pages, signs in, and holds every page to axe and to the console's silence."""

    def __init__(self, context: BrowserContext, system: Running, scripts: bool) -> None:
        self.page: Page = context.new_page()
        self.system, self.scripts = system, scripts
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> None:
        response = self.page.goto(f"{self.system.url}{path}")
        assert response, path
        assert response.status == 200, f"{path}: {response.status}"
        self.check()

    def check(self) -> None:
        """No accessibility violation on this page, no script or policy error, nothing wider than the screen."""
        self.page.wait_for_load_state()  # a click on a link returns before the style sheet is there
        assert self.complaints == [], f"{self.page.url}: {[text[:300] for text in self.complaints[:3]]}"
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0, f"{self.page.url} scrolls sideways"
        if not self.scripts:  # axe is a script itself
            return
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"


@pytest.fixture
def visitor(browser: Browser, system: Running):
    """Makes visitors: `visitor(width=360, scripts=False, dark=True, language="ru")`."""
    contexts: list[BrowserContext] = []

    def make(
        *, width: int = 360, height: int = 760, scripts: bool = True, dark: bool = False, language: str = "tg"
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            locale=language,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(context, system, scripts)

    yield make
    for context in contexts:
        context.close()
