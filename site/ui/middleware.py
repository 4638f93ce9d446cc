"""Headers that every response carries: content security policy, and no-store for whoever is signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import add_never_cache_headers

Handler = Callable[[HttpRequest], HttpResponse]
STRICT = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
# Wagtail's page editor sets itself up with inline scripts and styles; nobody but staff ever opens it.
EDITOR = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
EDITOR_PREFIX = "/cms/"
API_PREFIX = "/api/"
# An answer is acknowledged in a few bytes on a bad line: data loads nothing, and asks for no camera.
DATA = "default-src 'none'; frame-ancestors 'none'"


class ContentSecurityPolicy:
    """Strict everywhere; looser under /cms/ alone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type") == "application/json":
            response.headers.setdefault("Content-Security-Policy", DATA)
            return response
        policy = EDITOR if request.path.startswith(EDITOR_PREFIX) else STRICT
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return response


class Languages(LocaleMiddleware):
    """Django's, which leads an address that isn't there to the same address below a language; not for programs."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(API_PREFIX):
            return response
        return super().process_response(request, response)


class PlainCookies:
    """Drops cookies that hold control characters: no browser of ours was given one, and PostgreSQL refuses them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if any(sign < " " for sign in value)]:
            del request.COOKIES[name]
        return self.get_response(request)


class NoStoreWhenSignedIn:
    """A page made for one person is kept by no cache: not a proxy's, nor the next user's of a shared phone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        return response
