"""Taking a translators' file in: what was judged good becomes a new draft of each page, nothing is published."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Page

from ui.leaves import Leaf, LeafValue
from ui.staleness import Save, settle
from ui.translation_files import spreadsheet, xliff
from ui.translation_files.judging import WRITES, Decision, Outcome, judge
from ui.translation_files.units import Loaded, page_of
from ui.uploads import MB, checked_size, suffix_of

XLIFF_SUFFIXES, XLSX_SUFFIX = (".xlf", ".xliff"), ".xlsx"
MOST_BYTES = 20 * MB

# Sent once a file in its transaction, with `by` and `result`: whoever keeps an audit trail writes its line.
taken_in = Signal()


@dataclass(frozen=True)
class Result:
    """What was done with a file, or would be."""

    language: str
    decisions: list[Decision]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each outcome, zeros included."""
        found = Counter(decision.outcome for decision in self.decisions)
        return {str(outcome): found[outcome] for outcome in Outcome}

    @property
    def written(self) -> list[Decision]:
        """The lines that change or confirm something."""
        return [decision for decision in self.decisions if decision.outcome in WRITES]

    @property
    def refused(self) -> list[Decision]:
        """The lines that are not taken in."""
        return [decision for decision in self.decisions if decision.outcome is Outcome.REFUSED]

    @property
    def pages(self) -> list[Page]:
        """The pages that are written to, each once."""
        return list({one.sheet.page.pk: one.sheet.page for one in self.written if one.sheet}.values())


def read(file: BinaryIO, name: str) -> Loaded:
    """The lines of a translators' file of this name. Raises ui.uploads.RefusedFile."""
    suffix = suffix_of(name, [*XLIFF_SUFFIXES, XLSX_SUFFIX])
    checked_size(file, MOST_BYTES)
    return spreadsheet.read(file) if suffix == XLSX_SUFFIX else xliff.read(file.read())


def preview(*, loaded: Loaded, by: Any) -> Result:
    """What `take_in` would do now."""
    return Result(loaded.language, judge(loaded, by))


def take_in(*, loaded: Loaded, by: Any) -> Result:
    """Writes what is good of a file: one new draft a page, whole or not at all.

    The pages are locked and judged again: between preview and this, somebody else may have saved one. `by` None is
    the system, which may write to every page that isn't locked.
    """
    named = {page_of(line.ref) for line in loaded.lines} - {None}
    with transaction.atomic():
        list(Page.objects.select_for_update().filter(pk__in=named).order_by("pk").values_list("pk"))
        judged = judge(loaded, by)
        result = Result(loaded.language, _written(judged, loaded.language, by))
        if result.written:
            taken_in.send(sender=Result, by=by, result=result)
    return result


def _written(judged: list[Decision], language: str, by: Any) -> list[Decision]:
    done = {}
    good = sorted((one for one in judged if one.outcome in WRITES), key=_page)
    for pk, part in groupby(good, key=_page):
        done[pk] = _draft(list(part), language, by)
    return [_refused(one, done[_page(one)]) if one.outcome in WRITES and done[_page(one)] else one for one in judged]


def _page(decision: Decision) -> int:
    return decision.sheet.page.pk if decision.sheet else 0


def _refused(decision: Decision, reason: str) -> Decision:
    return Decision(decision.line, Outcome.REFUSED, reason, decision.sheet, decision.leaf, decision.before)


def _draft(decisions: list[Decision], language: str, by: Any) -> str:
    """Saves a draft of one page with these texts in it. Returns why that couldn't be done; "" when it was."""
    page = decisions[0].sheet.page.get_latest_revision_as_object()  # type: ignore[union-attr]
    now = {(leaf.block_id, leaf.path): leaf for leaf in page.leaves()}
    save = Save(
        source=page.source_language,
        meaning=False,
        confirmed=frozenset({language}),
        today=timezone.localdate().isoformat(),
    )
    for decision in decisions:
        leaf = decision.leaf
        _put(page, now[leaf.block_id, leaf.path], decision, language, save)  # type: ignore[union-attr]
    try:
        with transaction.atomic():
            page.save_revision(user=by, log_action=True)
    except ValidationError as error:
        return _("The page can't be saved: %(why)s") % {"why": " ".join(error.messages)}
    return ""


def _put(page: Any, leaf: Leaf, decision: Decision, language: str, save: Save) -> None:
    value = leaf.value
    loaded, changed = value.digests(), decision.outcome is Outcome.CHANGED
    if isinstance(value, LeafValue):
        if changed:
            value[language] = value.block.child_blocks[language].to_python(decision.stored)
        value["made"] = settle(value.words, value.made, loaded, save)
        return
    name = leaf.path[0]
    if changed:
        setattr(page, localized(name, language), decision.stored)
    page.made = page.made | {name: settle(page.field_texts(name).words, value.made, loaded, save)}


def as_document(result: Result) -> dict[str, Any]:
    """A result for programs."""
    return {
        "language": result.language,
        "pages": len(result.pages),
        **result.counts,
        "refusals": [{"ref": one.line.ref, "place": one.place, "reason": str(one.reason)} for one in result.refused],
    }
