"""A certificate's sheet: its stylesheet and drawings, set by the project's press."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ui.press import CannotPrint, Press, composed, data_uri, letters, press, refuse_unprintable

__all__ = ["CannotPrint", "composed", "data_uri", "letters", "pdf", "refuse_unprintable"]
ASSETS = Path(__file__).resolve().parent.parent / "paper"
ART = {"TILE_STAR": "star", "TILE_CORNER": "corner", "SHEET_STAR": "sheet", "EMBLEM": "emblem", "RULE": "rule"}


def pdf(*, html: str, stylesheet: str, identifier: str, finisher: Any = None) -> bytes:
    """Sets `html` with a stylesheet of ours (its name in courses/paper) as one tagged sheet, PDF/UA-1. `finisher` is
    WeasyPrint's: it may add to the document before it is written.

    The same input gives the same bytes. Raises CannotPrint when a glyph is missing, when it isn't one sheet, and when
    it refers to anything outside of itself.
    """
    with press() as ours:
        document = ours.set(html, style(ours, stylesheet))
        if len(document.pages) != 1:
            raise CannotPrint(_("The text does not fit on one sheet."))
        return ours.write(document, identifier=identifier, finisher=finisher)


@cache
def style(ours: Press, stylesheet: str) -> Any:
    """The stylesheet with our own drawings put in place of their names, parsed once."""
    css = (ASSETS / stylesheet).read_text()
    for name, file in ART.items():
        css = css.replace(name, f'url("{data_uri("image/svg+xml", (ASSETS / f"{file}.svg").read_bytes())}")')
    return ours.style(css)
