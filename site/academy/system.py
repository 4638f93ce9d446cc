"""The state of the system, as administrators see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.access import permission_required
from people.roles import Permission


@permission_required(Permission.ADMINISTER)
def state(request: HttpRequest) -> HttpResponse:
    data: dict[str, Any] = {}
    return render(request, "academy/system.html", data)
