"""Units of work: one text of one page with what a translator needs, and the lines that come back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ui import languages
from ui.leaves import Leaf, LeafValue
from ui.staleness import State, digest
from ui.translation_files.markup import to_markup
from ui.translation_report.rows import Sheet

MISSING, STALE, ALL, BEHIND = State.MISSING.value, State.STALE.value, "all", "behind"


@dataclass(frozen=True)
class Unit:
    """A text to be translated. ref: page, block and path in one name that XML takes for one; digest: of its source."""

    ref: str
    digest: str
    page: str
    place: str
    source_language: str
    language: str
    source: str
    target: str
    state: State


@dataclass(frozen=True)
class Line:
    """What a file brings back for one text. agreed: whether it says that the translation was looked at."""

    ref: str
    digest: str
    target: str
    agreed: bool = True
    broken: bool = False  # it held elements that our markup doesn't know


@dataclass(frozen=True)
class Loaded:
    """A file that was read: the language that it translates into, and its lines."""

    language: str
    lines: list[Line]


def ref_of(sheet: Sheet, leaf: Leaf) -> str:
    """The name of a text: "p12..heading" for a field, "p12.<block id>.items.2" in the body."""
    return ".".join([f"p{sheet.page.pk}", leaf.block_id, *leaf.path])


def page_of(ref: str) -> int | None:
    """The id of the page that a name speaks of; None for what is no such name."""
    number = ref.partition(".")[0].removeprefix("p")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None


def written(leaf: Leaf, language: str) -> str:
    """A text of a leaf as files have it: rich text in the markup, plain text as it is."""
    value = leaf.value
    if isinstance(value, LeafValue) and value.block.block_level:
        return to_markup(value.texts[language])
    return value.words[language].strip()


def source_digest(sheet: Sheet, leaf: Leaf) -> str:
    """The digest by which staleness knows the source text."""
    return digest(leaf.value.words.get(sheet.page.source_language, ""))


def units(sheets: Iterable[Sheet], language: str, which: str = ALL) -> Iterator[Unit]:
    """A unit for each text of `sheets` that has a source and is to be translated into `language`.

    which: "missing", "stale", "behind" (both) or "all".
    """
    for sheet in sheets:
        source = sheet.page.source_language
        if source == language:
            continue
        for leaf in sheet.leaves:
            state = leaf.value.state(language)
            if _asked(state, which) and leaf.value.words.get(source, "").strip():
                yield _unit(sheet, leaf, language, state)


def _asked(state: State, which: str) -> bool:
    return which == ALL or state == which or (which == BEHIND and state is not State.FRESH)


def _unit(sheet: Sheet, leaf: Leaf, language: str, state: State) -> Unit:
    source = sheet.page.source_language
    return Unit(
        ref=ref_of(sheet, leaf),
        digest=source_digest(sheet, leaf),
        page=f"{sheet.parent} › {sheet.title}" if sheet.parent else sheet.title,
        place=leaf.label,
        source_language=source,
        language=language,
        source=written(leaf, source),
        target=written(leaf, language),
        state=state,
    )


def known_language(code: str) -> str:
    """A language of the system that a file may mean by `code` ("ru-RU" is Russian); "" for none."""
    short = code.strip().lower().partition("-")[0]
    return short if short in languages.codes() else ""
