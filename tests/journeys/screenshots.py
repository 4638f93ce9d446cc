"""`python -m tests.journeys.screenshots`: the pictures of the README, taken from a demo of its own, in Tajik.

Six screens at the width of a phone and of a desk, a certificate's sheet, and an overview of some of them side by side.
Colours are reduced to a palette, so that a picture stays under 150 KB.
"""

import base64
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys import accounts
from tests.journeys.accounts import Person
from tests.journeys.client import Client
from tests.journeys.pages import CLOSED
from tests.journeys.server import ROOT, Running, already_running, load_demo, running

FOLDER = ROOT / "site" / "docs" / "pictures"
SIZES = {360: 740, 1280: 860}
SECTION = "/tg/handbook/violence-in-the-family/first-response/"
LARGEST = 150 * 1024
COLOURS = 256
OVERVIEW = """<!doctype html><meta charset="utf-8"><style>
  body {{ margin: 0; padding: 28px; display: flex; gap: 28px; align-items: center; width: max-content; }}
  body {{ background: #e6eef0; }}
  img {{ height: 640px; border: 1px solid #b7c8cc; border-radius: 8px; }}
  img:last-child {{ height: 520px; border-radius: 2px; }}
</style>{pictures}"""


def screens(system: Running, candidate: Person, graduate: Person) -> Iterator[tuple[str, Person, str]]:
    """What is pictured: its name, who looks, and the address."""
    yield "home", candidate, "/tg/"
    yield "section", candidate, SECTION
    yield "quiz", candidate, f"/tg/sittings/{candidate.has['sitting']}/"
    yield "result", graduate, f"/tg/sittings/{graduate.has['sitting']}/result/"
    yield "certificate", graduate, f"/tg/check/{graduate.has['token']}/"
    yield "needs", accounts.demo(system, "analyst"), f"/tg/needs/{CLOSED}/"


def take(browser: Browser, system: Running) -> None:
    signed_in: dict[str, dict[str, str]] = {}
    candidate, graduate = accounts.make_all(system, ["candidate", "graduate"])
    sheet(system, graduate)
    for name, person, path in screens(system, candidate, graduate):
        if person.username not in signed_in:
            signed_in[person.username] = Client(system.url, over_tls=False).sign_in(person).cookies
        for width, height in SIZES.items():
            with looking(browser, system, signed_in[person.username], width, height) as page:
                page.goto(f"{system.url}{path}", wait_until="networkidle")
                if name == "quiz":
                    answer_one(page)
                save(page.screenshot(), FOLDER / f"{name}-{width}.png")


def answer_one(page: Page) -> None:
    """A quiz under way: the first question with choices is answered, the answer is saved."""
    section = page.locator('section.question:has(input[type="radio"])').first
    section.locator("input").nth(1).check()
    page.locator('[data-save-state="saved"]').wait_for()
    page.mouse.move(0, 0)
    top = "section.previousElementSibling.matches('.question') ? section.offsetTop - 110 : 0"
    section.evaluate(f"section => {{ document.activeElement.blur(); scrollTo(0, {top}); }}")


def sheet(system: Running, graduate: Person) -> None:
    """The certificate as its holder downloads it."""
    holder = Client(system.url, over_tls=False).sign_in(graduate)
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "sheet.pdf"
        pdf.write_bytes(holder.get(f"/tg/certificates/{graduate.has['certificate']}/").body)
        subprocess.run(["pdftoppm", "-r", "110", "-png", "-singlefile", pdf, pdf.with_suffix("")], check=True)
        save(pdf.with_suffix(".png").read_bytes(), FOLDER / "sheet.png")


@contextmanager
def looking(browser: Browser, system: Running, cookies: dict[str, str], width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=2 if width < 600 else 1, locale="tg"
    )
    context.add_cookies([{"name": name, "value": value, "url": system.url} for name, value in cookies.items()])
    try:
        yield context.new_page()
    finally:
        context.close()


def save(png: bytes, path: Path) -> None:
    """Writes a picture with as many colours of a palette as fit into its size."""
    with Image.open(io.BytesIO(png)) as picture:
        plain = picture.convert("RGB")
    colours = COLOURS
    while True:
        plain.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= LARGEST or colours <= 16:
            return
        colours //= 2


def overview(browser: Browser) -> None:
    """Home, a section and a quiz on a phone, and the sheet of a certificate."""
    names = ["home-360", "section-360", "quiz-360", "sheet"]
    shown = "".join(f'<img src="data:image/png;base64,{encoded(FOLDER / f"{name}.png")}">' for name in names)
    page = browser.new_page(viewport={"width": 2400, "height": 700})
    page.set_content(OVERVIEW.format(pictures=shown))
    page.wait_for_load_state("networkidle")
    png = page.locator("body").screenshot()
    with Image.open(io.BytesIO(png)) as picture:
        small = picture.convert("RGB").resize(
            (1440, round(1440 * picture.height / picture.width)), Image.Resampling.LANCZOS
        )
    buffer = io.BytesIO()
    small.save(buffer, "PNG")
    save(buffer.getvalue(), FOLDER / "overview.png")
    page.close()


def encoded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    standing = os.environ.get("JOURNEY_DEMO")
    with tempfile.TemporaryDirectory() as data, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        if standing:
            take(browser, already_running(*standing.split(maxsplit=1)))
        else:
            with running(load_demo(Path(data) / "demo")) as system:
                take(browser, system)
        overview(browser)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
