"""Laws and terms that texts refer to by code. The handbook keeps them and answers here; blocks and lessons know only
this module, as with `ui.citations`.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ui import languages
from ui.leaves import FieldTexts, Shown


@dataclass(frozen=True)
class Law:
    """A law as a citation names it: its name in every language, its number and date where they are known."""

    code: str
    name: FieldTexts
    number: str = ""
    date: datetime.date | None = None
    url: str = ""  # where the list of laws has it, in the active language
    sure: bool = False  # whether number and date are checked

    @property
    def shown(self) -> Shown | None:
        """The name in the reader's language, or the next best."""
        return self.name.shown()


@dataclass(frozen=True)
class Term:
    """A term of the glossary: what it is called and means in every language; `forms` are other forms of it in running
    text, by language."""

    code: str
    name: FieldTexts
    meaning: FieldTexts
    forms: Mapping[str, list[str]] = field(default_factory=dict)
    url: str = ""  # where the glossary explains it, in the active language
    explained: bool = True  # whether texts explain it in place


@dataclass
class _Providers:
    laws: Callable[[], Mapping[str, Law]] | None = None
    terms: Callable[[], Mapping[str, Term]] | None = None


_kept = _Providers()


def provide(*, laws: Callable[[], Mapping[str, Law]], terms: Callable[[], Mapping[str, Term]]) -> None:
    """Makes these answer; each gives everything there is, by code, and may be asked many times for one page."""
    _kept.laws, _kept.terms = laws, terms


def law(code: str) -> Law | None:
    """One law, or None when there is none of this code."""
    return _kept.laws().get(code) if _kept.laws and code else None


def term(code: str) -> Term | None:
    """One term of the glossary, or None."""
    return _kept.terms().get(code) if _kept.terms and code else None


def terms() -> Mapping[str, Term]:
    """All terms of the glossary, by code."""
    return _kept.terms() if _kept.terms else {}


def law_choices() -> Iterator[tuple[str, str]]:
    """For the page editor: code and name in the editor's language, in the order of the codes."""
    for code, one in sorted((_kept.laws() if _kept.laws else {}).items()):
        yield code, _named(one.name, code)


def term_choices() -> Iterator[tuple[str, str]]:
    """For the page editor: code and name in the editor's language, in the order of the codes."""
    for code, one in sorted(terms().items()):
        yield code, _named(one.name, code)


def _named(texts: FieldTexts, code: str) -> str:
    mine = languages.fallbacks(languages.current())
    return next((texts.words[one] for one in mine if texts.words.get(one)), code)
