"""Ports to the apps above: who may sit an assessment, where a result leads back to, who holds a certificate for it.

Courses knows who is enrolled and we don't; it registers its rules here when it starts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessments.models import Assessment
    from people.models import User

Rule = Callable[["User", "Assessment"], bool]
Home = Callable[["User", "Assessment"], "tuple[str, str] | None"]
Certificates = Callable[["Collection[int]", "Assessment"], dict[int, list[str]]]
_rules: list[Rule] = []
_homes: list[Home] = []
_certificates: list[Certificates] = []


def register(rule: Rule) -> Rule:
    """Adds a rule that may let a person sit an assessment; one that allows it is enough. Usable as a decorator."""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def register_home(home: Home) -> Home:
    """Adds a way to say where an assessment belongs: (address, title) or None."""
    if home not in _homes:
        _homes.append(home)
    return home


def register_certificates(certificates: Certificates) -> Certificates:
    """Adds a way to say which of some people (by id) hold certificates that rest on an assessment: their numbers."""
    if certificates not in _certificates:
        _certificates.append(certificates)
    return certificates


def certificates(people: Collection[int], assessment: Assessment) -> dict[int, list[str]]:
    """Numbers of the standing certificates that rest on this assessment, by the holder's id."""
    found: dict[int, list[str]] = {}
    for ask in _certificates if people else ():
        for person, numbers in ask(people, assessment).items():
            found.setdefault(person, []).extend(numbers)
    return found


def may_sit(user: User, assessment: Assessment) -> bool:
    """Whether any rule allows it. With no rule at all, nobody may."""
    return any(rule(user, assessment) for rule in _rules)


def home(user: User, assessment: Assessment) -> tuple[str, str] | None:
    """Address and title of what the assessment belongs to, for this person."""
    return next((found for ask in _homes if (found := ask(user, assessment))), None)
