"""What the report is made of: pages as last saved, and a row for each language of each text that is behind."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Page, Revision, get_page_models
from wagtail.permissions import page_permission_policy

from ui import languages
from ui.leaves import Leaf
from ui.pages import TranslatedPage
from ui.staleness import SENSE, State, since
from ui.translation_report.stored import drafted, leaves_of

FIRST_WORDS = 14
# What one is allowed to do with a page, to see it here.
WRITING = {"change", "publish"}


class Why(StrEnum):
    """Why a language is behind. A change of wording puts nothing behind."""

    NEVER = "never"  # there is no translation
    MEANING = "meaning"  # its source changed in meaning
    OTHER = "other"  # it was never said to be in step, say because another source language was chosen


@dataclass(frozen=True)
class Row:
    """A language of a text that is behind. known: whether `day` is the very day, or the last by which it was so."""

    sheet: "Sheet"
    leaf: Leaf
    language: str
    state: State
    why: Why
    day: datetime.date
    known: bool
    today: datetime.date

    @property
    def url(self) -> str:
        """Where the editor has this very text."""
        if self.leaf.block_id:
            return f"{self.sheet.edit_url}#block-{self.leaf.block_id}-section"
        return f"{self.sheet.edit_url}#id_{localized(self.leaf.path[0], self.language)}"

    @property
    def days(self) -> int:
        """For how many days it has been so, at least."""
        return max(0, (self.today - self.day).days)

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return languages.own_name(self.language)

    @property
    def missing(self) -> bool:
        """Whether there is no text at all."""
        return self.state is State.MISSING

    @property
    def source(self) -> str:
        """The language that it is translated from."""
        return self.sheet.page.source_language

    @property
    def source_words(self) -> str:
        """How the source begins."""
        return first_words(self.leaf.value.words.get(self.source, ""))

    @property
    def words(self) -> str:
        """How the translation begins."""
        return first_words(self.leaf.value.words.get(self.language, ""))


@dataclass
class Sheet:
    """A page as last saved, for reading, and what stands above it. body: that of the draft, if there is one."""

    page: TranslatedPage
    body: str | None
    parent_id: int
    parent: str

    @cached_property
    def title(self) -> str:
        """Its heading, in the reader's language if there is one."""
        return self.page.get_admin_display_title()

    @property
    def edit_url(self) -> str:
        """Where it is edited."""
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def kind(self) -> str:
        """What kind of page it is, as the filters name it."""
        return str(self.page._meta.label_lower)

    @property
    def kind_name(self) -> str:
        """What kind of page it is, in words."""
        return str(self.page._meta.verbose_name)

    @property
    def draft(self) -> bool:
        """Whether there is something unpublished in it."""
        return not self.page.live or self.page.has_unpublished_changes

    @cached_property
    def leaves(self) -> list[Leaf]:
        """Its texts, in reading order."""
        return list(leaves_of(self.page, self.body))

    def rows(self, today: datetime.date) -> Iterator[Row]:
        """A row for each language of each text that is behind."""
        for leaf in self.leaves:
            for language in languages.codes():
                state = leaf.value.state(language)
                if state is not State.FRESH:
                    day, known = self._day(leaf, language, today)
                    yield Row(self, leaf, language, state, _why(leaf, state), day, known, today)

    def _day(self, leaf: Leaf, language: str, today: datetime.date) -> tuple[datetime.date, bool]:
        """Where the day wasn't kept, it was so on the day of the last save: true, and at most too young."""
        try:
            return datetime.date.fromisoformat(since(leaf.value.made, language)), True
        except ValueError:
            saved = self.page.latest_revision_created_at
            return (timezone.localdate(saved) if saved else today), False


def _why(leaf: Leaf, state: State) -> Why:
    if state is State.MISSING:
        return Why.NEVER
    return Why.MEANING if SENSE in leaf.value.made else Why.OTHER


def first_words(text: str) -> str:
    """The beginning of a text, on one line."""
    return str(Truncator(" ".join(text.split())).words(FIRST_WORDS))


def may_write(user: Any) -> bool:
    """Whether there is any page that `user` may add, change or publish."""
    return page_permission_policy.user_has_any_permission(user, {"add", *WRITING})


def sheets_for(user: Any) -> list[Sheet]:
    """The translated pages that `user` may edit or publish, in the order of the tree; None may everything.

    Two queries a kind of page (its pages; their drafts, where there are any) and one for what stands above them.
    """
    allowed = Page.objects.all()
    if user is not None:
        allowed = page_permission_policy.instances_user_has_any_permission_for(user, WRITING)
    saved = sorted(_drafts(allowed), key=lambda found: found[0].path)
    pages = [page for page, _body in saved]
    above = {page.path[: -page.steplen] for page in pages}
    found = {page.path: (page.pk, page.draft_title) for page in Page.objects.filter(path__in=above)}
    found |= {page.path: (page.pk, page.get_admin_display_title()) for page in pages}
    return [Sheet(page, body, *found.get(page.path[: -page.steplen], (0, ""))) for page, body in saved]


def _drafts(allowed: QuerySet[Page]) -> Iterable[tuple[TranslatedPage, str | None]]:
    """Pages as last saved: with the texts and the body of the draft where there is one."""
    for model in get_page_models():
        if not issubclass(model, TranslatedPage) or model._meta.abstract:
            continue
        pages = list(model.objects.filter(pk__in=allowed.values("pk")))
        drafts = Revision.objects.in_bulk([page.latest_revision_id for page in pages if page.has_unpublished_changes])
        for page in pages:
            draft = drafts.get(page.latest_revision_id)
            yield (drafted(page, draft.content), draft.content.get("body")) if draft else (page, None)
