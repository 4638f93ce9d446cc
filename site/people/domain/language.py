"""The language that a person reads in."""

from django.db import transaction

from ledger import audit
from people.models import User
from ui import languages


def choose(*, user: User, language: str, by: User) -> None:
    """Remembers the language of somebody's screens and certificates. Raises ValueError for an unknown one."""
    if language not in languages.codes():
        raise ValueError(language)
    if user.language == language:
        return
    with transaction.atomic():
        user.language = language
        user.save(update_fields=["language"])
        audit.record(actor=by, action="language.chosen", subject=user, language=language)
