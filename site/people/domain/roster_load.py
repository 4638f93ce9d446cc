"""Carrying a list of people out, all of it or nothing; undoing it; slips for those whom it made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from ledger import audit
from people.domain import account, cohort, password
from people.domain.roster import CHANGE, NEW, SAME, SKIP, Plan, Row, login_for
from people.models import Cohort, Rank, Roster, Unit, User

UNDO_DAYS = 30
SLIPS = 30  # at once: hashing a password takes a third of a second
RELATED: dict[str, Any] = {"unit": Unit, "rank": Rank}


class CannotLoad(Exception):
    """The list isn't loaded, and nothing of it; the message says why."""


@dataclass(frozen=True)
class Undone:
    """What undoing came to: accounts deleted and closed, people put back, and what was left as it is, in sentences."""

    deleted: int
    closed: int
    restored: int
    left: list[str]


def load(*, plan: Plan, name: str, digest: str, cohort_: Cohort | None, by: User) -> Roster:
    """Makes and changes people as the plan says, and puts all of its people into the cohort. Raises CannotLoad.

    Two clerks with the same list: the second one's plan doesn't fit any more, or meets a unique number; then nothing
    of it is kept.
    """
    taken = set(User.objects.values_list("username", flat=True))
    try:
        with transaction.atomic():
            done = [_do(row, taken, by) for row in plan.rows if row.action in (NEW, CHANGE, SAME)]
            joined = _join(cohort_, [pk for pk, _told in done], by)
            roster = Roster.objects.create(
                name=name[:200],
                digest=digest,
                cohort=cohort_,
                made=len(plan.of(NEW)),
                changed=len(plan.of(CHANGE)),
                same=len(plan.of(SAME)),
                passed_over=_passed_over(plan),
                done=[{"pk": pk, "joined": pk in joined, **told} for pk, told in done],
                loaded_by=by,
            )
            counts = {"made": roster.made, "changed": roster.changed, "skipped": len(roster.passed_over)}
            audit.record(actor=by, action="roster.loaded", subject=roster, **counts)
    except (account.LoginTaken, IntegrityError) as error:
        raise CannotLoad(_("Somebody changed people meanwhile. Look at the list again.")) from error
    except ValidationError as error:
        raise CannotLoad(" ".join(error.messages)) from error
    return roster


def _passed_over(plan: Plan) -> list[dict[str, Any]]:
    told = [{"line": row.entry.line, "reason": row.reason} for row in plan.of(SKIP)]
    open_ = [{"line": row.entry.line, "reason": row.reason} for row in plan.of("ask")]
    return sorted([*told, *open_], key=lambda one: one["line"])


def _do(row: Row, taken: set[str], by: User) -> tuple[int, dict[str, Any]]:
    """Carries one line out; the person's number, and what is to be put back on undoing."""
    values = {name: after for name, (_before, after) in row.changes.items()}
    if row.person is None:
        made = account.open_account(username=login_for(row, taken), by=by, **values)
        return made.pk, {"made": True, "before": {}, "after": {}}
    before = {name: _plain(getattr(row.person, name)) for name in values}
    account.change(user=row.person, by=by, **values)
    return row.person.pk, {"made": False, "before": before, "after": {n: _plain(v) for n, v in values.items()}}


def _plain(value: Any) -> Any:
    """A value as JSON holds it: a unit or a rank by its number."""
    return value.pk if isinstance(value, Unit | Rank) else value


def _join(group: Cohort | None, people: Iterable[int], by: User) -> set[int]:
    """Adds people to the cohort; those who weren't in it."""
    if group is None:
        return set()
    members = set(group.members.values_list("pk", flat=True))
    joined = set(people) - members
    if joined:
        everybody = User.objects.filter(pk__in=members | joined)
        cohort.keep(cohort=group, members=everybody, trainers=group.trainers.all(), by=by)
    return joined


def undo(*, roster: Roster, by: User) -> Undone:
    """Puts back what the list changed, where nobody has changed it since. Raises CannotLoad when it is too late.

    An account that was made and never used is deleted; one that was used is left to the office, and said.
    """
    with transaction.atomic():
        held = Roster.objects.select_for_update().get(pk=roster.pk)  # two clerks undo at once: one of them does
        if held.undone_at or not undoable(held):
            raise CannotLoad(_("This list can't be undone any more."))
        outcome = Undone(0, 0, 0, [])
        people = User.objects.in_bulk([told["pk"] for told in held.done])
        if held.cohort:
            held.cohort.members.remove(*[told["pk"] for told in held.done if told["joined"]])
        for told in held.done:
            person = people.get(told["pk"])
            if person:
                outcome = _put_back(person, told, by, outcome)
        held.undone_at, held.undone_by, held.done = timezone.now(), by, []
        held.save(update_fields=["undone_at", "undone_by", "done"])
        audit.record(
            actor=by, action="roster.undone", subject=held, deleted=outcome.deleted, restored=outcome.restored
        )  # fmt: skip
    return outcome


def _put_back(person: User, told: dict[str, Any], by: User, so_far: Undone) -> Undone:
    if told["made"]:
        return _taken_away(person, by, so_far)
    back, kept = {}, []
    for name, before in told["before"].items():
        now = getattr(person, f"{name}_id" if name in RELATED else name)
        if now == told["after"].get(name):
            back[name] = RELATED[name].objects.filter(pk=before).first() if name in RELATED else before
        else:
            kept.append(name)
    if back:
        account.change(user=person, by=by, **back)
    left = [*so_far.left]
    if kept:
        left.append(_("%(name)s was changed again since; that stays.") % {"name": person.get_full_name()})
    return Undone(so_far.deleted, so_far.closed, so_far.restored + bool(back), left)


def _taken_away(person: User, by: User, so_far: Undone) -> Undone:
    if person.last_login:
        said = _("%(name)s has signed in already; the account stays.") % {"name": person.get_full_name()}
        return Undone(so_far.deleted, so_far.closed, so_far.restored, [*so_far.left, said])
    try:
        with transaction.atomic():
            audit.record(actor=by, action="account.deleted", subject=person)
            person.delete()
    except ProtectedError:
        account.close(user=person, by=by)
        return Undone(so_far.deleted, so_far.closed + 1, so_far.restored, so_far.left)
    return Undone(so_far.deleted + 1, so_far.closed, so_far.restored, so_far.left)


def undoable(roster: Roster) -> bool:
    """Whether it isn't too late."""
    return roster.undone_at is None and bool(roster.done) and roster.loaded_at > timezone.now() - _while()


def _while() -> timedelta:
    return timedelta(days=UNDO_DAYS)


def forget_old() -> int:
    """Forgets what old lists changed: it is people's data, and too late to undo; how many lists."""
    return Roster.objects.filter(loaded_at__lt=timezone.now() - _while()).exclude(done=[]).update(done=[])


def without_slip(roster: Roster) -> list[User]:
    """Those whom the list made and to whom no password was handed out yet, in the order of the alphabet."""
    made = [told["pk"] for told in roster.done if told["made"]]
    people = User.objects.filter(pk__in=made, is_active=True, last_login=None).select_related("unit", "rank")
    return [person for person in people.order_by("sort_key", "pk") if not person.has_usable_password()]


def slips(*, roster: Roster, by: User) -> list[tuple[User, str]]:
    """One-time passwords for the next thirty; kept nowhere, shown once."""
    return [(person, password.hand_out(user=person, by=by)) for person in without_slip(roster)[:SLIPS]]
