"""Work of learners: begun, kept, handed in, marked, returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.handed_in import KINDS, checked
from courses.domain import news, plan_sheet
from courses.enums import AssignmentKind, WorkState
from courses.models import Assignment, Enrolment, Submission, SubmissionFile, WorkMark
from ledger import audit, outbox
from people.models import User
from ui import uploads

MOST_FILES, LONGEST = 3, 20_000
NAME = 120
# Two marks that lie further apart than this share of all points are settled by a third person.
APART = Fraction(1, 10)
OPEN = (WorkState.DRAFT, WorkState.HANDED_IN)


class CannotHandIn(Exception):
    """The work isn't complete, or isn't open; `reasons` are sentences for its author."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class CannotMark(Exception):
    """This person can't mark this work now; the message says why."""


@dataclass(frozen=True)
class Outcome:
    """What the marks of a work come to: points of most points, and its state."""

    points: Fraction
    most: int
    state: WorkState


def of(*, assignment: Assignment, enrolment: Enrolment) -> list[Submission]:
    """A learner's works for an assignment, the newest first; files and marks with them: three queries."""
    found = enrolment.submissions.filter(assignment=assignment).prefetch_related("files", "marks")
    return list(found.order_by("-number"))


def draft(*, assignment: Assignment, enrolment: Enrolment) -> Submission:
    """The open draft, or the next one, which begins with what the last one said. Raises CannotHandIn.

    Two pages opened at once: the unique open work lets one in, and the other finds it.
    """
    if assignment.kind == AssignmentKind.STATION:
        raise CannotHandIn([_("Your trainers observe you at this station: there is nothing to hand in.")])
    newest = enrolment.submissions.filter(assignment=assignment).order_by("-number").first()
    if newest and newest.state == WorkState.DRAFT:
        return newest
    if newest and newest.state in (WorkState.HANDED_IN, WorkState.PASSED):
        raise CannotHandIn([_("Your work is handed in already.")])
    begin = {"number": newest.number + 1, "content": newest.content} if newest else {}
    try:
        with transaction.atomic():
            made = Submission.objects.create(assignment=assignment, enrolment=enrolment, **begin)
            _take_along(newest, made)
            return made
    except IntegrityError:
        there: Submission | None = enrolment.submissions.filter(assignment=assignment, state=WorkState.DRAFT).first()
        if there is None:  # a second page has handed it in meanwhile
            raise CannotHandIn([_("Your work is handed in already.")]) from None
        return there


def _take_along(old: Submission | None, new: Submission) -> None:
    """The files of work that came back are there in its next version."""
    for file in old.files.all() if old else ():
        file.pk, file._state.adding, file.submission = None, True, new
        file.save(force_insert=True)


def keep(*, submission: Submission, content: Mapping[str, Any]) -> Submission:
    """Keeps a draft; whatever is in it, so that nothing is lost. Raises CannotHandIn when it isn't a draft any more."""
    with transaction.atomic():
        held = _locked_draft(submission)
        held.content = dict(content)
        held.save(update_fields=["content"])
    return held


def add_file(*, submission: Submission, file: Any, name: str) -> SubmissionFile:
    """Adds a file to a draft. Raises uploads.RefusedFile, CannotHandIn."""
    suffix = uploads.suffix_of(name, KINDS)
    content = checked(file, suffix)
    kept_name = PurePosixPath(name.replace("\\", "/")).name[-NAME:]
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        held = _locked_draft(submission)
        known: SubmissionFile | None = held.files.filter(digest=digest).first()
        if known:
            return known
        if held.files.count() >= MOST_FILES:
            raise uploads.RefusedFile(
                _("There are %(most)s files already. Take one away first.") % {"most": MOST_FILES}
            )
        return SubmissionFile.objects.create(
            submission=held, name=kept_name, kind=KINDS[suffix], size=len(content), digest=digest, content=content
        )


def remove_file(*, submission: Submission, pk: int) -> None:
    """Takes a file out of a draft. Raises CannotHandIn."""
    with transaction.atomic():
        _locked_draft(submission).files.filter(pk=pk).delete()


def hand_in(*, submission: Submission, by: User) -> Submission:
    """Hands a draft in. Raises CannotHandIn with what it lacks."""
    with transaction.atomic():
        held = _locked_draft(submission)
        reasons = _lacks(held)
        if reasons:
            raise CannotHandIn(reasons)
        held.state, held.handed_in_at = WorkState.HANDED_IN, timezone.now()
        held.save(update_fields=["state", "handed_in_at"])
        audit.record(actor=by, action="work.handed_in", subject=held, number=held.number)
    return held


def _locked_draft(submission: Submission) -> Submission:
    held = Submission.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=submission.pk)
    if held.state != WorkState.DRAFT:
        raise CannotHandIn([_("Your work is handed in already.")])
    return held


def _lacks(held: Submission) -> list[str]:
    kind = held.assignment.kind
    if kind == AssignmentKind.PLAN:
        return plan_sheet.lacks({**plan_sheet.blank(), **held.content})
    if kind == AssignmentKind.FILE and not held.files.exists():
        return [_("Add a file.")]
    if kind == AssignmentKind.TEXT and not str(held.content.get("text", "")).strip():
        return [_("Write your text.")]
    return []


