"""Making a book: claimed by one UPDATE, told page by page, safe to begin twice.

No transaction is open while a book is being made: whoever watches sees each step, and nobody waits for a lock.
"""

from __future__ import annotations

import hashlib
import logging
import time

from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from handbook.domain.book.ask import abandoned, ask
from handbook.domain.book.epub import epub
from handbook.domain.book.pdf import pdf
from handbook.domain.book.published import NothingToPrint, Published, published
from handbook.domain.book.volume import Edition, composed
from handbook.enums import BookFormat, BookState
from handbook.models import Book
from ui.press import CannotPrint

log = logging.getLogger("dastur.book")
PAGES_A_SECTION = {"": 4, "pair": 3}  # a guess, to show how far it is; more pages than guessed do no harm
OFTEN = 1.0  # seconds between two notes of progress


def make(book_id: int) -> bool:
    """Makes the file of a book; whether this caller did. A second caller finds it claimed and leaves.

    A state that has been left meanwhile can't be printed any more: the present one is made in its place, and the old
    row is given up. What stands in the way is kept in `error`, in words; anything unforeseen is raised as well.
    """
    if not _claimed(book_id):
        return False
    book = Book.objects.get(pk=book_id)
    try:
        with translation.override(book.language):
            state = published()
            if state.digest != book.content:
                return _instead(book, state)
            _keep(book, state, _bytes(book, state))
    except (CannotPrint, NothingToPrint) as refusal:
        _failed(book, str(refusal) or _("There is nothing published yet."))
        return False
    except Exception:
        log.exception("book %s could not be made", book)
        _failed(book, _("Something went wrong. Those who look after the system can find out what."))
        raise
    return True


def _claimed(book_id: int) -> bool:
    """Two workers woken for one book: the UPDATE of one finds the row waiting (or abandoned), the other's doesn't."""
    free = Book.objects.filter(abandoned() | Q(state=BookState.WAITING), pk=book_id)
    return bool(free.update(state=BookState.RUNNING, step=0, steps=1, error="", touched_at=timezone.now()))


def _instead(book: Book, state: Published) -> bool:
    wanted = Edition(book.format, book.language, book.beside)
    book.delete()
    return make(ask(wanted=wanted, by=None, state=state, promised=False).pk)


def _bytes(book: Book, state: Published) -> bytes:
    wanted = Edition(book.format, book.language, book.beside)
    sections = len(state.sections)
    paged = book.format == BookFormat.PDF
    guess = sections * PAGES_A_SECTION["pair" if book.beside else ""] if paged else 0
    progress = _Progress(book, sections + guess + 1)
    volume = composed(state, wanted, progress.step)
    return pdf(volume, lambda page: progress.reach(sections + page)) if paged else epub(volume)


def _keep(book: Book, state: Published, content: bytes) -> None:
    """The file first, the row after it: a row that says done has its file."""
    pair = f"{book.language}-{book.beside}" if book.beside else book.language
    book.file.save(f"{state.digest[:16]}-{pair}.{book.format}", ContentFile(content), save=False)
    now = timezone.now()
    kept = Book.objects.filter(pk=book.pk, state=BookState.RUNNING).update(
        state=BookState.DONE,
        file=book.file.name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        of=state.at,
        made_at=now,
        touched_at=now,
        step=book.steps,
        steps=book.steps,
    )
    if not kept and book.file.name:  # another maker took over from this one, which was thought dead
        book.file.storage.delete(book.file.name)


def _failed(book: Book, why: str) -> None:
    Book.objects.filter(pk=book.pk, state=BookState.RUNNING).update(
        state=BookState.FAILED, error=why, touched_at=timezone.now()
    )


class _Progress:
    """Writes how far a book is, at most once a second."""

    def __init__(self, book: Book, steps: int) -> None:
        self.book, self.at, self.told = book, 0, 0.0
        book.steps = steps
        self._write(steps=steps)

    def step(self) -> None:
        self.reach(self.at + 1)

    def reach(self, step: int) -> None:
        """Never back, and never to the end: done is said by the file."""
        self.at = max(self.at, min(step, self.book.steps - 1))
        if time.monotonic() - self.told >= OFTEN:
            self._write(step=self.at)

    def _write(self, **fields: int) -> None:
        self.told = time.monotonic()
        Book.objects.filter(pk=self.book.pk, state=BookState.RUNNING).update(touched_at=timezone.now(), **fields)
