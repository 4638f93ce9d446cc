"""What the search must answer, found without any database's index."""

from handbook.domain import search
from handbook.domain.search_query import Query
from handbook.domain.search_rank import score
from handbook.models import SearchText
from ui.tokens import read


def reference(query: Query, language: str) -> list[int]:
    """The same answer from all texts in memory, without any database's index."""
    found: list[int] = []
    left = search.CANDIDATES if query.terms else 0
    for code in search.order(language):
        rows = []
        for row in SearchText.objects.filter(language=code).select_related("page"):
            heading, tokens = row.heading.split(), [*row.heading.split(), *row.text.split()]
            if row.page.live and all(_holds(tokens, each) for each in query.wanted(code)):
                in_heading = all(_holds(heading, each) for each in query.wanted(code))
                rows.append((not in_heading, row.page.path, row))
        rows = sorted(rows, key=lambda one: one[:2])[:left]
        left -= len(rows)
        ranked = sorted((-score(query, code, read(row.heading), read(row.text)), path, row) for _, path, row in rows)
        found += [row.page_id for _score, _path, row in ranked if row.page_id not in found]
    return found


def _holds(tokens, wanted) -> bool:
    return any(token in wanted.whole or (wanted.beginning and token.startswith(wanted.beginning)) for token in tokens)
