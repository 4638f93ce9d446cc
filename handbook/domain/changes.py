"""What a publication changed in meaning: each such leaf becomes a row of `Change`, against what was published before.

Drafts in between don't matter: compared are the last published state and the new one. A leaf changed when its digest
of the last change of meaning (`ui.staleness.SENSE`) is another and its source text too; going to and fro between two
publications is no change. What is new in a page is none either: nothing can rest on it yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.log_actions import get_active_log_context
from wagtail.models import PageLogEntry, Revision

from handbook.domain.recall import forget
from handbook.enums import ChangeOf
from handbook.models import Change, SectionPage
from ledger.audit import record
from people.models import User
from ui.citations import Asked, resting_on
from ui.leaves import Leaf
from ui.staleness import SENSE, digest

Key = tuple[str, ...]
PUBLISHED = "wagtail.publish"


def remember(instance: SectionPage, raw: bool = False, update_fields: Any = None, **_kwargs: Any) -> None:
    """Before a published section is saved: keeps what is published until then. Its row is what readers see."""
    if instance.pk and instance.live and not raw and update_fields is None:
        instance._published_before = SectionPage.objects.filter(pk=instance.pk, live=True).first()


def note_publication(instance: SectionPage, revision: Revision, **_kwargs: Any) -> None:
    """After a publication: records what it changed. A first publication, or a plan for one, changes nothing."""
    before = instance.__dict__.pop("_published_before", None)
    if not instance.live:
        return
    before = before or _last_published(instance)
    if before is not None:
        record_changes(before=before, after=instance, by=revision.user)


def note_deletion(instance: SectionPage, **_kwargs: Any) -> None:
    """Before a section is deleted: records what others cite of it."""
    before = instance if instance.live else _last_published(instance)
    if before is not None:
        record_deletion(page=before, by=get_active_log_context().user)


def _last_published(page: SectionPage) -> SectionPage | None:
    """What was published last of a page that isn't published now, as far as its history is kept."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=PUBLISHED).exclude(revision=None)
    last = entries.order_by("-timestamp", "-pk").values_list("revision", flat=True).first()
    revision = Revision.objects.filter(pk=last).first() if last else None
    return revision.as_object() if revision else None


@transaction.atomic
def record_changes(*, before: SectionPage, after: SectionPage, by: User | None) -> list[Change]:
    """The changes of meaning between two published states of a section, recorded with one audit line."""
    language = after.source_language
    with translation.override(language):
        old, new = _keyed(before), _keyed(after)
        changed = [_change(before, old[key], new[key], language) for key in old if _means_else(old, new, key, language)]
        changed += _cited_only(_gone(before, old, new, language))
    return _recorded(changed, page=after, by=by)


@transaction.atomic
def record_deletion(*, page: SectionPage, by: User | None) -> list[Change]:
    """What goes with a section that will be deleted: a change of the whole, and of each block that is cited alone."""
    language = page.source_language
    with translation.override(language):
        leaves = _keyed(page)
        whole = _row(page, "", label=str(page.heading), language=language, before=_words(leaves.values(), language))
        body = {key: leaf for key, leaf in leaves.items() if leaf.block_id}
        blocks = _cited_only(_gone(page, body, {}, language), alone=True)
        return _recorded([*_cited_only([whole]), *blocks], page=page, by=by)


def _means_else(old: Mapping[Key, Leaf], new: Mapping[Key, Leaf], key: Key, language: str) -> bool:
    if key not in new:
        return False
    one, other = old[key].value, new[key].value
    same_sense = one.made.get(SENSE) == other.made.get(SENSE)
    return not same_sense and digest(one.words.get(language, "")) != digest(other.words.get(language, ""))


def _change(page: SectionPage, old: Leaf, new: Leaf, language: str) -> Change:
    before, after = (leaf.value.words.get(language, "") for leaf in (old, new))
    label = f"{page.heading}: {new.label}"
    return _row(page, new.block_id, label=label, language=language, before=before, after=after)


def _gone(page: SectionPage, old: Mapping[Key, Leaf], new: Mapping[Key, Leaf], language: str) -> Iterator[Change]:
    """What isn't there any more: a row for a whole block, or for each leaf that a block lost."""
    blocks: dict[str, list[Leaf]] = {}
    for key, leaf in old.items():
        if key not in new:
            blocks.setdefault(leaf.block_id, []).append(leaf)
    kept = {leaf.block_id for leaf in new.values()}
    for block, leaves in blocks.items():
        together = [leaves] if block and block not in kept else [[leaf] for leaf in leaves]
        for lost in together:
            label = f"{page.heading}: {lost[0].label}"
            yield _row(page, block, label=label, language=language, before=_words(lost, language))


def _cited_only(changes: Iterable[Change], *, alone: bool = False) -> list[Change]:
    """Those that something rests on; `alone`: that something cites by the very same reference."""
    found = list(changes)
    rests = resting_on(Asked(change.ref) for change in found)
    if alone:
        return [change for change in found if any(change.ref in rest.refs for rest in rests)]
    return [change for change in found if any(rest.rests_on(Asked(change.ref)) for rest in rests)]


def _recorded(changes: list[Change], *, page: SectionPage, by: User | None) -> list[Change]:
    for change in changes:
        change.by_id, change.by_label = (by.pk, str(by.get_full_name())[:200]) if by else (None, "")
    if changes:
        Change.objects.bulk_create(changes)
        record(actor=by, action="meaning.changed", subject=page, changes=len(changes), ref=place(page))
        transaction.on_commit(forget)
    return changes


def _row(page: SectionPage, block: str, *, label: str, language: str, before: str, after: str = "") -> Change:
    ref = f"{place(page)}#{block}" if block else place(page)
    texts = {"before": " ".join(before.split()), "after": " ".join(after.split())}
    return Change(of=ChangeOf.TEXT, ref=ref, page_id=page.pk, label=label[:300], language=language, **texts)


def place(page: SectionPage) -> str:
    """The reference of a section: "chapter/section"."""
    return "/".join(page.url_path.split("/")[-3:-1])


def _words(leaves: Iterable[Leaf], language: str) -> str:
    return " ".join(leaf.value.words.get(language, "") for leaf in leaves)


def _keyed(page: SectionPage) -> dict[Key, Leaf]:
    """The leaves of a page by what they keep when blocks and items of lists are moved."""
    blocks = {child.id: child.value for child in page.body}
    return {_key(leaf, blocks.get(leaf.block_id)): leaf for leaf in page.leaves()}


def _key(leaf: Leaf, value: Any) -> Key:
    """The block's id and the way to the leaf, with the ids of list items instead of their numbers."""
    key = [leaf.block_id]
    for part in leaf.path:
        step = part
        if isinstance(value, ListValue):
            item = next((one for n, one in enumerate(value.bound_blocks, 1) if part in {one.id, str(n)}), None)
            step, value = (item.id or part, item.value) if item is not None else (part, None)
        elif isinstance(value, StructValue):
            value = value.get(part)
        elif isinstance(value, StreamValue):
            value = next((one.value for one in value if one.id == part), None)
        key.append(step)
    return tuple(key)
