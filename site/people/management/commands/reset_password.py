"""Hands out a one-time password from the server, for whom the office can't help."""

from typing import Any

from django.core.management.base import CommandParser

from people.domain import password
from people.domain.second_factor import reset as reset_second_factor
from people.models import User
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Prints a one-time password for an account, once; it must be changed at the first sign-in."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--second-factor", action="store_true", help="also take the authenticator away, to be set up anew"
        )

    def act(self, **options: Any) -> dict[str, Any]:
        username = options["username"]
        user = User.objects.filter(username=username).first()
        if user is None:
            raise Refused(f"Nobody signs in as {username}.", username=username)
        if options["second_factor"]:
            reset_second_factor(user=user, by=None)
        return {"username": user.username, "password": password.hand_out(user=user, by=None)}
