"""Spreadsheets that ask their reader for more than there is, and lines counted as the sheet counts them."""

import io
import zipfile

import pytest
import xlsxwriter

from assessments.formats import sheet
from assessments.formats.entry import Unreadable
from tests.assessments.formats import files

pytestmark = pytest.mark.usefixtures("english")
PAGE = "xl/worksheets/sheet1.xml"


def parts_of(*rows: list, number: float | None = None) -> dict[str, bytes]:
    """The parts of a workbook of these lines; `number` stands in B2, as a date."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
        if number is not None:
            page.write_number(1, 1, number, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("cell", ["XFD1048576", "A10002", "ZZ1", "A99999999", "XFDX1", "1048576"])
def test_attack_19_a_sheet_whose_cells_lie_far_apart_is_refused_unread(cell: str) -> None:
    """A few bytes that ask a reader for room for all cells before the last one: it would take the process with it."""
    parts = parts_of(["question", "right"], ["Q", "x"])
    far = parts[PAGE].replace(b'<c r="B2"', f'<c r="{cell}"'.encode())
    assert far != parts[PAGE]
    for hostile in (parts | {PAGE: far}, parts | {"xl/elsewhere.xml": far, PAGE: b"<worksheet/>"}):
        with pytest.raises(Unreadable, match="more than"):
            sheet.read(files.packed(hostile))


def test_attack_19_a_spreadsheet_of_another_kind_is_no_way_around_it() -> None:
    table = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="x"><table:table-row table:number-rows-repeated="1048576"><table:table-cell/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with pytest.raises(Unreadable, match="no spreadsheet"):
        sheet.read(files.packed({"mimetype": kind, "content.xml": table, "xl/workbook.xml": "<workbook/>"}))


def test_attack_19_a_date_before_all_time_is_no_end_of_the_process() -> None:
    parts = parts_of(["question", "right"], ["Q"], number=45000.5)
    assert len(sheet.read(files.packed(parts))) == 1
    with pytest.raises(Unreadable, match="no spreadsheet"):
        sheet.read(files.packed(parts | {PAGE: parts[PAGE].replace(b"45000.5", b"-1e308")}))


def test_lines_are_counted_as_the_sheet_counts_them() -> None:
    parts = parts_of([], [], ["kind", "question", "right"], [], ["truth", "Q", "perhaps"])
    found = sheet.read(files.packed(parts))
    assert [(one.line, one.name) for one in found] == [(5, "Q")]
