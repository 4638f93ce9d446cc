"""What every answer of the API has in common: JSON alone, its language, its ETag, and plain refusals."""

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError

from ui import languages

MINUTES = 5 * 60  # seconds that a copy may be used without asking; afterwards the ETag decides
LONGEST, LIMIT, LIMIT_MAX, OFFSET_MAX = 200, 20, 100, 100_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
Handler = Callable[..., HttpResponse]


class Speaking:
    """For the endpoints: nobody signs in, nothing but GET, JSON without a browsable page, unknown questions refused."""

    authentication_classes: Sequence[Any] = ()
    permission_classes: Sequence[Any] = ()
    renderer_classes: Sequence[Any] = (JSONRenderer,)
    http_method_names = ["get", "head"]
    known = frozenset({"language"})

    def refuse_odd(self, allowed: frozenset[str]) -> None:
        """Raises BadRequestError for a parameter that isn't known, is given twice, or holds what no value holds."""
        asked = self.request.GET  # type: ignore[attr-defined]
        unknown = sorted(set(asked) - allowed)
        if unknown:
            raise BadRequestError(f"unknown parameters: {', '.join(unknown)}"[:LONGEST])
        for name, values in asked.lists():
            if len(values) > 1 or len(values[0]) > LONGEST or _CONTROL.search(values[0]):
                raise BadRequestError(f"{name}: not a value")


def language_of(request: HttpRequest) -> str:
    """The language asked for: ?language=, else the first of Accept-Language that we have, else Tajik.

    Raises BadRequestError for a language that we don't have.
    """
    asked = request.GET.get("language")
    if asked is not None:
        if asked not in languages.codes():
            raise BadRequestError(f"language: one of {', '.join(languages.codes())}")
        return asked
    preferred = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:LONGEST])
    known = (code.split("-")[0] for code, _weight in preferred)
    return next((code for code in known if code in languages.codes()), settings.CONTENT_LANGUAGE)


def spoken(view: Handler) -> Handler:
    """Answers in the language asked for, and says so; the answer may be kept, and is not sent twice."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            language = language_of(request)
        except BadRequestError as error:
            return _kept(request, refusal(400, str(error)))
        with translation.override(language):
            response = view(request, *args, **kwargs)
            if isinstance(response, Response):
                response.render()
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language"])
        return _kept(request, response)

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def refusal(status: int, message: str) -> HttpResponse:
    """A refusal as every endpoint says it."""
    return HttpResponse(JSONRenderer().render({"message": message}), status=status, content_type="application/json")


def nothing_here(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Any other address under the API."""
    return refusal(404, "not found")


def page_of(rows: Sequence[Any], request: HttpRequest) -> Sequence[Any]:
    """The part of `rows` that ?limit= and ?offset= ask for. Raises BadRequestError for more than is given at once."""
    limit, offset = number(request, "limit", LIMIT, LIMIT_MAX), number(request, "offset", 0, OFFSET_MAX)
    return rows[offset : offset + limit]


def number(request: HttpRequest, name: str, default: int, most: int) -> int:
    """A parameter as a number from 0 to `most`. Raises BadRequestError for anything else."""
    asked = request.GET.get(name, str(default))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= len(str(most)) and int(asked) <= most):
        raise BadRequestError(f"{name}: a number from 0 to {most}")
    return int(asked)


def said(error: Exception) -> Response | None:
    """The answer to an error of ours, or None."""
    if isinstance(error, Http404):
        return Response({"message": "not found"}, status=404)
    if isinstance(error, BadRequestError):
        return Response({"message": str(error)[:LONGEST]}, status=400)
    return None


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != 200:
        patch_cache_control(response, no_store=True)
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MINUTES)
    # A law that is renamed changes answers whose pages were published long ago: only the ETag decides.
    return get_conditional_response(request, etag, None, response) or response
