"""Asking for a book: one row an edition and state, however many ask; the work is promised with it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from handbook.domain.book.published import Published, Stamp, stamp
from handbook.domain.book.volume import Edition
from handbook.enums import BookFormat, BookState
from handbook.models import Book
from ledger.audit import record
from ledger.outbox import promise
from people.models import User
from ui import languages

# A maker tells of every page; one that is silent for so long is dead. Waiting longer than that, nobody was woken.
SILENT = timedelta(minutes=10)


class NoSuchEdition(ValueError):
    """Not a book that is made: an unknown language or format, or one language twice."""


def editions() -> list[Edition]:
    """Every book there can be: each language and each pair side by side, as PDF and EPUB."""
    codes = languages.codes()
    alone = [Edition(kind, code) for code in codes for kind in BookFormat.values]
    pairs = [(one, other) for n, one in enumerate(codes) for other in codes[n + 1 :]]
    return alone + [Edition(kind, *pair) for pair in pairs for kind in BookFormat.values]


def edition(*, format: str, language: str, beside: str = "") -> Edition:  # noqa: A002 (the field's own name)
    """The edition of these; a pair is the same book whichever language was named first. Raises NoSuchEdition."""
    wanted = {Edition(format, language, beside), Edition(format, beside, language)}
    for one in editions():
        if one in wanted:
            return one
    raise NoSuchEdition(f"{format} {language} {beside}".strip())


@transaction.atomic
def ask(*, wanted: Edition, by: User | None, state: Published | Stamp | None = None, promised: bool = True) -> Book:
    """The book of the present state: found, or begun and promised. One that failed or stands still is begun anew.

    promised=False: the caller makes it itself, at once. Raises NothingToPrint. Two who ask at once get one row: the
    constraint decides, and the second finds it.
    """
    state = state or stamp()
    book, made = Book.objects.get_or_create(
        format=wanted.format,
        language=wanted.language,
        beside=wanted.beside,
        content=state.digest,
        defaults={"of": state.at},
    )
    if made or begin_anew(book):
        record(actor=by, action="book.asked", subject=book, format=wanted.format, language=wanted.language)
        if promised:
            promise("book.make", f"{book.pk}:{book.touched_at.isoformat()}", book_id=book.pk)
    return book


def begin_anew(book: Book) -> bool:
    """Sets a failed or abandoned book back to waiting; whether it was this caller who did (one UPDATE decides)."""
    now = timezone.now()
    taken = Book.objects.filter(Q(state=BookState.FAILED) | abandoned(), pk=book.pk)
    if not taken.update(state=BookState.WAITING, step=0, steps=0, error="", touched_at=now):
        return False
    book.refresh_from_db()
    return True


def abandoned() -> Q:
    """Books that nobody is making any more, though they are neither done nor failed."""
    return Q(state__in=[BookState.WAITING, BookState.RUNNING], touched_at__lt=timezone.now() - SILENT)


def books_of(wanted: Edition) -> QuerySet[Book]:
    """All books of an edition, the newest state first."""
    return Book.objects.filter(format=wanted.format, language=wanted.language, beside=wanted.beside)
