"""What somebody typed, as what to look for in each language: words in all their spellings, and phrases."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from ui import languages
from ui.stems import HYPHENED, WORD, analysed, normal, spellings
from ui.tokens import Wanted

LONGEST = 100  # characters of a query
BEGINNING = 3  # letters from which on the last word may be the beginning of a longer one
PHRASE = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')
PIECE = re.compile(f"{HYPHENED.pattern}|{WORD.pattern}")
# Words that stand everywhere and say nothing; they count only where there is nothing else.
EMPTY = frozenset(
    {
        *("ва", "дар", "ба", "аз", "бо", "то", "ки", "ё", "хам", "ҳам", "барои", "ин", "он", "чӣ", "чи"),
        *("и", "в", "во", "на", "с", "со", "к", "ко", "о", "об", "по", "от", "до", "из", "за", "у", "для", "или", "а"),
        *("the", "a", "an", "of", "to", "in", "on", "for", "and", "or", "with", "at", "by", "is", "are"),
    }
)


@dataclass(frozen=True)
class Term:
    """One word of a query; `beginning`: it may be the beginning of a longer word."""

    word: str
    beginning: bool = False

    def analysed(self, language: str) -> list[tuple[str, str]]:
        """Form and stem of each of its spellings, its own first."""
        return [analysed(spelling, language) for spelling in spellings(self.word)]

    def wanted(self, language: str) -> Wanted:
        """What an index is asked for it."""
        found = self.analysed(language)
        whole = dict.fromkeys(token for form, stem in found for token in (form, f"_{stem}"))
        return Wanted(tuple(whole), (found[0][0],) if self.beginning else ())


@dataclass(frozen=True)
class Query:
    """A query read: all `terms` are to be found, `phrases` word by word; `said` is everything, in order."""

    terms: tuple[Term, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    said: tuple[str, ...] = ()

    def wanted(self, language: str) -> list[Wanted]:
        """What an index is asked for."""
        return [term.wanted(language) for term in self.terms]

    def phrases_in(self, language: str) -> list[str]:
        """Each phrase as it stands in the stems of a text."""
        return [in_order(phrase, language) for phrase in self.phrases]

    @cached_property
    def orders(self) -> dict[str, str]:
        """Everything said, as it stands in the stems of a text of each language; nothing for a single word."""
        return {code: in_order(self.said, code) if len(self.said) > 1 else "" for code in languages.codes()}


def parse(text: str) -> Query:
    """A query of at most LONGEST characters (the rest is not read). Without words it has no terms."""
    text = normal(text)[:LONGEST].strip()
    quoted = [next(part for part in match.groups() if part is not None) for match in PHRASE.finditer(text)]
    phrases = tuple(tuple(WORD.findall(phrase)) for phrase in quoted)
    said = [word for word in _pieces(text) if analysed(word, settings.CONTENT_LANGUAGE)[0]]
    kept = [word for word in said if word.lower() not in EMPTY] or said
    unfinished = bool(kept) and text[-1].isalnum() and kept[-1] == said[-1] and len(kept[-1]) >= BEGINNING
    last = len(kept) - 1
    terms = dict.fromkeys(Term(word, unfinished and place == last) for place, word in enumerate(kept))
    return Query(tuple(terms), tuple(phrase for phrase in phrases if len(phrase) > 1), tuple(WORD.findall(text)))


def in_order(words: tuple[str, ...], language: str) -> str:
    """The stems of words that follow each other, as they stand in a stored text."""
    return " " + " ".join(f"_{stem}" for word in words if (stem := analysed(word, language)[1])) + " "


def _pieces(text: str) -> list[str]:
    """Words in order. Two that are one name («Курган-Тюбе», «курган тюбе») stay together."""
    found: list[str] = []
    for match in PIECE.finditer(text):
        parts = WORD.findall(match[0])
        found += ["".join(parts)] if len(parts) > 1 and _is_name("".join(parts)) else parts
    place = 0
    while place + 1 < len(found):
        if _is_name(found[place] + found[place + 1]):
            found[place : place + 2] = [found[place] + found[place + 1]]
        place += 1
    return found


def _is_name(joined: str) -> bool:
    return len(spellings(joined)) > 1
