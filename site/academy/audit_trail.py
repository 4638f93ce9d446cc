"""The audit trail, as administrators read it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.access import permission_required
from people.roles import Permission


@permission_required(Permission.ADMINISTER)
def trail(request: HttpRequest) -> HttpResponse:
    data: dict[str, Any] = {}
    return render(request, "academy/audit_trail.html", data)
