"""What a translator does with a file, for tests."""

import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from ui.staleness import State
from ui.translation_files import loading
from ui.translation_files.exporting import exported
from ui.translation_files.judging import Outcome
from ui.translation_files.units import Line, Loaded, units
from ui.translation_report.rows import sheets_for

URL = "/cms/translations/import/"
RICH = "Дар **24** соат занг занед:\n\n- ба *дежурӣ*\n- ба 102"


def out(language: str = "ru", which: str = "all", form: str = "xliff", by=None) -> bytes:
    return exported(units(sheets_for(by), language, which), language=language, form=form)[0].content


def refs(page) -> dict[str, str]:
    """The name of each text of a page by the words of its source."""
    return {unit.source: unit.ref for unit in units(sheets_for(None), "ru") if unit.ref.startswith(f"p{page.pk}.")}


def line(page, source: str, target: str, **kwargs) -> Line:
    found = next(unit for unit in units(sheets_for(None), "ru") if unit.source == source and f"p{page.pk}." in unit.ref)
    return Line(found.ref, kwargs.pop("digest", found.digest), target, **kwargs)


def judged(*lines: Line, by=None, language: str = "ru") -> list[tuple[Outcome, str]]:
    result = loading.preview(loaded=Loaded(language, list(lines)), by=by)
    return [(one.outcome, str(one.reason)) for one in result.decisions]


def everything(language: str) -> dict[str, tuple[str, State]]:
    return {unit.ref: (unit.target, unit.state) for unit in units(sheets_for(None), language)}


def posted(cms: Client, content: bytes, name: str) -> object:
    return cms.post(URL, {"file": SimpleUploadedFile(name, content)})


def filled(data: bytes, told_: dict[str, str]) -> bytes:
    """The spreadsheet with these new translations, as a program would write them."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    at = {name: rows[0].index(name) for name in ("ref", "new")}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            row[at["new"]] = told_.get(row[at["ref"]], row[at["new"]])
            for column, cell in enumerate(row):
                sheet.write_string(number, column, str(cell))
    return file.getvalue()
