"""Rosters as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from people.domain.roster import ASK, CHANGE, NEW, SAME, SKIP, Plan, Row
from people.models import User
from people.roster_forms import FIELDS
from people.rosters.reading import Reading

SHOWN = 100  # lines of each kind; more are counted
WORDS = {
    "full_name_tg": lambda: _("name"),
    "full_name_ru": lambda: _("name in Russian"),
    "full_name_en": lambda: _("name in Latin letters"),
    "service_number": lambda: _("service number"),
    "birth_year": lambda: _("year of birth"),
    "rank": lambda: _("rank"),
    "unit": lambda: _("unit"),
    "sex": lambda: _("sex"),
    "language": lambda: _("language"),
    "email": lambda: _("e-mail address"),
}


@dataclass(frozen=True)
class Column:
    """A column of the list: its number, its heading, what it is taken for, and what it may be taken for."""

    number: int
    heading: str
    chosen: str
    fields: list[tuple[str, Any]]


@dataclass(frozen=True)
class Line:
    """A line of the plan in words. `options`: what may be decided about it, as (value, words), and what holds now."""

    number: int
    name: str
    changes: list[tuple[str, str, str]]
    notes: list[str]
    reason: str
    options: list[tuple[str, str]]


def columns(reading: Reading) -> list[Column]:
    """The columns that have a heading or are taken."""
    pairs = enumerate(zip(reading.headings, reading.fields, strict=True))
    return [Column(number, heading, chosen, FIELDS) for number, (heading, chosen) in pairs if heading or chosen]


def shown(plan: Plan) -> dict[str, Any]:
    """The plan by what is done, each with its count and at most a hundred lines."""
    kinds = {"new": NEW, "changed": CHANGE, "same": SAME, "skipped": SKIP, "asked": ASK}
    told: dict[str, Any] = {"noted": sum(bool(row.notes) for row in plan.rows if row.action in (NEW, CHANGE, SAME))}
    for name, action in kinds.items():
        rows = plan.of(action)
        most = len(rows) if action == ASK else SHOWN
        told[name] = {
            "count": len(rows),
            "lines": [_line(row) for row in rows[:most]],
            "more": max(0, len(rows) - most),
        }
    return told


def _line(row: Row) -> Line:
    changes = [(WORDS[name](), _said(before), _said(after)) for name, (before, after) in row.changes.items()]
    return Line(row.entry.line, row.entry.name, changes, list(row.notes), row.reason, _options(row))


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _options(row: Row) -> list[tuple[str, str]]:
    """What may be decided about a line that isn't clear; nothing for others."""
    if row.action != ASK:
        return []
    known = [(str(person.pk), _("This is %(person)s") % {"person": described(person)}) for person in row.candidates]
    return [("skip", _("Leave the line out")), *known, ("new", _("A new person"))]


def described(person: User) -> str:
    """A person so that namesakes are told apart."""
    parts = [person.get_full_name(), person.service_number, person.birth_year, person.rank, person.unit]
    return ", ".join(str(part) for part in parts if part)


def headings() -> list[str]:
    """The headings of the empty list, in the reader's language."""
    wanted = ["name", "service_number", "birth", "rank", "unit", "sex", "language", "email"]
    words = dict(FIELDS)
    said = {"name": _("Surname and name"), "birth": _("Year of birth"), "email": _("E-mail")}
    return [said.get(name) or str(words[name]).capitalize() for name in wanted]
