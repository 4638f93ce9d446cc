"""Ports to the apps above: who may sit an assessment, and where a result leads back to.

Courses knows who is enrolled and we don't; it registers its rules here when it starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessments.models import Assessment
    from people.models import User

Rule = Callable[["User", "Assessment"], bool]
Home = Callable[["User", "Assessment"], "tuple[str, str] | None"]
_rules: list[Rule] = []
_homes: list[Home] = []


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


def may_sit(user: User, assessment: Assessment) -> bool:
    """Whether any rule allows it. With no rule at all, nobody may."""
    return any(rule(user, assessment) for rule in _rules)


def home(user: User, assessment: Assessment) -> tuple[str, str] | None:
    """Address and title of what the assessment belongs to, for this person."""
    return next((found for ask in _homes if (found := ask(user, assessment))), None)
