"""Passwords that the office or a command hands out, once, on paper; and what follows when somebody changes theirs."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from ledger import audit
from people.domain import second_factor, sessions
from people.domain.second_factor import BothKeys
from people.models import User
from people.roles import needs_second_factor

# Without l, 1, O, 0 and the like: the slip is read from paper and typed on a telephone.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LENGTH = 4, 4


def one_time_password() -> str:
    """Sixteen characters in groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def hand_out(*, user: User, by: User | None) -> str:
    """Gives `user` a one-time password, which must be changed at the first sign-in, and returns it.

    It is stored as a hash only: whoever loses the slip needs another. Every session of the person ends. Raises
    BothKeys where `by` took away the app that this person's role requires, and they haven't signed in since.
    """
    if by is not None and needs_second_factor(user) and second_factor.handed_by(user, by, "second_factor.reset"):
        raise BothKeys(_("You took this person's app away. Somebody else has to hand out the password."))
    password = one_time_password()
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        sessions.end_all(user)
        audit.record(actor=by, action="password.handed_out", subject=user)
    return password


def changed(*, user: User) -> None:
    """Notes that `user` chose a new password themselves; the other sessions ended with the old one's hash."""
    with transaction.atomic():
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
        audit.record(actor=user, action="password.changed", subject=user)
