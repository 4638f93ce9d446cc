"""Terms of the glossary in running text: where each stands, for the index at the end of the book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from modeltranslation.utils import build_localized_fieldname as localized

from handbook.models import Term

# Most places of one term that an index names: a reader looks up two or three, nobody twenty.
MOST = 8
# Endings after which a word is still the same term. Tajik: plural, object mark, izofat, possessives; English: plural.
# Russian forms stand in the term itself.
ENDINGS = {
    "tg": "(?:ҳо|он|гон|вон|ён)?(?:ро|и|е|у|ам|ат|аш|амон|атон|ашон|ҳои|ҳое|ҳоро)?",
    "en": "(?:s|es|’s|'s)?",
}


class Finder:
    """Finds the terms of one language in text, the longest first."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        self.codes: dict[str, str] = {}
        for term in terms:
            for text in [getattr(term, localized("name", language)), *term.forms.get(language, [])]:
                if text and text.strip():
                    self.codes.setdefault(" ".join(text.lower().split()), term.code)
        words = sorted(self.codes, key=len, reverse=True)
        each = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) or "(?!)"
        self.pattern = re.compile(rf"\b({each}){ENDINGS.get(language, '')}\b", re.IGNORECASE)

    def __call__(self, text: str) -> Iterable[tuple[str, re.Match[str]]]:
        """Each place where a term stands: its code and the match."""
        for match in self.pattern.finditer(text):
            code = self.codes.get(" ".join(match[1].lower().split()))
            if code:
                yield code, match


@dataclass
class Places:
    """Which sections the index names for each term: `chosen[section]` are codes; `main` those that explain it."""

    chosen: dict[int, set[str]] = field(default_factory=dict)
    main: set[tuple[int, str]] = field(default_factory=set)


def places(texts: Mapping[int, str], explained: Mapping[int, set[str]], find: Finder) -> Places:
    """Chooses, for each term, the sections that explain it and those that speak of it most, MOST in all.

    texts: the words of each section by its key, in reading order. explained: the terms that a section has a
    definition of.
    """
    counts = {key: Counter(code for code, _match in find(text)) for key, text in texts.items()}
    found = Places(main={(key, code) for key, codes in explained.items() for code in codes})
    for code in {code for counted in counts.values() for code in counted}:
        spoken = [key for key in texts if counts[key][code]]
        ranked = sorted(spoken, key=lambda key: ((key, code) not in found.main, -counts[key][code]))
        for key in ranked[:MOST]:
            found.chosen.setdefault(key, set()).add(code)
    return found
