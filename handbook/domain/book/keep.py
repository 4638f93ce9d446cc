"""Keeping books: what was left half made is begun again, what nobody needs is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from handbook.domain.book.ask import abandoned, begin_anew, books_of, editions
from handbook.domain.book.published import NothingToPrint, stamp
from handbook.enums import BookState
from handbook.models import Book

KEPT = timedelta(days=30)


def restart(start: Callable[[int], object]) -> int:
    """Begins anew every book that its maker left; how many. `start` gets the key of each."""
    left = [book for book in Book.objects.filter(abandoned()) if begin_anew(book)]
    for book in left:
        start(book.pk)
    return len(left)


def delete_old() -> int:
    """Deletes books of earlier states thirty days after they were asked for, with their files; how many.

    The newest file of each edition stays, whatever its age: there is something to read until a newer one is made.
    """
    try:
        now = stamp().digest
    except NothingToPrint:
        now = ""
    newest = [
        found.pk
        for one in editions()
        if (found := books_of(one).filter(state=BookState.DONE).order_by("-of", "-made_at").first())
    ]
    old = Book.objects.filter(asked_at__lt=timezone.now() - KEPT).exclude(content=now).exclude(pk__in=newest)
    deleted = 0
    for book in old:
        _delete(book)
        deleted += 1
    return deleted


@transaction.atomic
def _delete(book: Book) -> None:
    """The row first; the file once that is certain."""
    name, storage = book.file.name, book.file.storage
    book.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
