"""The sheet of results as files: a spreadsheet to count on with, and a PDF to be signed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.domain.result_sheet import Line, ResultSheet
from assessments.presenters import plain
from people.models import User
from ui.languages import current
from ui.press import press

STYLE = Path(__file__).resolve().parent / "paper" / "statistics.css"
SHEET_STYLE = Path(__file__).resolve().parent / "paper" / "results.css"
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDTHS = (34, 22, 30, 9, 18, 18, 9, 9, 9, 9, 24, 40)
Cell = str | float | int | datetime | None


def spreadsheet(sheet: ResultSheet) -> bytes:
    """XLSX: a line an attempt, with points by question if the sheet holds them, and what those questions are.

    Names, units and reasons are text whatever they begin with: no cell of it is a formula.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**AS_TEXT, "remove_timezone": True}) as book:
        page, bold = book.add_worksheet(_("Results")[:31]), book.add_format({"bold": True, "text_wrap": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        heads = [*_heads(), *[f"{question.number}" for question in sheet.questions]]
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        write_row(page, 0, heads, bold, bold)
        for place, line in enumerate(sheet.lines, start=1):
            points = [line.points.get(question.pk) for question in sheet.questions]
            write_row(
                page, place, [*_cells(line), *[None if one is None else float(one) for one in points]], None, moment
            )
        page.freeze_panes(1, 1)
        if sheet.questions:
            _questions(book.add_worksheet(_("Questions")[:31]), sheet, bold)
    return file.getvalue()


def write_row(page: Any, place: int, cells: Iterable[Cell], style: Any, moment: Any) -> None:
    """One line of a worksheet: each cell by its own type, so that text stays text; None is left empty."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            page.write_string(place, column, cell, style)
        elif isinstance(cell, datetime):
            page.write_datetime(place, column, cell, moment)
        elif cell is not None:
            page.write_number(place, column, cell, style)


def _heads() -> list[str]:
    return [
        _("Person"), _("Rank"), _("Unit"), _("Attempt"), pgettext("time", "Started"), _("Handed in"), _("Points"),
        pgettext("points", "Out of"), _("Percent"), _("Passed"), _("Late answers"), _("Corrected"),
    ]  # fmt: skip


def _cells(line: Line) -> list[Cell]:
    result, sitting = line.result, line.result.sitting
    return [
        str(sitting.candidate),
        str(sitting.candidate.rank or ""),
        str(sitting.unit or sitting.candidate.unit or ""),
        sitting.number,
        timezone.localtime(sitting.started_at).replace(tzinfo=None),
        timezone.localtime(sitting.closed_at).replace(tzinfo=None) if sitting.closed_at else None,
        float(result.score),
        float(result.out_of),
        line.percent,
        _("yes") if result.passed else _("no"),
        late_words(line),
        corrected_words(line),
    ]


def late_words(line: Line) -> str:
    """What came late, and whether it was counted."""
    if not line.late:
        return ""
    if line.result.late_admitted:
        return _("%(count)s, admitted") % {"count": line.late}
    return _("%(count)s, not counted") % {"count": line.late}


def corrected_words(line: Line) -> str:
    """Why a person corrected it; empty where nobody did."""
    return line.result.reason if line.result.number > 1 else ""


def _questions(page: Any, sheet: ResultSheet, bold: Any) -> None:
    page.set_column(1, 1, 24)
    page.set_column(2, 2, 90)
    write_row(page, 0, [pgettext("number", "No."), _("Key"), _("Question")], bold, bold)
    for place, question in enumerate(sheet.questions, start=1):
        write_row(page, place, [question.number, question.key, question.stem], None, None)


def pdf(sheet: ResultSheet, *, by: User) -> bytes:
    """The sheet as PDF/UA-1 with lines to sign on, in the language shown now. Raises ui.press.CannotPrint."""
    lines = [
        {
            "line": line,
            "unit": line.result.sitting.unit or line.result.sitting.candidate.unit or "",
            "score": plain(line.result.score),
            "out_of": plain(line.result.out_of),
            "late": late_words(line),
            "corrected": corrected_words(line),
        }
        for line in sheet.lines
    ]
    told = {
        "language": current(), "sheet": sheet, "lines": lines, "by": by, "now": timezone.now(),
        "signs": [_("Trainer"), _("Head of the course"), _("Academy office")],
    }  # fmt: skip
    html = render_to_string("assessments/pdf/results.html", told)
    with press() as ours:
        document = ours.set(html, ours.style(STYLE.read_text() + SHEET_STYLE.read_text()))
        stamp = formats.date_format(timezone.localtime(), "YmdHi", use_l10n=False)
        return ours.write(document, identifier=f"results-{sheet.assessment.pk}-{len(lines)}-{stamp}")
