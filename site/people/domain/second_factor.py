"""The authenticator app: set up for somebody at the start, or taken away when the telephone is lost."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.db import transaction

from ledger import audit
from people.domain import sessions
from people.models import User


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


def reset(*, user: User, by: User | None) -> None:
    """Takes away the authenticator and the recovery codes of `user`; holders of a role set up anew when they sign in.

    Every session of the person ends.
    """
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        sessions.end_all(user)
        audit.record(actor=by, action="second_factor.reset", subject=user)


def holds(*, user: User, secret: str) -> bool:
    """Whether the authenticator app of `user` is set up under `secret`."""
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return held is not None and decrypt(held.data["secret"]) == secret


def is_set_up(*, user: User) -> bool:
    """Whether `user` has an authenticator app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
