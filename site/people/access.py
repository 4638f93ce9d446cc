"""The gate before a view: signed in, and permitted; else 404, so that nobody learns what there is, and a log line."""

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from people.models import User
from people.roles import Permission, may

log = logging.getLogger("dastur.security")
View = Callable[..., HttpResponse]


class SignedIn(HttpRequest):
    """A request as a guarded view gets it: somebody is signed in. Only for the reader and the type checker."""

    user: User


def refused(request: HttpRequest, what: str) -> Http404:
    """Logs a failed authorisation and returns the 404 to raise: `raise refused(request, "sitting")`.

    The log names who, what and where; never the query string, which may carry what nobody should keep.
    """
    line = {"refused": what, "user": getattr(request.user, "pk", None), "path": request.path, "method": request.method}
    log.warning(json.dumps(line, ensure_ascii=False))
    return Http404(what)


def permission_required(*permissions: Permission) -> Callable[[View], View]:
    """Lets holders of any one of `permissions` in; sends the signed-out to sign in, answers 404 to everybody else."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(may(request.user, permission) for permission in permissions):
                raise refused(request, "+".join(permissions))
            return view(request, *args, **kwargs)

        return guarded

    return decorate
