"""Ending sessions: whoever holds a cookie of this person is signed out at the next request."""

from django.db.models import F

from people.models import User


def end_all(user: User) -> None:
    """Ends every session of `user`; part of the caller's transaction and of its audit line.

    Sessions aren't looked for, wherever they are stored: each carries a hash that this makes wrong.
    """
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])
