"""The lines of a spreadsheet (XLSX), guarded: its reader makes room for every cell up to the last, wherever that is."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from assessments.formats import sheet_pictures
from assessments.formats.entry import Unreadable
from assessments.formats.images import Drawn
from ui.uploads import Limits, RefusedFile, checked_zip, clean_copy, safe_xml, unpacked

MOST, WIDEST = 10_000, 200
CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
PARTS = re.compile(r"(\[Content_Types\]\.xml|_rels/.*\.rels|xl/.*\.(xml|rels))")
Rows = list[list[Any]]


def read(content: bytes) -> tuple[Rows, dict[int, list[Drawn]]]:
    """The lines of the first sheet, and the pictures that lie on them by the number of the line. Raises Unreadable."""
    try:
        file = io.BytesIO(content)
        parts = dict(unpacked(file, checked_zip(file, limits=Limits())))
        # Nothing that could be taken for a spreadsheet of another kind, whose cells haven't been looked at.
        plain = {name: data for name, data in parts.items() if PARTS.fullmatch(name)}
        _check_cells(plain)
        pictures = sheet_pictures.found(parts)
        book = python_calamine.CalamineWorkbook.from_filelike(clean_copy(plain.items()))
        rows: Rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except RefusedFile as refused:
        raise Unreadable(str(refused)) from None
    except (Unreadable, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # whatever a reader of strange files may raise; a panic of its is no Exception
        raise Unreadable(_("The file is no spreadsheet that can be read.")) from error
    return rows, pictures


def _check_cells(parts: Mapping[str, bytes]) -> None:
    """Refuses a sheet with a cell so far away that all those before it would fill the memory. Raises Unreadable."""
    for name, data in parts.items():
        if not name.startswith("xl/worksheets/") and b"sheetData" not in data:
            continue
        if name.endswith(".rels"):
            continue
        for cell in safe_xml(data).iter("{*}c", "{*}row"):
            if len(cell):
                _check_place(cell.get("r", ""))


def _check_place(place: str) -> None:
    found = CELL.fullmatch(place)
    row = int(found[2]) if found else int(place) if place.isascii() and place.isdigit() and len(place) < 8 else 0
    if row > MOST + 1:
        raise Unreadable(_("The file has more than %(most)s lines.") % {"most": MOST})
    if (place and not row) or (found and _column(found[1]) > WIDEST):
        raise Unreadable(_("The file has more than %(most)s columns.") % {"most": WIDEST})


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
