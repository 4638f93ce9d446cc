"""The book on pages: PDF/UA-1 with bookmarks, running heads, notes at the foot, page numbers in contents and index."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import get_ident
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from handbook.domain.book.volume import Line, Volume
from ui.press import Press, data_uri, press

PAPER = Path(__file__).resolve().parents[2] / "paper"
FOLDER = "handbook/paper"


def pdf(volume: Volume, turned: Callable[[int], None] = lambda page: None) -> bytes:
    """The bytes of a book; the same volume gives the same bytes. `turned` hears of each page that was laid out.

    Raises ui.press.CannotPrint when a sign is in no font, or the text refers to anything outside of itself.
    """
    with translation.override(volume.edition.language):
        html = whole(volume)
    beside = volume.edition.beside

    def finish(_document: Any, file: Any) -> None:
        _tell_language(file, beside)

    with press() as ours, _pages_told(turned):
        document = ours.set(html, _style(ours, volume.told["shape"]))
        identifier = f"{volume.state.digest[:32]}{volume.edition.language}{beside}"
        return ours.write(document, identifier=identifier, finisher=finish if beside else None)


def whole(volume: Volume) -> str:
    """The book as one HTML document, in the active language."""
    chapters = "".join(
        opening.html.replace("{body}", "".join(section.html for section in sections))
        for opening, sections in volume.chapters
    )
    told = volume.told | {
        "full_title": f"{volume.title} ({volume.told['language_name']})",
        "cover": _part("cover", volume.told),
        "contents": _part("contents", {"chapters": volume.contents, "ends": _end_lines(volume)}),
        "chapters": mark_safe(chapters),  # noqa: S308 (rendered by our templates)
        "ends": _part("ends", volume.ends),
    }
    return render_to_string(f"{FOLDER}/book.html", told)


def _part(name: str, told: dict[str, Any]) -> Any:
    return mark_safe(render_to_string(f"{FOLDER}/{name}.html", told))  # noqa: S308 (rendered by our templates)


def _end_lines(volume: Volume) -> list[Line]:
    ends = [
        ("letters", "glossary", _("Glossary")),
        ("laws", "laws", _("Laws")),
        ("entries", "index", _("Index of terms")),
    ]
    return [Line(f"#{anchor}", anchor, "", heading) for key, anchor, heading in ends if volume.ends[key]]


@cache
def _style(ours: Press, shape: str) -> Any:
    """Our stylesheet for one language or for two, with the emblem in place of its name, parsed once."""
    css = "".join((PAPER / name).read_text() for name in ("book.css", f"{shape}.css"))
    emblem = data_uri("image/svg+xml", (PAPER / "emblem.svg").read_bytes())
    return ours.style(css.replace("EMBLEM", f'url("{emblem}")'))


def _tell_language(file: Any, language: str) -> None:
    """Says of every part in the second language that it is: WeasyPrint tags only the document with its language.

    In our templates <article> is what stands beside, and nothing else; it isn't an article to a reader.
    """
    for thing in file.objects:
        if isinstance(thing, dict) and thing.get("S") == "/Art":
            thing["S"] = "/Div"
            thing["Lang"] = f"({language})"


class _PageEar(logging.Handler):
    """Hears of each page that WeasyPrint lays out in this thread: its only word on how far it is."""

    def __init__(self, turned: Callable[[int], None]) -> None:
        super().__init__()
        self.thread, self.turned = get_ident(), turned

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread and "Page %d" in str(record.msg) and record.args:
            self.turned(int(record.args[0]))  # type: ignore[index, call-overload]


@contextmanager
def _pages_told(turned: Callable[[int], None]) -> Iterator[None]:
    log = logging.getLogger("weasyprint.progress")
    ear, level, spread = _PageEar(turned), log.level, log.propagate
    log.addHandler(ear)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(ear)
        log.setLevel(level)
        log.propagate = spread
