"""Takes over an archive of the handbook."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from handbook.domain.archive_file import read
from handbook.domain.archive_import import SAME, take_over
from ui.command import JsonCommand, Refused
from ui.uploads import RefusedFile


class Command(JsonCommand):
    help = (
        "Takes over an archive that export_handbook wrote. Where there is no handbook yet, everything comes as it was; "
        "over one that is there, what differs becomes a draft, and nothing is deleted."
    )

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.zip")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--publish", action="store_true", help="publish what differs instead of drafting it")
        parser.add_argument("--prune", action="store_true", help="delete what the archive does not hold")

    def act(self, **options: Any) -> dict[str, Any]:
        chosen = {name: options[name] for name in ("dry_run", "publish", "prune")}
        try:
            with options["file"].open("rb") as file:
                steps = take_over(read(file), by=None, **chosen)
        except RefusedFile as refused:
            raise Refused(str(refused)) from None
        except OSError as error:
            raise Refused(f"{options['file']} cannot be read: {error.strerror}.") from None
        told = [{"what": step.what, "ref": step.ref, "act": step.act, "why": str(step.why)} for step in steps]
        return {
            "dry_run": options["dry_run"],
            "counts": dict(Counter(step.act for step in steps)),
            "steps": [step for step in told if step["act"] != SAME],
        }

    def words(self, document: dict[str, Any]) -> str:
        head = "Would be done:" if document["dry_run"] else "Done:"
        lines = [f"{head} {', '.join(f'{act} {n}' for act, n in sorted(document['counts'].items()))}"]
        lines += [f"{one['act']:8} {one['what']:8} {one['ref']} {one['why']}".rstrip() for one in document["steps"]]
        return "\n".join(lines)
