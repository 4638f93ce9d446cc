"""Recall: what changed its meaning, everything that rests on it, and who has looked at which of it again."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from handbook.enums import ChangeOf
from handbook.models import Change, Law, Recheck
from ledger.audit import record
from people.models import User
from ui import languages
from ui.citations import Asked, Rest, base, law_reference, resting_on

KEPT = 60  # seconds
OPEN_KEY = "handbook:recalls:open"


class NotResting(Exception):
    """Somebody said of a thing that it still holds, and it doesn't rest on that change (any more)."""


@dataclass(frozen=True)
class Recall:
    """One change and what rests on it, each with its recheck, if somebody has looked already."""

    change: Change
    rests: list[tuple[Rest, Recheck | None]]

    @property
    def done(self) -> int:
        """How many things have been looked at."""
        return sum(recheck is not None for _rest, recheck in self.rests)

    @property
    def total(self) -> int:
        """How many things rest on it."""
        return len(self.rests)

    @property
    def is_open(self) -> bool:
        """Whether something is left to look at. A change that nothing rests on asks for nothing."""
        return self.done < self.total


def recalls(*, where: str = "", only_open: bool = False) -> list[Recall]:
    """Changes with what rests on them, newest first, without their texts (`with_texts` fetches those of a page).

    where: a section or a law as a reference. The number of queries does not depend on the number of changes.
    """
    changes = Change.objects.defer("before", "after").prefetch_related("rechecks__by").order_by("-at", "-id")
    if where:
        changes = changes.filter(ref__startswith=where)
    found = _with_rests([change for change in changes if not where or base(change.ref) == where])
    return [recall for recall in found if recall.is_open or not only_open]


def with_texts(shown: Sequence[Recall]) -> list[Recall]:
    """The same recalls with before and after; one query."""
    texts = Change.objects.only("before", "after").in_bulk([recall.change.pk for recall in shown])
    for recall in shown:
        whole = texts[recall.change.pk]
        recall.change.before, recall.change.after = whole.before, whole.after
    return list(shown)


def _with_rests(changes: Sequence[Change]) -> list[Recall]:
    by_base: dict[str, list[Rest]] = {}
    for rest in resting_on(_asked(change) for change in changes):
        for whole in {base(ref) for ref in rest.refs}:
            by_base.setdefault(whole, []).append(rest)
    return [_recall(change, by_base.get(base(change.ref), [])) for change in changes]


def _recall(change: Change, near: Iterable[Rest]) -> Recall:
    rechecks = {recheck.rests: recheck for recheck in change.rechecks.all()}
    rests = [rest for rest in near if rest.rests_on(_asked(change))]
    return Recall(change, [(rest, rechecks.get(rest.key)) for rest in rests])


def _asked(change: Change) -> Asked:
    return Asked(change.ref, change.at)


def wholes() -> list[str]:
    """The sections and laws that have changes, as references, in order; one query."""
    return sorted({base(ref) for ref in Change.objects.order_by().values_list("ref", flat=True).distinct()})


def open_count() -> int:
    """How many changes have something left to look at; counted anew at most once a minute, for the home page."""
    return int(cache.get_or_set(OPEN_KEY, lambda: len(recalls(only_open=True)), KEPT) or 0)


def forget() -> None:
    """The number of open recalls has changed."""
    cache.delete(OPEN_KEY)


@transaction.atomic
def recheck(*, change: Change, rests: str, by: User) -> Recheck:
    """Says that the thing of this key was looked at; saying it again changes nothing. Raises NotResting."""
    if rests not in {rest.key for rest, _recheck in _with_rests([change])[0].rests}:
        raise NotResting(rests)
    # Two people at once: the constraint keeps one row, and the second finds the first one's.
    found, made = Recheck.objects.get_or_create(change=change, rests=rests, defaults={"by": by})
    if made:
        record(actor=by, action="recall.checked", subject=change, rests=rests, ref=change.ref)
        transaction.on_commit(forget)
    return found


@transaction.atomic
def change_law(*, law: Law, article: str, day: datetime.date, what: str, by: User) -> Change:
    """Records that a law, or an article of it, changed on a day. The same change told again is the one there is."""
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    ref = law_reference(law.code, article)
    # Locked, so that a form sent twice makes one row.
    Law.objects.select_for_update().get(pk=law.pk)
    same: Change | None = Change.objects.filter(ref=ref, at=at, after=what).first()
    if same is not None:
        return same
    change: Change = Change.objects.create(
        of=ChangeOf.LAW,
        ref=ref,
        law=law,
        label=law.name[:300],
        language=languages.current(),
        after=what,
        at=at,
        by_id=by.pk,
        by_label=str(by.get_full_name())[:200],
    )
    record(actor=by, action="law.changed", subject=law, ref=ref)
    transaction.on_commit(forget)
    return change
