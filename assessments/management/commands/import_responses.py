"""Takes in the answers of an examination on paper: all of a file, or nothing; the same file twice changes nothing."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from assessments.domain.paper_file import MOST_BYTES, Unreadable
from assessments.domain.paper_import import take_in
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Takes a CSV matrix of answers from paper into an assessment. The format is in statistics.md."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV: the person, sex and language if known, then a column a question key")
        parser.add_argument("--assessment", required=True, help="code of the assessment")
        parser.add_argument("--create", action="store_true", help="make an assessment of that code for the paper alone")
        parser.add_argument("--dry-run", action="store_true", help="check the file and write nothing")

    def act(self, **options: Any) -> dict[str, Any]:
        code, dry_run = options["assessment"], options["dry_run"]
        try:
            with Path(options["file"]).open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise Refused(f"The file can't be read: {error.strerror}.", file=options["file"]) from None
        try:
            taken = take_in(code=code, content=content, by=None, create=options["create"], dry_run=dry_run)
        except Unreadable as refusal:
            reason = "\n".join([str(refusal), *map(str, refusal.problems)])
            errors = [asdict(problem) for problem in refusal.problems]
            raise Refused(reason, assessment=code, dry_run=dry_run, errors=errors) from None
        return {**asdict(taken), "dry_run": dry_run}
