"""The handbook's lists as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from handbook.domain import reference as kept
from handbook.domain import visit
from handbook.domain.citing import Place, citing
from handbook.models import Link, ProblemReport, SectionPage
from people.models import User
from ui.folding import sort_key
from ui.leaves import FieldTexts, leaves
from ui.reference import Law, Term

Named = TypeVar("Named", Law, Term)


@dataclass(frozen=True)
class Letter:
    """A letter of the glossary and the terms under it."""

    letter: str
    terms: list[Term]


def glossary() -> list[Letter]:
    """The terms by the first letter of what they are called in the reader's language, in the order of its alphabet."""
    ordered = by_name(kept.terms().values())
    return [Letter(letter, list(terms)) for letter, terms in groupby(ordered, key=lambda term: _initial(term.name))]


@dataclass(frozen=True)
class CitedLaw:
    """A law and the sections that cite it."""

    law: Law
    places: list[Place]


def laws() -> list[Law]:
    """The laws by what they are called in the reader's language."""
    return by_name(kept.laws().values())


def cited_laws() -> list[CitedLaw]:
    """The same, each with where it is cited."""
    cited = citing("law")
    return [CitedLaw(law, cited.get(law.code, [])) for law in laws()]


def editor_address(report: ProblemReport) -> str:
    """Where a reported place is edited: its section, at the very block."""
    url = reverse("wagtailadmin_pages:edit", args=[report.section_id])
    return f"{url}#block-{report.block}-section" if report.block else url


def place(person: User) -> Link | None:
    """Where this person was last in the handbook; one query."""
    reading = visit.last(person)
    if reading is None:
        return None
    url = reading.section.get_url() or ""
    block = reading.block if not reading.read_at else ""
    return Link(reading.section.heading_html(), f"{url}#{block}" if block else url)


def by_name(rows: Iterable[Named]) -> list[Named]:
    """Laws or terms in the order of the alphabet, by what they are called in the reader's language."""
    return sorted(rows, key=lambda row: sort_key(_words(row.name)))


def places(section: SectionPage) -> list[tuple[str, str]]:
    """The blocks of a section, by id, told by their first words in the reader's language."""
    found: dict[str, str] = {}
    for leaf in leaves(section.body):
        shown = leaf.value.shown()
        if shown and leaf.block_id not in found:
            found[leaf.block_id] = Truncator(strip_tags(shown.html).strip()).chars(60)
    return list(found.items())


def paragraph(section: SectionPage, block: str) -> SafeString | str:
    """One block of a section as it is shown there; "" when there is no such block."""
    found = next((child for child in section.body if child.id == block), None)
    return found.render_as_block({"anchor": block}) if found else ""


def _words(texts: FieldTexts) -> str:
    shown = texts.shown()
    return texts.words[shown.language] if shown else ""


def _initial(texts: FieldTexts) -> str:
    return _words(texts)[:1].upper()
