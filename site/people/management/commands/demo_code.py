"""The six digits that an authenticator app would show now, for the demonstration's accounts."""

import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management.base import CommandParser

from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Prints the current authenticator code of an account (only in development)."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def act(self, **options: Any) -> dict[str, Any]:
        username = options["username"]
        if not settings.DEBUG:
            raise Refused("Codes are only printed in development: here they would open somebody's account.")
        held = Authenticator.objects.filter(user__username=username, type=Authenticator.Type.TOTP).first()
        if held is None:
            raise Refused(f"{username} has no authenticator app.", username=username)
        moment, seconds = divmod(int(time.time()), app_settings.TOTP_PERIOD)
        code = format_hotp_value(hotp_value(decrypt(held.data["secret"]), moment))
        return {"username": username, "code": code, "seconds_left": app_settings.TOTP_PERIOD - seconds}

    def words(self, document: dict[str, Any]) -> str:
        return str(document["code"])
