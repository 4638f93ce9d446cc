"""Keeps the search in step with what is published: a row a page and language, and the words to suggest."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import F
from wagtail.models import Page

from handbook.models import ChapterPage, HandbookIndexPage, SearchText, SearchWord, SectionPage
from ui import languages, stems, tokens
from ui.pages import TranslatedPage

SUGGESTED = 4  # letters of a word from which on it is worth suggesting
BATCH = 400
# Set while many pages are published at once: each would count all its words anew.
_rebuilding: ContextVar[bool] = ContextVar("handbook.search.rebuilding", default=False)


@transaction.atomic
def put(page: TranslatedPage) -> None:
    """Makes the search know a page as it is published now; one that isn't, or whose chapter isn't, is forgotten."""
    new = rows(page) if is_read(page) else []
    old = SearchText.objects.select_for_update().filter(page_id=page.pk)
    old.exclude(language__in=[row.language for row in new]).delete()  # `on_deleted` counts their words
    _count(_vocabulary(new), _vocabulary(old))
    SearchText.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["page", "language"], update_fields=["heading", "text", "leaves"]
    )


def put_with_sections(chapter: ChapterPage) -> None:
    """The same for a chapter and what is in it: its sections are found only while it is published itself."""
    put(chapter)
    for section in SectionPage.objects.child_of(chapter):
        put(section)


def take_out(row: SearchText) -> None:
    """The words of a row that is being deleted with its page are no longer suggested."""
    _count({}, _vocabulary([row]))


@contextmanager
def rebuilt_afterwards() -> Iterator[None]:
    """Pages published inside are put into the search together, at the end."""
    told = _rebuilding.set(True)
    try:
        yield
    finally:
        _rebuilding.reset(told)
    rebuild()


@transaction.atomic
def rebuild() -> dict[str, int]:
    """Makes everything anew from the published pages; returns how many pages, texts and words there are."""
    SearchText.objects.all()._raw_delete(SearchText.objects.db)
    SearchWord.objects.all().delete()
    seen: dict[tuple[str, str], str] = {}
    pages: Counter[tuple[str, str]] = Counter()
    texts = found = 0
    for page in published():
        made = rows(page)
        SearchText.objects.bulk_create(made)
        vocabulary = _vocabulary(made)
        pages.update(vocabulary.keys())
        seen = vocabulary | seen
        found, texts = found + 1, texts + len(made)
    words = [_word(key, spelling, pages[key]) for key, spelling in seen.items()]
    SearchWord.objects.bulk_create(words, batch_size=BATCH)
    return {"pages": found, "texts": texts, "words": len(words)}


def published() -> Iterable[TranslatedPage]:
    """What can be found: live chapters and their live sections, in the order of the book."""
    for chapter in ChapterPage.objects.live().order_by("path"):
        yield chapter
        yield from SectionPage.objects.child_of(chapter).live().order_by("path").iterator(chunk_size=50)


def is_read(page: TranslatedPage) -> bool:
    """Whether readers come to a page: it is published, and so is the chapter that it is in."""
    if not page.live:
        return False
    return not isinstance(page, SectionPage) or ChapterPage.objects.parent_of(page).live().exists()


def rows(page: TranslatedPage) -> list[SearchText]:
    """A page as the search keeps it; languages in which it has no heading and no text are left out."""
    said = [(leaf.block_id, leaf.path[-1] if leaf.path else "", leaf.value.words) for leaf in page.leaves()]
    made = []
    for code in languages.codes():
        told = [
            (block, name, text) for block, name, texts in said if (text := stems.normal(texts.get(code, "")).strip())
        ]
        heading = " ".join(text for block, name, text in told if not block and name == "heading")
        rest = [[block, text] for block, name, text in told if block or name != "heading"]
        if heading or rest:
            made.append(_row(page, code, heading, rest))
    return made


def _row(page: TranslatedPage, language: str, heading: str, leaves: list[list[str]]) -> SearchText:
    words = [word for _block, text in leaves for word in stems.words(text, language)]
    return SearchText(
        page_id=page.pk,
        language=language,
        heading=tokens.written(stems.words(heading, language)),
        text=tokens.written(words),
        leaves=[["", heading], *leaves],
    )


def _vocabulary(made: Iterable[SearchText]) -> dict[tuple[str, str], str]:
    """(form, language) of every word that is worth suggesting, with its spelling."""
    found: dict[tuple[str, str], str] = {}
    for row in made:
        for _block, text in row.leaves:
            for spelling in stems.WORD.findall(text.lower()):
                if len(spelling) >= SUGGESTED and spelling.isalpha():
                    form, _stem = stems.analysed(spelling, row.language)
                    found.setdefault((form[: stems.LONGEST], row.language), spelling[: stems.LONGEST])
    return found


def _word(key: tuple[str, str], spelling: str, pages: int = 1) -> SearchWord:
    return SearchWord(word=key[0], language=key[1], spelling=spelling, pages=pages)


def _count(new: dict[tuple[str, str], str], old: dict[tuple[str, str], str]) -> None:
    """Words that came stand in one page more, words that went in one less."""
    for code in languages.codes():
        came = {key: spelling for key, spelling in new.items() if key[1] == code and key not in old}
        went = [key[0] for key in old if key[1] == code and key not in new]
        known = _kept([key[0] for key in came], code)
        _change(known, code, 1)
        missing = [_word(key, spelling) for key, spelling in came.items() if key[0] not in known]
        SearchWord.objects.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)
        _change(_kept(went, code), code, -1)


def _kept(words: list[str], language: str) -> set[str]:
    """Those of the words that there are, locked in one order so that two who publish at once wait and don't block."""
    found: set[str] = set()
    for part in _batches(sorted(words)):
        rows = SearchWord.objects.select_for_update().filter(language=language, word__in=part).order_by("word")
        found |= set(rows.values_list("word", flat=True))
    return found


def _change(words: Iterable[str], language: str, by: int) -> None:
    for part in _batches(sorted(words)):
        rows = SearchWord.objects.filter(language=language, word__in=part)
        if by < 0:
            rows.filter(pages__lte=-by).delete()
        rows.update(pages=F("pages") + by)


def _batches(words: list[str]) -> Iterable[list[str]]:
    return (words[start : start + BATCH] for start in range(0, len(words), BATCH))


def on_published(*, instance: Any, **_kwargs: Any) -> None:
    """Of Wagtail's signals: a page was published or moved."""
    if _rebuilding.get():
        return
    if isinstance(instance, SectionPage):
        put(instance)
    elif isinstance(instance, ChapterPage):
        put_with_sections(instance)


def on_unpublished(*, instance: Any, **_kwargs: Any) -> None:
    """Of Wagtail's signals: a page was unpublished.

    It comes too when a page is about to be deleted, which `instance`, read from the database anew, doesn't know: its
    rows go with it, and none may be added.
    """
    if not instance.live:
        on_published(instance=instance)


def on_moved(*, instance: Any, **_kwargs: Any) -> None:
    """A page is somewhere else now, and may be below a chapter that isn't published."""
    page = Page.objects.get(pk=instance.pk).specific
    on_published(instance=page)
    if isinstance(page, HandbookIndexPage):
        for chapter in ChapterPage.objects.child_of(page):
            put_with_sections(chapter)


def on_deleted(*, instance: SearchText, **_kwargs: Any) -> None:
    """A row went with its page."""
    take_out(instance)
