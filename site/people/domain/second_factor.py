"""The authenticator app: set up for somebody at the start, or taken away when the telephone is lost."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ledger import audit
from people.domain import sessions
from people.models import User
from people.roles import needs_second_factor

WEEK = timedelta(days=7)


def set_up(*, user: User, by: User | None, secret: str | None = None) -> str:
    """Gives `user` an authenticator under `secret` (base 32; a fresh one if None) and returns the secret.

    For the first administrator and for demonstration accounts; everybody else scans a code themselves.
    """
    secret = secret or generate_totp_secret()
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        TOTP.activate(user, secret)
        audit.record(actor=by, action="second_factor.set_up", subject=user)
    return secret


class BothKeys(Exception):
    """One person would hold both of another's keys: a new password, and an account without its app."""


def reset(*, user: User, by: User | None) -> None:
    """Takes away the authenticator and the recovery codes of `user`; holders of a role set up anew when they sign in.

    Every session of the person ends. Raises BothKeys where `by` handed them a password that they haven't used yet.
    """
    with transaction.atomic():
        if by is not None and needs_second_factor(user) and handed_by(user, by, "password.handed_out"):
            raise BothKeys(_("You handed out this person's password. Somebody else has to take the app away."))
        Authenticator.objects.filter(user=user).delete()
        sessions.end_all(user)
        audit.record(actor=by, action="second_factor.reset", subject=user)


def handed_by(user: User, by: User, action: str) -> bool:
    """Whether `by` did this to the account in the last week, and the person hasn't signed in since."""
    since = timezone.now() - WEEK
    if user.last_login and user.last_login > since:
        since = user.last_login
    return audit.done_since(action=action, subject=user, actor=by, since=since)


def holds(*, user: User, secret: str) -> bool:
    """Whether the authenticator app of `user` is set up under `secret`."""
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return held is not None and decrypt(held.data["secret"]) == secret


def is_set_up(*, user: User) -> bool:
    """Whether `user` has an authenticator app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
