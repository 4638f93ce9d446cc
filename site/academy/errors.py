"""Error pages: what happened, in the reader's language, and where to go from here."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation

from ui import languages

log = logging.getLogger("dastur.errors")
LAST_RESORT = (
    "<!doctype html><meta charset=utf-8><title>500</title><h1>500</h1><p>Хатои сервер · Ошибка сервера · Server error"
)


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    return render(request, f"academy/errors/{name}.html", status=status)


def not_found(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    return _page(request, "404", 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without the frame: what was bad may be what the frame is made from (the host, the address)."""
    return _bare("400", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without request, context processors or database: whatever broke may be broken still."""
    try:
        return _bare("500", 500)
    except Exception:
        log.exception("the error page itself failed")
        return HttpResponse(LAST_RESORT, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "csrf", 403)


def too_many(request: HttpRequest) -> HttpResponse:
    response = _page(request, "429", 429)
    response.headers["Retry-After"] = "300"
    return response


def _bare(name: str, status: int) -> HttpResponse:
    with translation.override(languages.current()):
        content = loader.render_to_string(f"academy/errors/{name}.html")
    return HttpResponse(content, status=status)
