"""Makes the handbook as a file, here and now: for cron, and for the process that stands in for a worker."""

from typing import Any

from django.core.management.base import CommandParser

from handbook.domain.book import make
from handbook.domain.book.ask import NoSuchEdition, ask, edition, editions
from handbook.domain.book.published import NothingToPrint
from handbook.domain.book.volume import Edition
from handbook.enums import BookFormat, BookState
from handbook.models import Book
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Makes the handbook as PDF or EPUB, of what is published now; what is made already is left as it is."
    atomic = False  # progress is to be seen while it is made

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--language", help="tg, ru, en")
        parser.add_argument("--format", choices=BookFormat.values, default="pdf")
        parser.add_argument("--beside", default="", help="a second language in facing columns (PDF only)")
        parser.add_argument("--all", action="store_true", help="every edition there is")
        parser.add_argument("--book", type=int, help="a book that was asked for, by its key")

    def act(self, **options: Any) -> dict[str, Any]:
        if options["book"]:
            make.make(options["book"])
            books = list(Book.objects.filter(pk=options["book"]))
        else:
            books = [self._made(one) for one in self._wanted(options)]
        failed = any(book.state == BookState.FAILED for book in books)
        return {"books": [_told(book) for book in books], "exit": int(failed)}

    def _wanted(self, options: dict[str, Any]) -> list[Edition]:
        if options["all"]:
            return editions()
        try:
            return [edition(format=options["format"], language=options["language"] or "", beside=options["beside"])]
        except NoSuchEdition as refusal:
            raise Refused(f"There is no such edition: {refusal}.") from None

    def _made(self, wanted: Edition) -> Book:
        try:
            book = ask(wanted=wanted, by=None, promised=False)
        except NothingToPrint:
            raise Refused("There is nothing published yet.") from None
        make.make(book.pk)
        return Book.objects.get(format=book.format, language=book.language, beside=book.beside, content=book.content)

    def words(self, document: dict[str, Any]) -> str:
        """A line a book."""
        named = ("format", "language", "beside", "state", "size", "file", "error")
        return "\n".join(" ".join(str(one[name]) for name in named if one[name]) for one in document["books"])


def _told(book: Book) -> dict[str, Any]:
    return {
        "id": book.pk,
        "format": book.format,
        "language": book.language,
        "beside": book.beside,
        "content": book.content,
        "state": book.state,
        "size": book.size,
        "sha256": book.sha256,
        "file": book.file.name or "",
        "error": book.error,
    }
