"""How sign-in behaves here: no self-registration; a person's own language after signing in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the academy office, never by whoever comes along."""
        return False
