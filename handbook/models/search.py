"""What the search looks in: published texts, folded and stemmed, a row a page and language; and every word of them.

Both databases answer the same question, *which rows hold these tokens*, each from its own full-text index: SQLite
from an FTS5 table that triggers keep in step, PostgreSQL from a GIN index over the same tokens (migration 0004).
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ui.tokens import Wanted

TABLE = "handbook_searchtext"
INDEX = "handbook_searchfts"


class Holds(models.Func):
    """Whether a row holds all that is wanted, in its heading and text together or in its heading alone."""

    output_field = models.BooleanField()

    def __init__(self, wanted: list[Wanted], *, heading_only: bool = False, **extra: Any) -> None:
        self.wanted = wanted
        self.heading_only = heading_only
        super().__init__(**extra)

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> tuple[str, tuple[str, ...]]:
        said = " AND ".join(
            "(" + " OR ".join([*[f'"{one}"' for one in each.whole], *[f'"{one}" *' for one in each.beginning]]) + ")"
            for each in self.wanted
        )
        found = f"(SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)"  # noqa: S608 (names of our own)
        return f"{TABLE}.id IN {found}", (f"heading : ({said})" if self.heading_only else said,)

    def as_postgresql(
        self, compiler: Any, connection: BaseDatabaseWrapper, **kwargs: Any
    ) -> tuple[str, tuple[str, ...]]:
        said = " & ".join(
            "(" + " | ".join([*[f"'{one}'" for one in each.whole], *[f"'{one}':*" for one in each.beginning]]) + ")"
            for each in self.wanted
        )
        tokens = f"{TABLE}.heading" if self.heading_only else f"{TABLE}.heading || ' ' || {TABLE}.text"
        return f"array_to_tsvector(array_remove(string_to_array({tokens}, ' '), '')) @@ %s::tsquery", (said,)


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    """Rows that may answer; the order is the same on both databases."""

    def live(self) -> Self:
        """Of pages that are published now."""
        return self.filter(page__live=True)

    def with_all(self, wanted: list[Wanted]) -> Self:
        """Those that hold every one, first those that hold all in the heading, then by their place in the book."""
        in_heading = Case(When(Holds(wanted, heading_only=True), then=Value(0)), default=Value(1))
        return self.filter(Holds(wanted)).order_by(in_heading, "page__path")

    def with_some(self, wanted: list[Wanted]) -> Self:
        """Those that hold any, first those that hold most, then by their place in the book."""
        held = sum(
            (Case(When(Holds([one]), then=Value(1)), default=Value(0), output_field=IntegerField()) for one in wanted),
            start=Value(0),
        )
        any_of_them = Wanted(
            tuple(dict.fromkeys(token for one in wanted for token in one.whole)),
            tuple(dict.fromkeys(token for one in wanted for token in one.beginning)),
        )
        return self.filter(Holds([any_of_them])).annotate(held=held).order_by("-held", "page__path")


class SearchText(models.Model):
    """One published page in one language.

    `heading` and `text` are tokens as `ui.tokens` writes them: forms, then stems. `leaves` is the text itself, in
    reading order, for excerpts: [block id, words] for each leaf.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    language = models.CharField(max_length=5)
    heading = models.TextField()
    text = models.TextField()
    leaves = models.JSONField(default=list)

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="search_text_once")]
        verbose_name = _("text to be searched")
        verbose_name_plural = _("texts to be searched")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "page", "language", "heading", "text", "leaves"}

    def __str__(self) -> str:
        return f"{self.page_id} {self.language}"


class SearchWord(models.Model):
    """A word that stands somewhere in the handbook, folded, to suggest where a search finds nothing.

    `spelling` is how it was first seen there; `pages`, in how many pages of its language it stands.
    """

    word = models.CharField(max_length=80)
    language = models.CharField(max_length=5)
    spelling = models.CharField(max_length=80)
    pages = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="search_word_once")]
        verbose_name = _("word to be searched")
        verbose_name_plural = _("words to be searched")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "word", "language", "spelling", "pages"}

    def __str__(self) -> str:
        return self.word
