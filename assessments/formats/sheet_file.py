"""The lines of a spreadsheet of questions (XLSX), with the pictures that lie on them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessments.formats import sheet_pictures
from assessments.formats.entry import Unreadable
from assessments.formats.images import Drawn
from ui import sheets
from ui.sheets import MOST, WIDEST, Rows
from ui.uploads import RefusedFile

__all__ = ["MOST", "WIDEST", "Rows", "read"]


def read(content: bytes) -> tuple[Rows, dict[int, list[Drawn]]]:
    """The lines of the first sheet, and the pictures that lie on them by the number of the line. Raises Unreadable."""
    try:
        entries = sheets.parts(content)
        book = sheets.workbook(entries)
        pictures = sheet_pictures.found(entries)
        rows: Rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except RefusedFile as refused:
        raise Unreadable(str(refused)) from None
    except (Unreadable, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # whatever a reader of strange files may raise; a panic of its is no Exception
        raise Unreadable(_("The file is no spreadsheet that can be read.")) from error
    return rows, pictures
