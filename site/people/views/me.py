"""A person's own page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from people import sections


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Every section that an app has registered, drawn in order."""
    user: Any = request.user
    parts = [
        {"anchor": s.anchor, "heading": s.heading, "html": render_to_string(s.template, s.context, request)}
        for s in sections.of(user, request)
    ]
    return render(request, "people/me.html", {"person": user, "sections": parts})
