"""Appeals: until when one may appeal, who may decide, and what a decision does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.utils import timezone

from assessments.domain import mark, showing
from assessments.domain.lock import locked
from assessments.enums import AppealState, Cause, ShowsWhen
from assessments.models import Appeal, Mark, Result, Sitting
from ledger import audit, outbox
from people.models import User
from people.scope import people_with_results
from ui.languages import codes

LONGEST = 2000


class NotNow(Exception):
    """The time for an appeal is over, or hasn't begun, or there is one already."""


class Decided(Exception):
    """Somebody else has decided meanwhile."""


def until(sitting: Sitting, current: Result) -> datetime | None:
    """The moment until which the candidate may appeal; None where no appeal is possible or the result isn't shown yet.

    Days count from the newest result, and from the closing time where nothing was shown before it.
    """
    days = sitting.assessment.appeal_days
    if not days or current.waiting or showing.of(sitting) == showing.Shown.NOTHING:
        return None
    begins = current.marked_at
    if sitting.assessment.shows_when == ShowsWhen.CLOSED and sitting.assessment.closes_at:
        begins = max(begins, sitting.assessment.closes_at)
    return begins + timedelta(days=days)


def of(sitting: Sitting) -> Appeal | None:
    """The appeal of a sitting; one query."""
    return Appeal.objects.filter(sitting=sitting).first()


def make(*, sitting: Sitting, text: str, now: datetime | None = None) -> Appeal:
    """Raises NotNow; ValueError for a text that is empty or too long."""
    if not 1 <= len(text.strip()) <= LONGEST:
        raise ValueError(f"between 1 and {LONGEST} letters")
    current = sitting.results.current().get()
    ends = until(sitting, current)
    if ends is None or ends < (now or timezone.now()):
        raise NotNow
    try:
        with transaction.atomic():
            made = Appeal.objects.create(sitting=sitting, text=text.strip())
            audit.record(actor=sitting.candidate, action="appeal.make", subject=made, sitting=sitting.pk)
    except IntegrityError as error:  # the same form, posted twice
        raise NotNow from error
    return made


def visible(viewer: User) -> QuerySet[Appeal]:
    """Appeals of the people whose results the viewer may see, open ones first, the oldest of them on top."""
    found = Appeal.objects.filter(sitting__candidate__in=people_with_results(viewer)).exclude(sitting__candidate=viewer)
    related = ("sitting", "sitting__candidate", "sitting__assessment", "decided_by")
    waits_first = Case(When(state=AppealState.OPEN, then=0), default=1)
    return found.select_related(*related).order_by(waits_first, "made_at", "id")


def waiting(viewer: User) -> int:
    """How many open appeals the viewer may decide; one query."""
    marked = Mark.objects.filter(answer__sitting=OuterRef("sitting"), marker=viewer)
    return visible(viewer).filter(~Exists(marked), state=AppealState.OPEN).order_by().count()


def may_decide(viewer: User, appeal: Appeal) -> bool:
    """Whoever has marked this sitting, or sat it, doesn't judge it; the caller has found the appeal by `visible`."""
    marked = Mark.objects.filter(answer__sitting=appeal.sitting_id, marker=viewer)
    return appeal.sitting.candidate_id != viewer.pk and not marked.exists()


@transaction.atomic
def decide(
    *, appeal: Appeal, state: AppealState, reason: str, points: Mapping[int, Decimal], by: User
) -> Result | None:
    """Decides once and for all; `points` are new ones by id of the answer, and make a new result.

    Raises Decided, mark.OwnSitting for who may not; ValueError for a missing reason, a decision that isn't one, points
    out of range, or points where the appeal is rejected.
    """
    if state == AppealState.OPEN or not reason.strip() or (points and state == AppealState.REJECTED):
        raise ValueError("a decision, with a reason; a rejected appeal changes no points")
    held = locked(Appeal.objects.select_related("sitting__assessment")).get(pk=appeal.pk)
    if held.state != AppealState.OPEN:
        raise Decided
    if not may_decide(by, held):
        raise mark.OwnSitting
    result = None
    if points:
        result = mark.give_many(sitting_id=held.sitting_id, points=points, by=by, reason=reason, cause=Cause.APPEAL)
    held.state, held.reason, held.decided_by, held.decided_at = state, reason.strip(), by, timezone.now()
    held.result = result
    held.save(update_fields=["state", "reason", "decided_by", "decided_at", "result"])
    titles = {code: getattr(held.sitting.assessment, f"title_{code}") for code in codes()}
    told = {"candidate_id": held.sitting.candidate_id, "sitting": str(held.sitting.public_id), "title": titles}
    outbox.promise("appeal.decided", str(held.pk), **told)
    audit.record(actor=by, action="appeal.decide", subject=held, sitting=held.sitting_id, state=state, reason=reason)
    return result
