"""Renders the handbook's figures: each SVG beside this file becomes a WebP of 960 by 600, at most 20 KB.

    .venv/bin/python handbook/content/figures/build.py [NAME ...]

Run it after changing a drawing (the SVG is the source); the pictures it makes are kept beside it. Phones that
read the handbook get WebP, not SVG, so that the numbers look the same whatever fonts a phone has.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTH, HEIGHT = 960, 600
LIMIT = 20 * 1024
COLOURS = [256, 192, 128, 96, 64, 48, 32]  # a flat drawing has ten; the rest are the soft edges between them


def picture_of(page: Page, source: Path) -> Image.Image:
    """One drawing, as the browser shows it."""
    svg = source.read_text(encoding="utf-8")
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def webp(picture: Image.Image) -> bytes:
    """The picture as lossless WebP: smaller than any bearable quality with loss, and without its smudges."""
    target = io.BytesIO()
    picture.save(target, "WEBP", lossless=True, quality=100, method=6)
    return target.getvalue()


def fitted(picture: Image.Image, name: str) -> tuple[bytes, int]:
    """The file with the most colours that keeps the limit, and how many colours these are."""
    for colours in COLOURS:
        fewer = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)
        data = webp(fewer.convert("RGB"))
        if len(data) <= LIMIT:
            return data, colours
    sys.exit(f"{name} does not fit into {LIMIT} bytes: draw it more simply.")


def main(names: list[str]) -> None:
    sources = [HERE / f"{name}.svg" for name in names] or sorted(HERE.glob("*.svg"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for source in sources:
            data, colours = fitted(picture_of(page, source), source.name)
            source.with_suffix(".webp").write_bytes(data)
            sys.stdout.write(f"{source.stem}.webp {len(data)} bytes, {colours} colours\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