def observe(*, assignment: Assignment, enrolment: Enrolment, by: User, code: UUID) -> Submission:
    """The open work of a learner at a station, which its first observer begins.

    A checklist that is sent again, because its receipt was lost, belongs where it is already, and begins no other
    attempt. Raises CannotMark.
    """
    if assignment.kind != AssignmentKind.STATION:
        raise CannotMark(_("This is no station."))
    known: WorkMark | None = WorkMark.objects.filter(code=code, marker=by).select_related("submission").first()
    if known:
        return known.submission
    newest = enrolment.submissions.filter(assignment=assignment).order_by("-number").first()
    if newest and newest.state in OPEN:
        return newest
    if newest and newest.state == WorkState.PASSED:
        raise CannotMark(_("This learner has passed the station already."))
    try:
        with transaction.atomic():
            return Submission.objects.create(
                assignment=assignment,
                enrolment=enrolment,
                number=newest.number + 1 if newest else 1,
                state=WorkState.HANDED_IN,
                handed_in_at=timezone.now(),
            )
    except IntegrityError:
        return enrolment.submissions.get(assignment=assignment, state=WorkState.HANDED_IN)


def observed(
    *, assignment: Assignment, enrolment: Enrolment, by: User, levels: Mapping[int, int], code: UUID, comment: str = ""
) -> Submission:
    """What one observer saw of a learner at a station; sent twice it is one, also when that attempt is over.

    Raises CannotMark; ValueError for points that no criterion has.
    """
    with transaction.atomic():
        # A telephone that sends the same again while the first is under way waits here, and finds it.
        Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
        known = WorkMark.objects.filter(code=code).select_related("submission").first()
        if known and known.submission.enrolment_id == enrolment.pk:
            return _same(known, known.submission, by)
        if enrolment.learner_id == by.pk:
            raise CannotMark(_("Nobody marks their own work."))
        held = observe(assignment=assignment, enrolment=enrolment, by=by, code=code)
        return mark(submission=held, by=by, levels=levels, code=code, comment=comment)


def mark(
    *,
    submission: Submission,
    by: User,
    levels: Mapping[int, int],
    code: UUID,
    comment: str = "",
    returned: bool = False,
) -> Submission:
    """One marker's word. With the last that is needed the work is passed or not; one that returns it returns it.

    `levels` are points by criterion (pk). The same mark sent twice is one. Raises CannotMark; ValueError for points
    that no criterion has, and for work returned without a comment.
    """
    with transaction.atomic():
        # Two markers at once: the second one counts the first one's mark.
        held = Submission.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=submission.pk)
        known = WorkMark.objects.filter(code=code).first()
        if known:
            return _same(known, held, by)
        _may(held, by)
        _check(held, levels, comment, returned)
        WorkMark.objects.create(
            submission=held,
            marker=by,
            levels={} if returned else {str(pk): points for pk, points in levels.items()},
            most=sum(one.most for one in held.assignment.criteria.all()),
            comment=comment.strip(),
            returned=returned,
            code=code,
        )
        held.state = WorkState.RETURNED if returned else outcome(held).state
        held.save(update_fields=["state"])
        audit.record(actor=by, action="work.returned" if returned else "work.marked", subject=held, number=held.number)
        if held.state != WorkState.HANDED_IN:
            news.work_settled(submission=held, by=by)
        if held.state == WorkState.PASSED:
            outbox.promise("work.passed", str(held.pk), enrolment_id=held.enrolment_id)
    return held


def _same(known: WorkMark, held: Submission, by: User) -> Submission:
    """The work of a mark that is sent again. The number of somebody else's mark is no key to it."""
    if known.marker_id != by.pk or known.submission_id != held.pk:
        raise CannotMark(_("This mark was given by somebody else, or to another work."))
    return held


def _may(held: Submission, by: User) -> None:
    if held.enrolment.learner_id == by.pk:
        raise CannotMark(_("Nobody marks their own work."))
    if held.state != WorkState.HANDED_IN:
        raise CannotMark(_("This work isn't waiting for a mark."))
    if held.marks.filter(marker=by).exists():
        raise CannotMark(_("You have marked this work already; somebody else gives the next mark."))


def _check(held: Submission, levels: Mapping[int, int], comment: str, returned: bool) -> None:
    if returned:
        if not comment.strip():
            raise ValueError("work is returned with a comment")
        return
    most = {criterion.pk: criterion.most for criterion in held.assignment.criteria.all()}
    if set(levels) != set(most) or any(not 0 <= points <= most[pk] for pk, points in levels.items()):
        raise ValueError("points for every criterion, none beyond its levels")


def outcome(submission: Submission) -> Outcome:
    """What the marks so far come to.

    One marker: their points. Two: the mean of both, or, where they lie more than a tenth of all points apart, the
    middle one of three. At a station: the mean of its observers, however far apart.
    """
    assignment = submission.assignment
    given = [mark for mark in submission.marks.all() if not mark.returned]
    # As the rubric stood when it was marked: who changes it later changes no result.
    most = max((mark.most for mark in given), default=0)
    totals = sorted(sum(mark.levels.values()) for mark in given)
    station = assignment.kind == AssignmentKind.STATION
    points = mean(totals, assignment.markers) if station else settled(totals, assignment.markers, most)
    if points is None:
        return Outcome(Fraction(0), most, WorkState.HANDED_IN)
    passed = most > 0 and points * 100 >= assignment.pass_percent * most
    return Outcome(points, most, WorkState.PASSED if passed else WorkState.FAILED)


def settled(totals: Sequence[int], markers: int, most: int) -> Fraction | None:
    """The points that hold, from the sorted points of each marker; None while another marker is needed. Pure."""
    if len(totals) < markers:
        return None
    if markers == 1:
        return Fraction(totals[0])
    if len(totals) == 2:
        apart = totals[1] - totals[0] > APART * most
        return None if apart else Fraction(totals[0] + totals[1], 2)
    return Fraction(totals[1])


def mean(totals: Sequence[int], observers: int) -> Fraction | None:
    """The mean of the observers' points; None while one is missing. Pure."""
    return Fraction(sum(totals), len(totals)) if len(totals) >= observers else None
