"""Joining a cohort's course by a code that its trainer hands out."""

from __future__ import annotations

import re
import secrets
from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain import enrol
from courses.enums import ALPHABET
from courses.models import CourseRun, Enrolment, JoinCode
from ledger import audit, outbox
from people.models import User

LETTERS = 8  # 30 ** 8 is 39 bits; and whoever guesses is stopped after a few tries


class WrongCode(Exception):
    """The code lets nobody in now. The message is for people."""


def make(*, run: CourseRun, expires_on: date, places: int | None, by: User) -> JoinCode:
    """A new code for a run."""
    code = "".join(secrets.choice(ALPHABET) for _letter in range(LETTERS))
    with transaction.atomic():
        made = JoinCode.objects.create(run=run, code=code, expires_on=expires_on, places=places, made_by=by)
        audit.record(actor=by, action="join_code.made", subject=run, wanted=places)
    return made


def stop(*, run: CourseRun, pk: int, by: User) -> None:
    """From now on the code lets nobody in; one that was stopped stays so. Raises JoinCode.DoesNotExist."""
    with transaction.atomic():
        found = run.join_codes.select_for_update(of=_of()).get(pk=pk)
        if found.stopped_at is None:
            found.stopped_at = timezone.now()
            found.save(update_fields=["stopped_at"])
            audit.record(actor=by, action="join_code.stopped", subject=run)


def look(typed: str) -> JoinCode:
    """The code that somebody typed, if it lets people in today. Raises WrongCode: one sentence for whatever is wrong,
    so that guessing tells nothing."""
    found = JoinCode.objects.select_related("run__course", "run__cohort").filter(code=cleaned(typed)).first()
    if found is None or not found.is_good(timezone.localdate()):
        raise _wrong()
    return found


def enter(*, typed: str, by: User) -> Enrolment:
    """Puts a person into the cohort and its courses; whoever is in it already takes no place. Raises WrongCode."""
    with transaction.atomic():
        # Two people and one last place: the second waits here, and finds none.
        found = JoinCode.objects.select_for_update(of=_of()).filter(code=cleaned(typed)).first()
        if found is None:
            raise _wrong()
        cohort, course = found.run.cohort, found.run.course
        if not cohort.members.filter(pk=by.pk).exists():
            if not found.is_good(timezone.localdate()):
                raise _wrong()
            cohort.members.add(by)
            found.used += 1
            found.save(update_fields=["used"])
            event = audit.record(actor=by, action="cohort.joined", subject=cohort, course=course.code)
            outbox.promise("cohort.kept", str(event.pk), cohort_id=cohort.pk)
        return enrol.by_cohort(course=course, learner=by, by=by)


def cleaned(typed: str) -> str:
    """A code as it is kept: in capitals, without hyphens and spaces; letters that look like digits stay wrong."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())[: 2 * LETTERS]


def listed(run: CourseRun) -> list[JoinCode]:
    """The codes of a run that haven't been stopped, newest first."""
    return list(run.join_codes.filter(stopped_at=None))


def _wrong() -> WrongCode:
    return WrongCode(_("This code lets nobody in. Look at it again, or ask whoever gave it to you: it may be too old."))


def _of() -> tuple[str, ...]:
    return ("self",) if connection.features.has_select_for_update_of else ()
