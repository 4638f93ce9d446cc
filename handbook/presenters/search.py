"""What a search found, as the page shows it: excerpts with the words marked, links to the very block."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from handbook.domain import search, search_results
from handbook.domain.search_query import Query, parse
from ui import languages, stems
from ui.reference import Law, Term

A_PAGE = 10
AROUND, BEFORE = 200, 50  # characters of an excerpt, and of it before the first word found


@dataclass(frozen=True)
class Result:
    """One page found: everything that is in another language than the reader's carries its own."""

    url: str
    language: str
    heading: SafeString
    chapter: SafeString | str
    excerpt: SafeString


@dataclass(frozen=True)
class Group:
    """The results in one language, by what it calls itself."""

    language: str
    name: str
    results: list[Result]


@dataclass(frozen=True)
class Found:
    """The answer to a query; `some` says that its results hold only some of the words."""

    asked: bool = False
    page: Page | None = None
    groups: list[Group] = field(default_factory=list)
    some: bool = False
    full: bool = False
    near: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    laws: list[Law] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many pages were found in all."""
        return self.page.paginator.count if self.page else 0


def found(text: str, number: str, request: HttpRequest) -> Found:
    """Everything that is shown for a query; statements don't depend on how much there is."""
    query = parse(text)
    if not query.terms:
        return Found(asked=bool(text))
    mine = languages.current()
    hits = search.find(query, mine)
    some = not hits and len(query.terms) > 1
    near = [] if hits else search.near(query, mine)
    hits = search.find_some(query, mine) if some else hits
    page = Paginator(hits, A_PAGE).get_page(number)
    terms, laws = search.entries(query, mine)
    return Found(
        asked=True,
        page=page,
        groups=_groups(_results(list(page), query, request)),
        some=some and bool(hits),
        full=len(hits) >= search.CANDIDATES,
        near=near,
        terms=terms,
        laws=laws,
    )


def _groups(results: list[Result]) -> list[Group]:
    codes = dict.fromkeys(one.language for one in results)
    return [Group(code, languages.own_name(code), [one for one in results if one.language == code]) for code in codes]


def _results(hits: list[search.Hit], query: Query, request: HttpRequest) -> list[Result]:
    return [_result(one, query, request) for one in search_results.shown(hits)]


def _result(one: search_results.Shown, query: Query, request: HttpRequest) -> Result:
    code = one.language
    block, text = best(one.leaves, query, code)
    with translation.override(code):
        url = one.page.get_url(request) or ""
    heading = one.leaves[0][1]
    return Result(
        url=url + (f"#{block}" if block else ""),
        language=code,
        heading=marked(heading, query, code) if heading else SafeString(one.page.heading_html()),
        chapter=one.chapter.heading_html() if one.chapter else "",
        excerpt=excerpt(text, query, code),
    )


def best(leaves: list[list[str]], query: Query, language: str) -> tuple[str, str]:
    """Block id and text of the leaf that holds most of the words, the first of those that hold as many.

    Where only the heading holds any, the text's beginning.
    """
    rest = [(block, text) for block, text in leaves[1:]] or [("", "")]
    counted = [len({place for *_, place in places(text, query, language)}) for _block, text in rest]
    return rest[counted.index(max(counted))]


def excerpt(text: str, query: Query, language: str) -> SafeString:
    """A piece of the text around the place where most of the words stand together, cut between words."""
    stand = list(places(text, query, language))
    first = max(
        stand,
        key=lambda one: (len({p for start, _end, p in stand if one[0] <= start < one[0] + AROUND - BEFORE}), -one[0]),
        default=(0, 0, 0),
    )[0]
    start = 0 if first <= BEFORE else text.find(" ", first - BEFORE, first) + 1 or first
    end = len(text) if len(text) <= start + AROUND else max(text.rfind(" ", start, start + AROUND), start + AROUND // 2)
    piece = marked(text[start:end], query, language)
    return format_html("{}{}{}", "… " if start else "", piece, " …" if end < len(text) else "")


def marked(text: str, query: Query, language: str) -> SafeString:
    """The text as safe HTML with the words that were looked for in <mark>."""
    html, done = "", 0
    for start, end, _place in places(text, query, language):
        if start >= done:
            html += f"{escape(text[done:start])}<mark>{escape(text[start:end])}</mark>"
            done = end
    return mark_safe(html + escape(text[done:]))  # noqa: S308 (each part is escaped)


def places(text: str, query: Query, language: str) -> Iterator[tuple[int, int, int]]:
    """Where words of the query stand: start, end, and which word of the query it is; in order."""
    wanted = [(set(each.whole), each.beginning) for each in query.wanted(language)]
    for word in sorted(stems.words(text, language), key=lambda word: (word.start, -word.end)):
        for place, (whole, beginning) in enumerate(wanted):
            if word.form in whole or f"_{word.stem}" in whole or (beginning and word.form.startswith(beginning)):
                yield word.start, word.end, place
                break


def context(request: HttpRequest, form: Any, index: Any) -> dict[str, Any]:
    """What the template is given; a query that was refused finds nothing and stays in its field."""
    text = form.cleaned_data["q"] if form.is_valid() else ""
    return {
        "form": form,
        "index": index,
        "searching": True,
        "q": form.data.get("q", ""),
        "found": found(text, request.GET.get("page", "1"), request),
        "first": search.CANDIDATES,
    }
