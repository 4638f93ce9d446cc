"""Finding a book that can be read."""

from __future__ import annotations

from handbook.enums import BookState
from handbook.models import Book


def ready(pk: int) -> Book | None:
    """A book that is made, by its key; published texts are everybody's."""
    found: Book | None = Book.objects.filter(pk=pk, state=BookState.DONE).first()
    return found
