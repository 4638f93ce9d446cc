"""How well a text answers a query: one formula, in Python, so that both databases give the same order.

For each word of the query, with w whole forms, s stems (which count whole forms again) and b words that begin so:

    in the heading   8 for a whole form, else 6 for a stem, else 3 for a beginning; 0 without
    in the text      4 * hits / (hits + 2 + words / 200),  hits = w + 0.6 s + 0.3 b

The second saturates: many hits in a long text say less than a few in a short one (the shape is BM25's, Robertson and
Zaragoza 2009, without its weight of rare words, which would need the whole index). To the sum are added 4 times the
share of the heading that the query covers, and, for a query of several words, 5 if they follow each other in the
heading and 2 if they do in the text. Found in a spelling of its own, a name counts as the word itself.
"""

from collections.abc import Sequence

from handbook.domain.search_query import Query, Term
from ui.tokens import Tokens

HEADING = (8.0, 6.0, 3.0)
HITS = (1.0, 0.6, 0.3)
TEXT, SATURATION, LENGTH = 4.0, 2.0, 200.0
COVERED, ORDERED_HEADING, ORDERED_TEXT = 4.0, 5.0, 2.0


def score(query: Query, language: str, heading: Tokens, text: Tokens) -> float:
    """The more, the better; comparable between texts of one language and query."""
    total = 0.0
    covered = 0
    for term in query.terms:
        in_heading, in_text = hits(term, language, heading), hits(term, language, text)
        total += next((weight for weight, found in zip(HEADING, in_heading, strict=True) if found), 0.0)
        covered += any(in_heading)
        weighed = sum(weight * found for weight, found in zip(HITS, in_text, strict=True))
        total += TEXT * weighed / (weighed + SATURATION + text.count / LENGTH)
    total += COVERED * min(1.0, covered / max(1, heading.count))
    return total + _ordered(query.orders.get(language, ""), heading, text)


def hits(term: Term, language: str, tokens: Tokens) -> tuple[int, int, int]:
    """How often a word stands there: as whole forms, as stems (whole forms among them), as the beginning of others."""
    found = term.analysed(language)
    whole = sum(tokens.forms.count(f" {form} ") for form in dict.fromkeys(form for form, _stem in found))
    stems = sum(tokens.stems.count(f" _{stem} ") for stem in dict.fromkeys(stem for _form, stem in found))
    begun = tokens.forms.count(f" {found[0][0]}") if term.beginning else 0
    return whole, stems, max(0, begun - whole)


def holds_phrases(phrases: Sequence[str], heading: Tokens, text: Tokens) -> bool:
    """Whether each phrase stands in the heading or in the text, in its order."""
    return all(phrase in heading.stems or phrase in text.stems for phrase in phrases)


def _ordered(order: str, heading: Tokens, text: Tokens) -> float:
    if not order:
        return 0.0
    return (ORDERED_HEADING if order in heading.stems else 0.0) + (ORDERED_TEXT if order in text.stems else 0.0)
