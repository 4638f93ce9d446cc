"""The register of certificates as a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.result_files import AS_TEXT, Cell, write_row
from courses import presenters
from courses.models import Certificate
from ui.languages import codes

WIDTHS = (18, 36, 44, 9, 14, 14, 14, 14, 40)


def spreadsheet(certificates: Iterable[Certificate]) -> bytes:
    """XLSX: a line a certificate as it stands on paper, its state, and why it was revoked. Names are text whatever they
    begin with: no cell of it is a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**AS_TEXT, "constant_memory": True}) as book:
        page, bold = book.add_worksheet(_("Register")[:31]), book.add_format({"bold": True, "text_wrap": True})
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        page.freeze_panes(1, 1)
        write_row(page, 0, _heads(), bold, None)
        for place, one in enumerate(certificates, start=1):
            write_row(page, place, _cells(one), None, None)
    return file.getvalue()


def _heads() -> list[Cell]:
    return [
        _("Number"), _("Name"), _("Course"), _("Hours"), _("Completed"), _("Issued"), _("Valid until"), _("State"),
        _("Reason"),
    ]  # fmt: skip


def _cells(one: Certificate) -> list[Cell]:
    return [
        one.serial,
        one.name(codes()[0]),
        one.course_title(),
        one.facts["course"]["hours"],
        one.completed_on.isoformat(),
        timezone.localdate(one.issued_at).isoformat(),
        one.valid_until.isoformat() if one.valid_until else "",
        presenters.state(one)[0],
        one.revoked_reason,
    ]
