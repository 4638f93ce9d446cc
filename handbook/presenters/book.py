"""The editions of the book as their screen shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from handbook.domain.book.ask import abandoned, editions
from handbook.domain.book.published import NothingToPrint, Stamp, stamp
from handbook.domain.book.volume import Edition
from handbook.enums import BookFormat, BookState
from handbook.models import Book
from ui import languages


@dataclass(frozen=True)
class Shown:
    """One edition: its book of the present state, if it was asked for, and the newest file of an earlier one."""

    edition: Edition
    name: str
    book: Book | None
    older: Book | None

    @property
    def key(self) -> str:
        """The name of this edition in a page and in a form."""
        return "-".join(part for part in (self.edition.format, self.edition.language, self.edition.beside) if part)

    @property
    def ready(self) -> bool:
        """Whether the book of the present state is there."""
        return self.book is not None and self.book.state == BookState.DONE

    @property
    def failed(self) -> bool:
        """Whether it could not be made."""
        return self.book is not None and self.book.state == BookState.FAILED

    @property
    def under_way(self) -> bool:
        """Whether it is being made, or waits for that."""
        return self.book is not None and not (self.ready or self.failed)

    @property
    def percent(self) -> int:
        """How far it is."""
        return 100 * self.book.step // max(self.book.steps, 1) if self.book else 0

    @property
    def far(self) -> str:
        """The same for people."""
        return f"{self.percent} %"


@dataclass(frozen=True)
class Group:
    """Editions under one heading."""

    heading: str
    editions: list[Shown]


def present() -> Stamp | None:
    """The published state of this moment, if anything is published."""
    try:
        return stamp()
    except NothingToPrint:
        return None


def shelf(now: Stamp) -> list[Group]:
    """Every edition, by language, the pairs last: one query for the books, one for those left half made."""
    books = list(Book.objects.order_by("-of", "-asked_at"))
    left = set(Book.objects.filter(abandoned()).values_list("pk", flat=True))
    shown = [_shown(one, books, left, now) for one in editions()]
    groups = [
        Group(
            languages.own_name(code), [one for one in shown if one.edition.language == code and not one.edition.beside]
        )
        for code in languages.codes()
    ]
    pairs = [one for one in shown if one.edition.beside]
    return [*groups, *([Group(_("Two languages side by side"), pairs)] if pairs else [])]


def _shown(one: Edition, books: Iterable[Book], left: set[int], now: Stamp) -> Shown:
    mine = [
        book for book in books if (book.format, book.language, book.beside) == (one.format, one.language, one.beside)
    ]
    current = next((book for book in mine if book.content == now.digest and book.pk not in left), None)
    older = next((book for book in mine if book.content != now.digest and book.state == BookState.DONE), None)
    return Shown(one, edition_name(one), current, older)


def edition_name(one: Edition) -> str:
    """For example «PDF», or «Тоҷикӣ · Русский (PDF)»."""
    label = str(BookFormat(one.format).label)
    if not one.beside:
        return label
    return f"{languages.own_name(one.language)} · {languages.own_name(one.beside)} ({label})"


def file_name(book: Book) -> str:
    """What a reader's device calls the file, in the reader's language: «Дастур, Тоҷикӣ, 2026-11-26.pdf»."""
    named = languages.own_name(book.language)
    if book.beside:
        named += f" – {languages.own_name(book.beside)}"
    day = timezone.localtime(book.of or book.made_at or book.asked_at)
    return f"{_('Handbook')}, {named}, {day:%Y-%m-%d}.{book.format}"


def state_of(now: Stamp) -> str:
    """The day of the present state, in words."""
    return day(now.at)


def day(at: datetime) -> str:
    """A day in words."""
    return formats.date_format(timezone.localtime(at))


def progress(groups: list[Group]) -> dict[str, Any]:
    """What the page's script asks for: of each edition under way how far it is, and whether any still is."""
    shown = [one for group in groups for one in group.editions]
    return {"under_way": {one.key: one.percent for one in shown if one.under_way}}
