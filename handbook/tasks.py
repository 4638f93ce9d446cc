"""Celery's side of the book: the outbox wakes it, the row decides (site/docs/decisions/0008)."""

import os
import subprocess
import sys

from celery import shared_task
from django.conf import settings
from django.db import transaction

from handbook.domain import planned
from handbook.domain.book import keep, make
from ledger.outbox import handles

LONGEST = 1800  # seconds


@shared_task(time_limit=LONGEST)
def make_book(book_id: int) -> bool:
    """Makes one book, outside of any transaction."""
    return make.make(book_id)


@shared_task
def sweep_books() -> int:
    """Begins again what was left half made and deletes what is old; run by beat."""
    return keep.restart(start) + keep.delete_old()


@shared_task
def publish_planned() -> int:
    """Publishes and takes down what is due; run by beat."""
    return planned.publish_due()


@handles("book.make")
def promised(book_id: int) -> None:
    """The outbox's part: minutes of work don't belong into its transaction, so it only has them begun."""
    transaction.on_commit(lambda: start(book_id))


def start(book_id: int) -> None:
    """Has a book made, by a worker; without a broker by a process of its own, which outlives the request."""
    if not settings.BOOKS_IN_A_PROCESS:
        make_book.delay(book_id)
        return
    subprocess.Popen(  # noqa: S603 (our own command, with a number)
        [sys.executable, "-m", "django", "make_book", "--book", str(int(book_id))],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
