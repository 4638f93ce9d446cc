"""Markers in a question's text, [[1]], [[2]]: where its gaps are, or where its steps begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ui import languages

if TYPE_CHECKING:
    from assessments.models import Question

MARKER = re.compile(r"\[\[(\d{1,2})\]\]")
BLANK = "______"


def blanks(text: str) -> str:
    """The text with a line to write on where each gap is."""
    return MARKER.sub(BLANK, text)


def parts(text: str) -> dict[int, str]:
    """The text between the markers by the number of the marker before it; what stands before the first is 0."""
    pieces = MARKER.split(text)
    found = {0: pieces[0].strip()}
    found.update({int(number): piece.strip() for number, piece in zip(pieces[1::2], pieces[2::2], strict=True)})
    return found


def problems(question: Question, wanted: Sequence[int]) -> list[str]:
    """What is wrong with the markers of each language that has a text: each of `wanted` stands in it once."""
    found = []
    for code in languages.codes():
        text = getattr(question, f"stem_{code}") or ""
        there = [int(number) for number in MARKER.findall(text)]
        if text.strip() and sorted(there) != sorted(wanted):
            told = {"language": languages.own_name(code), "wanted": " ".join(f"[[{n}]]" for n in sorted(wanted))}
            found.append(_("In %(language)s the text must have each of these marks once: %(wanted)s.") % told)
    return found
