"""Takes ratings gathered on paper or elsewhere into an open wave: all of a file, or nothing."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from assessments.domain import ratings
from assessments.models import Wave
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Takes ratings from a CSV file into an open wave: all or nothing. The format is in operations-surveys.md."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV, UTF-8, with a line of column names")
        parser.add_argument("--wave", required=True, help="code of the wave")
        parser.add_argument("--dry-run", action="store_true", help="check the file and write nothing")

    def act(self, **options: Any) -> dict[str, Any]:
        wave = Wave.objects.filter(code=options["wave"]).select_related("edition").first()
        if wave is None:
            raise Refused(f"There is no wave “{options['wave']}”.", wave=options["wave"])
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as error:
            raise Refused(f"The file can't be read: {error.strerror}.", file=options["file"]) from None
        dry_run = options["dry_run"]
        try:
            found = ratings.import_ratings(wave=wave, content=content, by=None, dry_run=dry_run)
        except ratings.NotImported as refusal:
            lines = [f"line {problem.line}: {problem.problem}" for problem in refusal.problems]
            reason = "\n".join([str(refusal), *lines])
            errors = [asdict(problem) for problem in refusal.problems]
            raise Refused(reason, wave=wave.code, dry_run=dry_run, errors=errors) from None
        return {"wave": wave.code, "dry_run": dry_run, **asdict(found)}
