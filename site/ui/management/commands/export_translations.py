"""Writes a translators' file: XLIFF 2.1 or a spreadsheet."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from ui import languages
from ui.command import JsonCommand, Refused
from ui.translation_files.exporting import exported
from ui.translation_files.units import ALL, BEHIND, MISSING, STALE, units
from ui.translation_report.rows import sheets_for


class Command(JsonCommand):
    help = "Writes the texts of all pages, as last saved, into a file for translators into one language."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write")
        parser.add_argument(
            "--language", required=True, choices=languages.codes(), help="the language to translate into"
        )
        parser.add_argument("--format", required=True, choices=["xliff", "xlsx"], dest="form")
        parser.add_argument("--state", default=ALL, choices=[MISSING, STALE, BEHIND, ALL], help="which texts")
        parser.add_argument("--source", choices=languages.codes(), help="only pages written first in this language")

    def act(self, **options: Any) -> dict[str, Any]:
        found = list(units(sheets_for(None), options["language"], options["state"]))
        if source := options["source"]:
            found = [unit for unit in found if unit.source_language == source]
        files = exported(found, language=options["language"], form=options["form"])
        if not files:
            raise Refused("There is nothing to translate.")
        if len(files) > 1:
            sources = sorted({unit.source_language for unit in found})
            raise Refused("An XLIFF file has one source language: name one with --source.", sources=sources)
        options["file"].write_bytes(files[0].content)
        return {"file": str(options["file"]), "texts": len(found), "bytes": len(files[0].content)}
