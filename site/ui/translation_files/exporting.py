"""Giving translators' files out."""

from collections.abc import Iterable
from dataclasses import dataclass

from ui.translation_files import spreadsheet, xliff
from ui.translation_files.units import Unit
from ui.translation_report.views import XLSX

XLIFF = "application/xliff+xml"


@dataclass(frozen=True)
class File:
    """A file to be downloaded."""

    name: str
    kind: str
    content: bytes


def exported(units: Iterable[Unit], *, language: str, form: str) -> list[File]:
    """The files for these units, all into `language`; form: "xlsx" or "xliff".

    A spreadsheet is one file. An XLIFF file speaks of one source language: there is one for each, none for no units.
    """
    listed = list(units)
    if form == "xlsx":
        return [File(f"translations-{language}.xlsx", XLSX, spreadsheet.write(listed, language))]
    sources = dict.fromkeys(unit.source_language for unit in listed)
    return [
        File(
            f"translations-{source}-{language}.xlf",
            XLIFF,
            xliff.write((unit for unit in listed if unit.source_language == source), source, language),
        )
        for source in sources
    ]
