"""Models of the handbook, one module a matter."""

from handbook.models.book import Book
from handbook.models.pages import ChapterPage, HandbookIndexPage, Link, SectionPage, link, neighbours
from handbook.models.reading import ProblemReport, Reading
from handbook.models.recall import Change, Recheck
from handbook.models.reference import Law, Term
from handbook.models.review import LanguageReview
from handbook.models.search import SearchText, SearchWord

__all__ = [
    "Book", "Change", "ChapterPage", "HandbookIndexPage", "LanguageReview", "Law", "Link", "ProblemReport", "Reading",
    "Recheck", "SearchText", "SearchWord", "SectionPage", "Term", "link", "neighbours",
]  # fmt: skip
