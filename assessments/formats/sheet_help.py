"""How the spreadsheet is filled in: a page of instructions in each language."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from ui.languages import codes, own_name


def write(book: Any, wrapped: Any, bold: Any) -> None:
    """Adds the pages, the reader's own language first."""
    own = translation.get_language() or ""
    for code in sorted(codes(), key=lambda one: one != own):
        with translation.override(code):
            sheet = book.add_worksheet(f"{_('Instructions')} ({own_name(code)})"[:31])
            sheet.set_column(0, 0, 16, wrapped)
            sheet.set_column(1, 1, 100, wrapped)
            for row, (name, line) in enumerate(lines()):
                sheet.write_string(row, 0, name, bold)
                sheet.write_string(row, 1, line, wrapped)


def lines() -> list[tuple[str, str]]:
    """What is said of each column and each kind, in the language of the moment."""
    return [*_columns(), *_kinds()]


def _columns() -> list[tuple[str, str]]:
    return [
        ("", _("Write one question a line. The names of the columns in the first line stay as they are.")),
        ("kind", _("What kind of question it is: one of the words below. Empty: one, or text without choices.")),
        ("question", _("The text of the question.")),
        ("choice a …", _("The choices, each in a column of its own.")),
        ("right", _("The letter of the right choice, such as b; of several, such as ac; or the number, or the words.")),
        ("explanation", _("Is shown after the quiz. name, explanation and topic may stay empty.")),
        ("rule", _("How points are given: part, all (all or nothing), for many also sum. Empty: part.")),
        ("points", _("What each choice earns, when it isn't simply right or wrong: 0.5; 0.5; -0.5")),
        ("typos", _("How many letters may be wrong in words that are typed: 0, 1 or 2.")),
        ("picture", _("A picture of the question lies on its line, its upper left corner in any cell of it.")),
        ("shuffle", _("no: the choices stay in their order.")),
    ]


def _kinds() -> list[tuple[str, str]]:
    return [
        ("one", _("One choice is right.")),
        ("many", _("Several choices may be right. With the rule sum the column points says what each earns.")),
        ("truth", _("True or false; right holds true or false.")),
        ("text", _("A few words are written; right holds the words that count, each in a line of its own.")),
        ("number", _("A number is written; tolerance says how far it may be off, unit its unit of measure.")),
        ("order", _("Write the choices in their right order; they are mixed when the question is asked.")),
        ("match", _("The column match holds what each choice goes with, a line each; further lines only mislead.")),
        (
            "gaps",
            _(
                "Write [[1]], [[2]] in the question where the gaps are. choice a holds the answers of gap 1, a line "
                "each. A star * stands before the right ones, if there are wrong ones to choose from."
            ),
        ),
        ("essay", _("A longer text, marked by a person; words is the most it may have.")),
        ("file", _("A file is handed in, marked by a person.")),
        ("criteria", _("Of essay and file, one a line with its points: 3 Names the law")),
        ("second", _("Of essay and file: percent that a second person marks too.")),
        (
            "spot",
            _(
                "Places on the picture are chosen. The choices say what is there; area has a line for each: left, top, "
                "width and height in percent of the picture, such as 10 20 30 15."
            ),
        ),
        (
            "scenario",
            _(
                "A case in steps: [[1]], [[2]] begin the steps in the question. step, leads and points have a number "
                "for each choice: its step, the step that it leads to (0 ends the case), what it earns."
            ),
        ),
    ]
