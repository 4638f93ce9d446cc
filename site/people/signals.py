"""What follows when allauth or Django says that something happened to an account."""

import json
import logging
import time
from typing import Any

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from ledger import audit
from people.domain import password, sessions
from people.logins import normal_login
from people.middleware import BEGAN, SEEN, SIGNED_OUT
from people.models import User

log = logging.getLogger("dastur.security")


@receiver(user_logged_in)
def session_began(request: HttpRequest, **kwargs: Any) -> None:
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


@receiver(user_logged_out)
def session_ended(request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        setattr(request, SIGNED_OUT, True)


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Logs the attempt, never the password."""
    name = normal_login(str(credentials.get("username", "")))[:150]
    log.warning(json.dumps({"sign_in_failed": name}, ensure_ascii=False))


@receiver(account_signals.password_changed)
@receiver(account_signals.password_reset)
def password_changed(user: User, **kwargs: Any) -> None:
    password.changed(user=user)


@receiver(mfa_signals.authenticator_added)
def authenticator_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting an app up took a code of it: the session counts as opened with it; the person's others end."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    sessions.end_all(user)
    update_session_auth_hash(request, user)
    record_authentication(request, user, method="mfa", type="totp", id=authenticator.pk)
    audit.record(actor=user, action="second_factor.set_up", subject=user)


@receiver(mfa_signals.authenticator_removed)
def authenticator_removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Without an app no session counts as opened with one."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    sessions.end_all(user)
    update_session_auth_hash(request, user)
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [r for r in records if r.get("method") != "mfa"]
    audit.record(actor=user, action="second_factor.removed", subject=user)
