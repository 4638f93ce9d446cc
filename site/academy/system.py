"""The state of the system, as administrators see it: what runs, what waits, what failed."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ledger import digest, outbox
from people.access import permission_required
from people.roles import Permission


@permission_required(Permission.ADMINISTER)
def state(request: HttpRequest) -> HttpResponse:
    waiting = outbox.state()
    data = {"facts": _facts(), "waiting": waiting, "digest": digest.latest(), "overdue": digest.overdue()}
    return render(request, "academy/system.html", data)


def _facts() -> list[tuple[str, Any]]:
    cache = settings.CACHES["default"]["BACKEND"].rsplit(".", 1)[-1]
    return [
        (_("Database"), "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"),
        (_("Cache"), cache.removesuffix("Cache")),
        (_("Background work"), _("in the web server itself") if settings.CELERY_TASK_ALWAYS_EAGER else "Celery"),
        (_("E-mail"), settings.EMAIL_HOST or _("not set up; passwords are handed out on paper")),
        (_("Address"), settings.BASE_URL),
    ]
