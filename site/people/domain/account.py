"""Accounts: opened, closed, opened again. They are never deleted: certificates and results stay somebody's."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ledger import audit
from people.domain import sessions
from people.logins import normal_login
from people.models import Posting, User


class LoginTaken(Exception):
    """Somebody signs in with this name already."""


def open_account(*, username: str, by: User | None, **fields: Any) -> User:
    """A new account without a password: hand one out afterwards. Raises LoginTaken.

    `fields` are those of User, for example full_name_tg, unit, rank, language.
    """
    with transaction.atomic():
        if User.objects.filter(username=username).exists():
            raise LoginTaken(normal_login(username))
        user = User(username=username, **fields)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save()
        audit.record(actor=by, action="account.opened", subject=user)
    return user


def change(*, user: User, by: User | None, **fields: Any) -> list[str]:
    """Changes what is known of somebody (name, rank, unit, service number, language); gives the fields that changed.

    The audit trail says which, not from what to what: it is kept longer than a person's data.
    """
    changed = sorted(name for name, value in fields.items() if getattr(user, name) != value)
    if not changed:
        return []
    with transaction.atomic():
        if {"unit", "rank"} & set(changed):
            _note_posting(user, by, {name: fields[name] for name in ("unit", "rank") if name in changed})
        for name in changed:
            setattr(user, name, fields[name])
        user.full_clean(exclude=["password"])
        user.save()
        audit.record(actor=by, action="account.changed", subject=user, fields=", ".join(changed))
    return changed


def _note_posting(user: User, by: User | None, new: dict[str, Any]) -> None:
    """A transfer or a promotion is written down, from today."""
    standing = last_posting(user).standing
    held = {"unit": user.unit, "rank": user.rank} | new
    Posting.objects.create(person=user, standing=standing, since=timezone.localdate(), noted_by=by, **held)


def last_posting(user: User) -> Posting:
    """The newest posting; before the first change of somebody's service, where they were till then is noted."""
    newest: Posting | None = user.postings.order_by("-id").first()
    if newest:
        return newest
    since = timezone.localdate(user.date_joined)
    return Posting.objects.create(person=user, unit=user.unit, rank=user.rank, since=since)


def close(*, user: User, by: User | None) -> None:
    """Closes the account: the person is signed out everywhere at once and can't sign in."""
    _switch(user, active=False, by=by, action="account.closed")


def reopen(*, user: User, by: User | None) -> None:
    """Opens a closed account again, with the password and roles that it had."""
    _switch(user, active=True, by=by, action="account.reopened")


def _switch(user: User, *, active: bool, by: User | None, action: str) -> None:
    with transaction.atomic():
        if user.is_active == active:
            return
        user.is_active = active
        user.save(update_fields=["is_active"])
        sessions.end_all(user)
        audit.record(actor=by, action=action, subject=user)
