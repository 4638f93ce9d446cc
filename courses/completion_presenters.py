"""The report of completion in words and as a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.result_files import AS_TEXT, Cell, write_row
from courses.domain.completion import FLOOR, Asked, Hidden, Line, Number
from courses.enums import Breakdown


@dataclass(frozen=True)
class Said:
    """A line as it is read."""

    label: str
    people: str
    enrolled: str
    completed: str
    share: str
    planned: str
    of_plan: str


def said(lines: Sequence[Line]) -> list[Said]:
    """Lines in words."""
    return [_said(line) for line in lines]


def few() -> str:
    """What stands in place of a number of fewer people than are shown."""
    return _("fewer than %(count)d") % {"count": FLOOR}


def held_back(why: Hidden) -> str:
    """What stands in place of a number that isn't given out."""
    return few() if why is Hidden.FEW else _("not shown")


def _said(line: Line) -> Said:
    return Said(
        label=label(line),
        people=_counted(line.people),
        enrolled=_counted(line.enrolled),
        completed=_counted(line.completed),
        share=_share(line),
        planned="" if line.planned is None else _number(line.planned),
        of_plan="" if line.of_plan is None else _percent(line.of_plan),
    )


def _counted(number: Number) -> str:
    return held_back(number) if isinstance(number, Hidden) else _number(number)


def label(line: Line) -> str:
    """The group's name; people of no known group have a line too."""
    return _("not known") if line.label is None else line.label


def _number(number: int) -> str:
    return formats.number_format(number, use_l10n=True, force_grouping=True)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _share(line: Line) -> str:
    """«62 % (55–68)»: the share, and the interval that it lies in with 95 % confidence."""
    if line.share is None:
        return ""
    if line.interval is None:
        return _percent(line.share)
    low, high = (round(end * 100) for end in line.interval)
    return f"{_percent(line.share)} ({low}–{high})"


def heads(asked: Asked) -> list[str]:
    """The columns."""
    first = {Breakdown.REGION: _("Region"), Breakdown.UNIT: _("Unit"), Breakdown.RANK: _("Group of ranks")}[asked.by]
    named = [first, _("People"), _("Enrolled"), _("Completed in the period"), _("Share, with its interval")]
    if asked.by is Breakdown.RANK:
        return named
    years = "–".join(dict.fromkeys([str(asked.years[0]), str(asked.years[-1])]))
    return [*named, _("Planned for %(years)s") % {"years": years}, _("Of the plan")]


def spreadsheet(asked: Asked, lines: Sequence[Line], title: str) -> bytes:
    """XLSX: the same lines; shares as numbers from 0 to 1, their intervals in two columns of their own."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_TEXT) as book:
        sheet, bold = book.add_worksheet(_("Completion")[:31]), book.add_format({"bold": True, "text_wrap": True})
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 8, 16)
        days = (
            formats.date_format(asked.since, "SHORT_DATE_FORMAT"),
            formats.date_format(asked.until, "SHORT_DATE_FORMAT"),
        )
        write_row(sheet, 0, [title, "–".join(days)], bold, None)
        named = heads(asked)
        write_row(
            sheet,
            2,
            [*named[:4], _("Share"), pgettext("interval", "from"), pgettext("interval", "to"), *named[5:]],
            bold,
            None,
        )
        for place, line in enumerate(lines, start=3):
            write_row(sheet, place, _cells(asked, line), None, None)
        sheet.freeze_panes(3, 1)
    return file.getvalue()


def _cells(asked: Asked, line: Line) -> list[Cell]:
    counted = (line.people, line.enrolled, line.completed)
    numbers: list[Cell] = [held_back(one) if isinstance(one, Hidden) else one for one in counted]
    low, high = line.interval or (None, None)
    plan: list[Cell] = [] if asked.by is Breakdown.RANK else [line.planned, line.of_plan]
    return [label(line), *numbers, line.share, low, high, *plan]
