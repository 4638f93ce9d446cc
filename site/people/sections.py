"""What stands on a person's own page: each app adds its part, this app knows none of them.

In an AppConfig.ready: `people.sections.register(10, my_courses)`, where `my_courses(user, request)` returns a Section,
or None for nothing. Orders in use: 10 courses, 15 handbook, 20 results, 30 certificates, 40 reports of problems, 70 who
looked, 75 what is kept, 80 language, 85 texts, 90 security.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from people.models import User


@dataclass(frozen=True)
class Section:
    """One part of the page: the anchor that leads to it, its heading, its template and what that is rendered with."""

    anchor: str
    heading: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Build = Callable[[User, HttpRequest], Section | None]
_REGISTERED: list[tuple[int, Build]] = []


def register(order: int, build: Build) -> None:
    """Adds a section; lower orders stand higher."""
    if (order, build) not in _REGISTERED:
        _REGISTERED.append((order, build))


def of(user: User, request: HttpRequest) -> list[Section]:
    """The sections of this person's page, in order."""
    built = [build(user, request) for _, build in sorted(_REGISTERED, key=lambda entry: entry[0])]
    return [section for section in built if section is not None]
