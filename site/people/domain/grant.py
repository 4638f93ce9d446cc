"""Giving and taking roles."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ledger import audit
from people import groups
from people.domain import sessions
from people.enums import Role
from people.models import GrantRequest, RoleGrant, Unit, User
from ui import languages


class NotGranted(Exception):
    """The role can't be given or taken; the message says why, in words for a person."""


def grant(*, user: User, role: str, by: User | None, unit: Unit | None = None, language: str = "") -> RoleGrant:
    """Gives `user` a role (a head: of `unit`; a language reviewer: in `language`); ends their sessions, so that they
    sign in anew with what it demands.

    Giving a role that is held already changes nothing. Raises NotGranted for an unknown role, a head without a
    unit, a reviewer without a language, and for somebody giving a role to themselves.
    """
    unit, language = _reach(user=user, role=role, by=by, unit=unit, language=language)
    with transaction.atomic():
        # Two administrators may give the same role at once: the row of the person is what they wait for.
        User.objects.select_for_update().get(pk=user.pk)
        held, fresh = RoleGrant.objects.get_or_create(
            user=user, role=role, unit=unit, language=language, defaults={"granted_by": by}
        )
        groups.sync(user)
        if fresh:
            _changed(user)
            audit.record(
                actor=by, action="role.granted", subject=user, role=role, unit=unit and unit.code, language=language
            )
    return held


def ask(*, user: User, role: str, by: User, unit: Unit | None = None, language: str = "") -> GrantRequest:
    """Asks that `user` be given a role; a second person confirms it. The same thing asked for again is one request.

    Raises NotGranted, as `grant` does, and where the role is held already.
    """
    unit, language = _reach(user=user, role=role, by=by, unit=unit, language=language)
    asked = {"role": role, "unit": unit, "language": language}
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two who ask at once make one request
        if user.grants.filter(**asked).exists():
            raise NotGranted(_("The person holds this role already."))
        waiting: GrantRequest | None = user.grant_requests.filter(decided_at=None, **asked).first()
        if waiting is None:
            waiting = GrantRequest.objects.create(user=user, asked_by=by, **asked)
            audit.record(actor=by, action="role.asked", subject=user, role=role, unit=unit and unit.code)
    return waiting


def decide(*, request: GrantRequest, confirmed: bool, by: User) -> GrantRequest:
    """Confirms or refuses what somebody else asked for, once. Raises NotGranted for who asked, and for the person."""
    with transaction.atomic():
        held = GrantRequest.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=request.pk)
        if by.pk in (held.asked_by_id, held.user_id):
            raise NotGranted(_("A second person decides: not who asked, and not who would hold the role."))
        if held.decided_at:
            raise NotGranted(_("This was decided already."))
        held.decided_by, held.decided_at, held.confirmed = by, timezone.now(), confirmed
        held.save()
        if confirmed:
            grant(user=held.user, role=held.role, by=by, unit=held.unit, language=held.language)
        else:
            audit.record(actor=by, action="role.refused", subject=held.user, role=held.role)
    return held


def withdraw(*, user: User, role: str, by: User | None, unit: Unit | None = None, language: str = "") -> None:
    """Takes a role (a head's: of `unit`, a reviewer's: in `language`; of all when none is named) and ends the
    person's sessions."""
    _check(user=user, role=role, by=by)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        held = RoleGrant.objects.filter(user=user, role=role)
        if unit is not None:
            held = held.filter(unit=unit)
        if language:
            held = held.filter(language=language)
        if not held.exists():
            return
        held.delete()
        groups.sync(user)
        _changed(user)
        audit.record(
            actor=by, action="role.withdrawn", subject=user, role=role, unit=unit and unit.code, language=language
        )


def _reach(*, user: User, role: str, by: User | None, unit: Unit | None, language: str) -> tuple[Unit | None, str]:
    """Where the role would hold. Raises NotGranted."""
    _check(user=user, role=role, by=by)
    if role == Role.HEAD and unit is None:
        raise NotGranted(_("A head needs the unit that they head."))
    if role == Role.REVIEWER and language not in languages.codes():
        raise NotGranted(_("A language reviewer needs the language that they review."))
    return (unit if role == Role.HEAD else None), (language if role == Role.REVIEWER else "")


def _check(*, user: User, role: str, by: User | None) -> None:
    if role not in Role.values:
        raise NotGranted(_("There is no role “%(role)s”.") % {"role": role})
    if by is not None and by.pk == user.pk:
        raise NotGranted(_("Nobody changes their own roles: another administrator has to."))


def _changed(user: User) -> None:
    user.__dict__.pop("_roles", None)
    sessions.end_all(user)
