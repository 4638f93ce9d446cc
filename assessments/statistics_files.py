"""Statistics as files: a spreadsheet for whoever counts on, a PDF for the meeting and the folder."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments import statistics_presenters as words
from assessments.domain.item_report import ItemReport
from assessments.models import Assessment
from ui.languages import current
from ui.press import press

STYLE = Path(__file__).resolve().parent / "paper" / "statistics.css"
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
Cell = str | float | int | None


def spreadsheet(report: ItemReport) -> bytes:
    """XLSX: questions, their choices by thirds, differential functioning, the whole test; figures unrounded."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_TEXT) as book:
        _sheet(book, _("Questions"), _question_heads(), _question_rows(report), (6, 24, 60))
        _sheet(book, _("Choices"), _choice_heads(), _choice_rows(report), (6, 24, 8, 60))
        _sheet(book, _("Fairness"), _dif_heads(), _dif_rows(report), (24, 24))
        _sheet(
            book, _("Whole test"), [pgettext("statistics", "Figure"), _("Value"), *_ends()], _test_rows(report), (32,)
        )
    return file.getvalue()


def _sheet(book: Any, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> None:
    sheet, bold = book.add_worksheet(name[:31]), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell)
            elif cell is not None:
                sheet.write_number(line, column, cell)
    sheet.freeze_panes(1, 0)


def _ends() -> tuple[str, str]:
    """Heads of the two columns of an interval."""
    return pgettext("interval", "from"), pgettext("interval", "to")


def _question_heads() -> list[str]:
    return [
        pgettext("number", "No."), _("Key"), _("Question"), _("People"), _("Facility (0 to 1)"),
        _("Standard deviation, points"),
        _("Discrimination index, %"), _("Discrimination efficiency, %"), _("Point-biserial, corrected"),
        _("Effective weight, %"), _("Steepness a"), _("its error"), _("Difficulty b"), _("its error"),
        _("Seconds (median)"), _("Left out"), _("Not reached"), _("What to do"),
    ]  # fmt: skip


def _question_rows(report: ItemReport) -> Iterable[Sequence[Cell]]:
    for line in words.lines(report):
        f, model, picture = line.row.figures, line.row.model, line.row.picture
        told = " ".join(sentence for sentence, _grave in line.advice)
        yield (
            line.row.number, f.key, line.text, f.n, f.facility, f.sd, f.discrimination_index,
            f.discrimination_efficiency, f.point_biserial, f.effective_weight, model.a, model.se_a, model.b,
            model.se_b, picture.seconds, picture.left_out, picture.not_reached, told,
        )  # fmt: skip


def _choice_heads() -> list[str]:
    thirds = [_("lowest third"), _("middle third"), _("best third")]
    return [pgettext("number", "No."), _("Key"), _("Choice"), _("Text"), _("right"), *thirds]


def _choice_rows(report: ItemReport) -> Iterable[Sequence[Cell]]:
    for row in report.rows:
        for choice in words.choices(row):
            named = (choice.letter, choice.text) if choice.letter else ("", _("no answer"))
            right = _("yes") if choice.right else ""
            yield (row.number, row.column.key, *named, right, *choice.option.counts)


def _dif_heads() -> list[str]:
    return [
        _("Key"), _("Compared"), _("People"), _("Odds ratio (Mantel-Haenszel)"), _("Delta"), _("Class"),
        *_ends(),
    ]  # fmt: skip


def _dif_rows(report: ItemReport) -> Iterable[Sequence[Cell]]:
    for one in report.dif:
        pair = words.pair_words(one.by, one.reference, one.focal)
        yield (one.key, pair, one.n, one.alpha_mh, one.delta, one.category or "", *(one.interval or (None, None)))


def _test_rows(report: ItemReport) -> Iterable[Sequence[Cell]]:
    test, unknown = report.test, (None, None)
    return [
        (_("People"), test.n),
        (_("Questions"), test.items),
        (_("Mean, points"), test.mean, *(test.mean_interval or unknown)),
        (_("Standard deviation, points"), test.sd, *(test.sd_interval or unknown)),
        (_("Reliability (alpha)"), test.alpha, *(test.alpha_interval or unknown)),
        (_("Standard error of measurement, points"), test.sem),
        (_("Error ratio, %"), test.error_ratio),
    ]


def pdf(assessment: Assessment, report: ItemReport) -> bytes:
    """The same as PDF/UA-1, in the language shown now. Raises ui.press.CannotPrint."""
    told = {
        "language": current(),
        "assessment": assessment,
        "report": report,
        "lines": words.lines(report),
        "sentences": words.test_words(report),
        "fairness": words.fairness(report),
        "model": words.model_words(report),
    }
    html = render_to_string("assessments/pdf/statistics.html", told)
    with press() as ours:
        document = ours.set(html, ours.style(STYLE.read_text()))
        return ours.write(document, identifier=f"statistics-{assessment.pk}-{report.edition}-{report.test.n}")
