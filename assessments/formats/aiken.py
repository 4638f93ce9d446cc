"""Aiken (docs.moodle.org, "Aiken format"): a question on a line, choices with letters, «ANSWER: B»."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.formats.entry import Entry, Option, Read, Skipped, named
from ui.sheets import decoded

CHOICE = re.compile(r"^\s*([A-ZА-Я])\s*[.)]\s+(.*)$")
# As exported from elsewhere, and as teachers here write it.
RIGHT = re.compile(r"^\s*(?:ANSWER|ОТВЕТ|ҶАВОБ)\s*:\s*([A-ZА-Я])\s*$", re.IGNORECASE)


def read(content: bytes) -> list[Read]:
    """Every question of a file, in order."""
    found: list[Read] = []
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(decoded(content).split("\n"), start=1):
        if not line.strip():
            continue
        lines.append((number, line.strip()))
        if RIGHT.match(line):
            found.append(_question(lines))
            lines = []
    if lines:
        found.append(_broken(lines, _("The line with the right answer is missing.")))
    return found


def _broken(lines: list[tuple[int, str]], reason: str) -> Skipped:
    return Skipped(named("", lines[0][1]), lines[0][0], "aiken", reason)


def _question(lines: list[tuple[int, str]]) -> Read:
    stem: list[str] = []
    options: list[tuple[str, str]] = []
    for _number, line in lines[:-1]:
        if choice := CHOICE.match(line):
            options.append((choice[1], choice[2].strip()))
        elif options:
            options[-1] = (options[-1][0], f"{options[-1][1]} {line}")
        else:
            stem.append(line)
    right = (RIGHT.match(lines[-1][1]) or [""] * 2)[1].upper()
    if not stem or len(options) < 2:
        return _broken(lines, _("There must be a question and two choices at least before the right answer."))
    if right not in [letter for letter, _text in options]:
        return _broken(lines, _("No choice has the letter %(letter)s.") % {"letter": right})
    choices = [Option(text, Decimal(int(letter == right))) for letter, text in options]
    text = "\n".join(stem)
    return Entry(named("", text), lines[0][0], "one", text, choices)
