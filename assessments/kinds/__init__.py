"""Kinds of question, one module each. A new kind is a new module (and its template and test), nothing else.

Every module here but `base` defines `KIND`, an instance of `base.Kind`.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from assessments.kinds.base import Kind


@cache
def registry() -> dict[str, Kind]:
    """Every kind by its code, found by looking which modules there are."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name != "base")
    found = (importlib.import_module(f"{__name__}.{name}").KIND for name in names)
    return {kind.code: kind for kind in found}


def get(code: str) -> Kind:
    """The kind of that code; KeyError when there is none."""
    return registry()[code]


def choices() -> list[tuple[str, str | Promise]]:
    """For model and form fields: code and name. Given as a function, so that a new kind needs no migration."""
    return [(kind.code, kind.name) for kind in registry().values()]
