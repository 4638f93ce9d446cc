"""The report as a spreadsheet."""

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from ui.staleness import State
from ui.translation_report.filters import WHY_WORDS
from ui.translation_report.rows import Row

# Texts stay texts: nothing that somebody wrote is taken for a formula, an address or a number.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDTHS = (28, 36, 22, 12, 12, 24, 12, 10, 50, 50)


def state_words(state: State) -> str:
    """A state in the reader's language."""
    return {State.MISSING: _("missing"), State.STALE: _("out of date"), State.FRESH: _("in step")}[state]


def spreadsheet(rows: Iterable[Row]) -> bytes:
    """An XLSX file with a line for each row of the report."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_TEXT) as book:
        sheet = book.add_worksheet(_("Translations")[:31])
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width, wrapped)
        heads = [
            _("Chapter or course"), _("Page"), _("Text"), _("Language"), _("State"), _("Why"), _("Since"),
            _("Days"), _("Source"), _("Translation"),
        ]  # fmt: skip
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(_cells(row)):
                sheet.write_string(line, column, cell, wrapped)
            sheet.write_number(line, 7, row.days, wrapped)
        sheet.freeze_panes(1, 2)
    return file.getvalue()


def _cells(row: Row) -> list[str]:
    day = row.day.isoformat() if row.known else f"≤ {row.day.isoformat()}"
    page = row.sheet
    return [
        page.parent, page.title, row.leaf.label, row.name, state_words(row.state), str(WHY_WORDS[row.why]), day,
        "", row.source_words, row.words,
    ]  # fmt: skip
