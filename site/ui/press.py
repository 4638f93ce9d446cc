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
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent / "fonts"
VARIANT = "pdf/ua-1"
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
# Pango's font map isn't made for two threads at once.
_one_at_a_time = Lock()


class CannotPrint(Exception):
    """A text that cannot be set. The message is for people and says what is in the way."""


@cache
def letters() -> frozenset[str]:
    """Every character that all fonts of the project can print."""
    each = [frozenset(TTFont(path, lazy=True).getBestCmap()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset(map(chr, frozenset.intersection(*each))) if each else frozenset()


def composed(text: str) -> str:
    """Text as it is printed: composed letters, single spaces, no soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())


def unprintable(text: str) -> str:
    """The signs of `text` that are in none of the fonts (emoji, hidden marks, other scripts), listed for people."""
    missing = sorted(set(text) - letters())
    return ", ".join(
        f"«{sign}» (U+{ord(sign):04X})" if sign.isprintable() else f"U+{ord(sign):04X}" for sign in missing
    )


def refuse_unprintable(text: str) -> None:
    """Raises CannotPrint when a sign of `text` is in none of the fonts."""
    if signs := unprintable(text):
        raise CannotPrint(
            _("The text cannot be printed, because the fonts lack these signs: %(signs)s.") % {"signs": signs}
        )


def data_uri(kind: str, content: bytes) -> str:
    """Bytes as an address that needs no fetching."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


@dataclass(frozen=True)
class Press:
    """WeasyPrint, its fonts, and a fetcher of nothing but what a page itself carries."""

    weasyprint: Any
    fonts: Any
    fetcher: Any

    def style(self, css: str) -> Any:
        """A parsed stylesheet."""
        return self.weasyprint.CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)

    def set(self, html: str, style: Any) -> Any:
        """WeasyPrint's document of `html`, laid out in pages and tagged for PDF/UA-1.

        Raises CannotPrint when it refers to anything outside of itself.
        """
        page = self.weasyprint.HTML(string=html, url_fetcher=self.fetcher, base_url=None)
        with self._nothing_fetched():
            return page.render(font_config=self.fonts, stylesheets=[style], pdf_variant=VARIANT)

    def write(self, document: Any, *, identifier: str, **options: Any) -> bytes:
        """The bytes of a document that `set` returned; the same document gives the same bytes."""
        with self._nothing_fetched():
            return bytes(document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier.encode(), **options))

    @contextmanager
    def _nothing_fetched(self) -> Iterator[None]:
        try:
            yield
        except self.weasyprint.urls.FatalURLFetchingError as error:
            raise CannotPrint(_("The sheet refers to something outside of itself.")) from error


@contextmanager
def press() -> Iterator[Press]:
    """The press, for one user at a time. Raises CannotPrint afterwards when a glyph was missing."""
    with _one_at_a_time, _no_missing_glyphs():
        yield _press()


@cache
def _press() -> Press:
    weasyprint = _weasyprint()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
    return Press(weasyprint, weasyprint.text.fonts.FontConfiguration(), fetcher)


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
