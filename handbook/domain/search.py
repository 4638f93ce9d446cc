"""Searching the handbook: the same pages in the same order on both databases.

1. Candidates: per language, the reader's first and then the others as the settings have them, the rows of live pages
   that hold every word of the query (its form or stem, in any spelling; the last word also as the beginning of a
   longer one). At most CANDIDATES over all languages, taken in this order: those that hold every word in their
   heading, then the rest, both by their place in the book. A page found in one language isn't looked for in the next.
2. Phrases in quotation marks: rows without them are left out.
3. Rank: `search_rank.score`, the highest first; pages that score alike stand by their place in the book.

Where nothing holds every word, `find_some` looks for those that hold any; it is shown apart, as what it is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handbook.domain import reference as kept
from handbook.domain.search_query import Query, Term
from handbook.domain.search_rank import holds_phrases, score
from handbook.models import SearchText, SearchWord
from handbook.models.search import SearchTextQuerySet
from ui import languages
from ui.leaves import FieldTexts
from ui.reference import Law
from ui.reference import Term as Entry
from ui.stems import words
from ui.tokens import read

CANDIDATES = 300
SUGGESTIONS = 3
ENTRIES = 2  # terms and laws, each


@dataclass(frozen=True)
class Hit:
    """A page found, in the language that it was found in."""

    page: int
    language: str
    score: float


def find(query: Query, language: str) -> list[Hit]:
    """What holds every word of the query; one statement a language, the best first within each language."""
    return _ranked(query, language, lambda rows, code: rows.with_all(query.wanted(code)))


def find_some(query: Query, language: str) -> list[Hit]:
    """What holds some of the words."""
    return _ranked(query, language, lambda rows, code: rows.with_some(query.wanted(code)))


def _ranked(
    query: Query, language: str, matching: Callable[[SearchTextQuerySet, str], SearchTextQuerySet]
) -> list[Hit]:
    hits: list[Hit] = []
    seen: set[int] = set()
    left = CANDIDATES if query.terms else 0
    for code in order(language):
        if left <= 0:
            break
        rows = matching(SearchText.objects.live().filter(language=code), code)
        phrases = query.phrases_in(code)
        found: list[tuple[float, str, int]] = []
        for page, path, heading, text in rows.values_list("page_id", "page__path", "heading", "text")[:left]:
            left -= 1
            told = read(heading), read(text)
            if page not in seen and holds_phrases(phrases, *told):
                found.append((-score(query, code, *told), path, page))
        seen.update(page for _score, _path, page in found)
        hits += [Hit(page, code, -minus) for minus, _path, page in sorted(found)]
    return hits


def order(language: str) -> list[str]:
    """The languages in the order in which they are searched."""
    return list(dict.fromkeys([language, *languages.codes()]))


def near(query: Query, language: str) -> list[str]:
    """Other queries that somebody may have meant, where nothing was found: with near words in place of unknown ones."""
    known = _words(language)
    replaced: dict[str, list[str]] = {}
    for term in query.terms:
        form, _stem = term.analysed(language)[0]
        if form not in known and len(form) > 3:
            replaced[term.word] = _nearest(form, known)
    return _written_again(query, replaced)


def _words(language: str) -> dict[str, str]:
    """Every word of the handbook, folded, with its spelling; the reader's language wins where two write alike."""
    found: dict[str, str] = {}
    rows = SearchWord.objects.order_by("word").values_list("word", "spelling", "language")
    for word, spelling, code in rows:
        if code == language or word not in found:
            found[word] = spelling
    return found


def _nearest(form: str, known: dict[str, str]) -> list[str]:
    """Spellings of the nearest words: one slip of the hand, or two in a word of seven letters and more."""
    allowed = 1 if len(form) < 7 else 2
    found = process.extract(form, known.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return [known[word] for word, _far, _place in sorted(found, key=lambda one: (one[1], one[0]))[:SUGGESTIONS]]


def _written_again(query: Query, replaced: dict[str, list[str]]) -> list[str]:
    """The query with each unknown word replaced; one that is near to nothing is left out."""
    if not any(replaced.values()):
        return []
    kept = [replaced.get(term.word, [term.word]) for term in query.terms]
    again = [" ".join(words[min(n, len(words) - 1)] for words in kept if words) for n in range(SUGGESTIONS)]
    return list(dict.fromkeys(again))


def entries(query: Query, language: str) -> tuple[list[Entry], list[Law]]:
    """Terms of the glossary and laws whose name in the reader's language holds every word of the query."""
    if not query.terms:
        return [], []
    terms = [
        one
        for one in kept.terms().values()
        if _named(query, language, [_name(one.name, language), *one.forms.get(language, [])])
    ]
    laws = [one for one in kept.laws().values() if _named(query, language, [_name(one.name, language)])]
    return sorted(terms, key=lambda one: (len(_name(one.name, language)), one.code))[:ENTRIES], laws[:ENTRIES]


def _name(texts: FieldTexts, language: str) -> str:
    return texts.words.get(language, "")


def _named(query: Query, language: str, names: Iterable[str]) -> bool:
    return any(_holds_all(query.terms, language, name) for name in names)


def _holds_all(terms: Iterable[Term], language: str, name: str) -> bool:
    said = words(name, language)
    tokens = {word.form for word in said} | {f"_{word.stem}" for word in said}
    for term in terms:
        wanted = term.wanted(language)
        begun = tuple(wanted.beginning)
        if tokens.isdisjoint(wanted.whole) and not any(token.startswith(begun) for token in tokens if begun):
            return False
    return True
