"""Opens the first administrator's account: the only one that nobody in the system can open."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser

from people.domain import account, grant, password, second_factor
from people.enums import Role
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Opens an administrator's account; prints a one-time password and the authenticator's secret, once."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True, help="name to sign in with")
        parser.add_argument("--full-name", required=True, help="as on the service card, in Tajik")

    def act(self, **options: Any) -> dict[str, Any]:
        username, full_name = options["username"], options["full_name"]
        try:
            user = account.open_account(username=username, full_name_tg=full_name, by=None)
        except account.LoginTaken as taken:
            raise Refused(f"Somebody signs in as {taken} already.", username=str(taken)) from None
        except ValidationError as error:
            raise Refused(" ".join(error.messages), username=username) from None
        grant.grant(user=user, role=Role.ADMINISTRATOR, by=None)
        return {
            "username": user.username,
            "password": password.hand_out(user=user, by=None),
            "authenticator_secret": second_factor.set_up(user=user, by=None),
        }
