"""The printing press: WeasyPrint with the project's own fonts, nothing fetched, nothing guessed.

WeasyPrint is imported when the first sheet is drawn, never at start-up: a worker that draws nothing stays small,
and fontconfig reads its one configuration when the library is loaded.
"""

from __future__ import annotations

import base64
import logging
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
ASSETS = Path(__file__).resolve().parent.parent / "paper"
ART = {"TILE_STAR": "star", "TILE_CORNER": "corner", "SHEET_STAR": "sheet", "EMBLEM": "emblem", "RULE": "rule"}
VARIANT = "pdf/ua-1"
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
# Pango's font map isn't made for two threads at once; a sheet takes a fifth of a second.
_one_at_a_time = Lock()


class CannotPrint(Exception):
    """A text that cannot be set. The message is for people and says which sign is in the way."""


@cache
def letters() -> frozenset[str]:
    """Every character that all fonts of the project can print."""
    each = [frozenset(TTFont(path, lazy=True).getBestCmap()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset(map(chr, frozenset.intersection(*each))) if each else frozenset()


def composed(text: str) -> str:
    """Text as it is printed: composed letters, single spaces, no soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())


def refuse_unprintable(text: str) -> None:
    """Raises CannotPrint when a sign of `text` is in none of the fonts: emoji, hidden marks, other scripts."""
    missing = sorted(set(text) - letters())
    if missing:
        signs = ", ".join(
            f"«{sign}» (U+{ord(sign):04X})" if sign.isprintable() else f"U+{ord(sign):04X}" for sign in missing
        )
        raise CannotPrint(
            _("The text cannot be printed, because the fonts lack these signs: %(signs)s.") % {"signs": signs}
        )


def data_uri(kind: str, content: bytes) -> str:
    """Bytes as an address that needs no fetching."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def pdf(*, html: str, stylesheet: str, identifier: str) -> bytes:
    """Sets `html` with a stylesheet of ours (its name in courses/paper) as one tagged sheet, PDF/UA-1.

    The same input gives the same bytes. Raises CannotPrint when a glyph is missing, when it isn't one sheet, and when
    it refers to anything outside of itself.
    """
    with _one_at_a_time, _no_missing_glyphs():
        weasyprint, fonts, style, fetcher = _press(stylesheet)
        try:
            document = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None).render(
                font_config=fonts, stylesheets=[style], pdf_variant=VARIANT
            )
            if len(document.pages) != 1:
                raise CannotPrint(_("The text does not fit on one sheet."))
            return bytes(document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier.encode()))
        except weasyprint.urls.FatalURLFetchingError as error:
            raise CannotPrint(_("The sheet refers to something outside of itself.")) from error


@cache
def _press(stylesheet: str) -> tuple[Any, Any, Any, Any]:
    """WeasyPrint, its fonts, the parsed stylesheet and a fetcher of nothing but what the page itself carries."""
    weasyprint = _weasyprint()
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
    style = weasyprint.CSS(string=_with_art(stylesheet), font_config=fonts, url_fetcher=fetcher)
    return weasyprint, fonts, style, fetcher


def _weasyprint() -> Any:
    """Imports WeasyPrint with a fontconfig that knows the project's font folder only.

    Never an empty one: text without any loadable font ends the process (Kozea/WeasyPrint#2334).
    """
    folder = Path(settings.DATA_DIR) / "fontconfig"
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "fonts.conf"
    wanted = FONTCONFIG.format(fonts=FONTS, cache=folder / "cache")
    if not configuration.exists() or configuration.read_text() != wanted:
        fresh = configuration.with_suffix(f".{os.getpid()}")
        fresh.write_text(wanted)
        fresh.replace(configuration)
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    import weasyprint  # noqa: PLC0415 (see the top of this file)

    return weasyprint


def _with_art(stylesheet: str) -> str:
    """The stylesheet with our own drawings put in place of their names."""
    css = (ASSETS / stylesheet).read_text()
    for name, file in ART.items():
        css = css.replace(name, f'url("{data_uri("image/svg+xml", (ASSETS / f"{file}.svg").read_bytes())}")')
    return css


class _GlyphWatch(logging.Handler):
    """Catches WeasyPrint's only sign that it printed an empty box, in this thread alone."""

    def __init__(self) -> None:
        super().__init__()
        self.thread = get_ident()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread and ".notdef" in record.getMessage():
            self.found.append(record.getMessage())


@contextmanager
def _no_missing_glyphs() -> Iterator[None]:
    watch, log = _GlyphWatch(), logging.getLogger("weasyprint")
    log.addHandler(watch)
    try:
        yield
    finally:
        log.removeHandler(watch)
    if watch.found:
        raise CannotPrint(watch.found[0])
