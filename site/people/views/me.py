"""A person's own page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people import sections


@login_required
def me(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    parts = sections.of(user, request)
    return render(request, "people/me.html", {"person": user, "sections": parts})
