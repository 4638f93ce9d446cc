"""The board as a spreadsheet: the sheet of results of a cohort in a course."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.result_files import AS_TEXT, Cell, write_row
from courses.board_presenters import reason
from courses.domain.board import Row
from courses.models import CoursePage

WIDTHS = (34, 22, 30, 16, 12, 12, 18, 18, 50)


def spreadsheet(page: CoursePage, rows: Sequence[Row], tests: Sequence[Assessment]) -> bytes:
    """XLSX: a line a learner, the best percent of each test that the course asks for in the last columns.

    Names and units are text whatever they begin with: no cell is a formula.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**AS_TEXT, "remove_timezone": True}) as book:
        sheet, bold = book.add_worksheet(_("Results")[:31]), book.add_format({"bold": True, "text_wrap": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        write_row(sheet, 0, [*_heads(), *[_("%(title)s, percent") % {"title": one.title} for one in tests]], bold, bold)
        for place, row in enumerate(rows, start=1):
            write_row(sheet, place, [*_cells(row), *[row.best.get(one.pk) for one in tests]], None, moment)
        sheet.freeze_panes(1, 1)
    return file.getvalue()


def _heads() -> list[str]:
    return [
        _("Person"), _("Rank"), _("Unit"), _("State"), _("Lessons read"), _("Tests passed"), _("Last step"),
        _("Completed"), _("Needs a look"),
    ]  # fmt: skip


def _cells(row: Row) -> list[Cell]:
    standing = row.standing
    return [
        str(row.learner),
        str(row.learner.rank or ""),
        str(row.learner.unit or ""),
        str(standing.stage.label),
        f"{standing.read}/{standing.lessons}",
        f"{standing.passed}/{standing.assessments}",
        _moment(row.last),
        _moment(row.enrolment.completed_at),
        "; ".join(f"{why.concern.label}: {reason(why)}" for why in row.reasons),
    ]


def _moment(at: datetime | None) -> Cell:
    return timezone.localtime(at).replace(tzinfo=None) if at else None
