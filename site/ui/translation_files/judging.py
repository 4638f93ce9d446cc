"""What a file would change: each of its lines judged against the texts as they are now. Nothing is written here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ui.leaf_blocks import UNSEEN
from ui.leaves import Leaf, LeafValue
from ui.staleness import State
from ui.translation_files.markup import BrokenMarkup, from_markup, links
from ui.translation_files.units import Line, Loaded, page_of, ref_of, source_digest, written
from ui.translation_report.rows import Sheet, first_words, sheets_for

MOST = 20_000


class Outcome(StrEnum):
    """What becomes of a line."""

    CHANGED = "changed"
    CONFIRMED = "confirmed"  # out of date until now, and said to hold as it is
    SAME = "same"
    EMPTY = "empty"
    REFUSED = "refused"


WRITES = {Outcome.CHANGED, Outcome.CONFIRMED}


class Refusal(Exception):
    """A line isn't taken in; the message says why."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Decision:
    """A line, what becomes of it, and why it is refused. stored: the text as it is to be stored."""

    line: Line
    outcome: Outcome
    reason: str | Promise = ""
    sheet: Sheet | None = None
    leaf: Leaf | None = None
    before: str = ""
    stored: str = ""

    @property
    def place(self) -> str:
        """Where it stands, in words; the name in the file for what was not found."""
        if self.sheet is None:
            return self.line.ref[:80]
        return f"{self.sheet.title}: {self.leaf.label}" if self.leaf else self.sheet.title

    @property
    def url(self) -> str:
        """Where the page is edited; "" for what was not found."""
        return self.sheet.edit_url if self.sheet else ""

    @property
    def was(self) -> str:
        """How the text begins that is there."""
        return first_words(self.before)

    @property
    def becomes(self) -> str:
        """How the text begins that the file brings."""
        return first_words(self.line.target)


def judge(loaded: Loaded, by: Any) -> list[Decision]:
    """A decision for each line of a file that `by` brings (None: the system), in the order of the file."""
    return _Judge(loaded, by).decisions()


class _Judge:
    """Pages are read once, whatever the number of lines; a page's rights and locks are asked once a page."""

    def __init__(self, loaded: Loaded, by: Any) -> None:
        self.language, self.by = loaded.language, by
        self.lines = loaded.lines[:MOST]
        named = {page_of(line.ref) for line in self.lines} - {None}
        self.sheets = {sheet.page.pk: sheet for sheet in sheets_for(by) if sheet.page.pk in named}
        hidden = [pk for pk in named if pk not in self.sheets]
        self.others = set(Page.objects.filter(pk__in=hidden[:MOST]).values_list("pk", flat=True)) if hidden else set()
        self.leaves = {ref_of(sheet, leaf): leaf for sheet in self.sheets.values() for leaf in sheet.leaves}
        self.closed: dict[int, str | Promise] = {}

    def decisions(self) -> list[Decision]:
        seen: set[str] = set()
        found = []
        for line in self.lines:
            found.append(self._decision(line, line.ref in seen))
            seen.add(line.ref)
        return found

    def _decision(self, line: Line, again: bool) -> Decision:
        sheet = self.sheets.get(page_of(line.ref) or 0)
        leaf = self.leaves.get(line.ref)
        before = written(leaf, self.language) if leaf else ""
        try:
            outcome, stored = self._outcome(line, sheet, leaf, again)
        except Refusal as refusal:
            return Decision(line, Outcome.REFUSED, refusal.message, sheet, leaf, before)
        return Decision(line, outcome, "", sheet, leaf, before, stored)

    def _outcome(self, line: Line, sheet: Sheet | None, leaf: Leaf | None, again: bool) -> tuple[Outcome, str]:
        if not line.target.strip() and not line.broken:
            return Outcome.EMPTY, ""
        if sheet is None:
            raise Refusal(self._not_found(line))
        if leaf is None:
            raise Refusal(_("This text is no longer on the page."))
        if not line.broken and self._nothing_new(line, leaf):
            return Outcome.SAME, ""
        self._check(line, sheet, leaf, again)
        if _same(line.target, written(leaf, self.language)):
            return Outcome.CONFIRMED, ""
        return Outcome.CHANGED, _stored(line.target, sheet, leaf, self.language)

    def _nothing_new(self, line: Line, leaf: Leaf) -> bool:
        held = leaf.value.state(self.language) is State.FRESH or not line.agreed
        return held and _same(line.target, written(leaf, self.language))

    def _not_found(self, line: Line) -> str | Promise:
        if page_of(line.ref) in self.others:
            return _("You may not change this page.")
        return _("There is no such text.")

    def _check(self, line: Line, sheet: Sheet, leaf: Leaf, again: bool) -> None:
        if again:
            raise Refusal(_("It stands twice in the file."))
        if sheet.page.source_language == self.language:
            raise Refusal(_("This page is written first in the language of the file: it is the source."))
        if line.digest and line.digest != source_digest(sheet, leaf):
            raise Refusal(_("The source was changed after the file was given out."))
        if not line.digest:
            raise Refusal(_("The file doesn't say which source text it was translated from."))
        if line.broken:
            raise Refusal(_("The translation holds marks that we don't know."))
        if closed := self._closed(sheet):
            raise Refusal(closed)

    def _closed(self, sheet: Sheet) -> str | Promise:
        """Why nobody, or not this person, may write to a page now; "" when they may."""
        if sheet.page.pk not in self.closed:
            self.closed[sheet.page.pk] = _why_closed(sheet.page, self.by)
        return self.closed[sheet.page.pk]


def _why_closed(page: Page, by: Any) -> str | Promise:
    if by is not None and not page.permissions_for_user(by).can_edit():
        return _("You may not change this page.")
    lock = page.get_lock()
    if lock and (by is None or lock.for_user(by)):
        return _("The page is locked.")
    return ""


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def _stored(text: str, sheet: Sheet, leaf: Leaf, language: str) -> str:
    """The text as its leaf stores it. Raises Refusal when its markup is broken or it doesn't fit."""
    text = text.translate(UNSEEN).strip()
    if not (isinstance(leaf.value, LeafValue) and leaf.value.block.block_level):
        return _fitting(text, sheet, leaf)
    source = written(leaf, sheet.page.source_language)
    try:
        html, led = from_markup(text), links(text)
    except BrokenMarkup as error:
        raise Refusal(_("A star or bracket has no other half; put a backslash before one meant as such.")) from error
    asked = links(source)
    if led - asked - links(written(leaf, language)):
        raise Refusal(_("It links to where the source doesn't."))
    if asked - led:
        raise Refusal(_("A link of the source is lost."))
    if any(f"<{kind}>" in html and kind not in leaf.value.block.features for kind in ("ul", "ol")):
        raise Refusal(_("There can be no list in this text."))
    return html


def _fitting(text: str, sheet: Sheet, leaf: Leaf) -> str:
    field = None if leaf.block_id else sheet.page._meta.get_field(leaf.path[0])
    most = getattr(field, "max_length", None)
    if most and len(text) > most:
        raise Refusal(_("It is too long: %(most)s signs at most.") % {"most": most})
    return text
