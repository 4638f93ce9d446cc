"""Ports to the apps above: who may sit an assessment, who is to, where a result leads back to, who has a certificate.

Courses knows who is enrolled and we don't; it registers its rules here when it starts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from assessments.models import Assessment
    from people.models import User

Rule = Callable[["User", "Assessment"], bool]
Home = Callable[["User", "Assessment"], "tuple[str, str] | None"]
Lister = Callable[["User"], "Iterable[int]"]
Expected = Callable[["Assessment"], "QuerySet[User]"]
Certificates = Callable[["Collection[int]", "Assessment"], dict[int, list[str]]]
_rules: list[Rule] = []
_vetoes: list[Rule] = []
_listers: list[Lister] = []
_homes: list[Home] = []
_expected: list[Expected] = []
_certificates: list[Certificates] = []


def register(rule: Rule) -> Rule:
    """Adds a rule that may let a person sit an assessment; one that allows it is enough. Usable as a decorator."""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def register_veto(veto: Rule) -> Rule:
    """Adds a rule that shuts out a person whom another rule lets in."""
    if veto not in _vetoes:
        _vetoes.append(veto)
    return veto


def register_lister(lister: Lister) -> Lister:
    """Adds a way to name at once, by their ids, all the assessments that a rule lets a person sit."""
    if lister not in _listers:
        _listers.append(lister)
    return lister


def listed(user: User) -> list[int]:
    """Ids of all that the apps above let this person sit."""
    return sorted({pk for lister in _listers for pk in lister(user)})


def register_home(home: Home) -> Home:
    """Adds a way to say where an assessment belongs: (address, title) or None."""
    if home not in _homes:
        _homes.append(home)
    return home


def register_expected(who: Expected) -> Expected:
    """Adds a way to say who is to sit an assessment, as a query of people."""
    if who not in _expected:
        _expected.append(who)
    return who


def expected(assessment: Assessment) -> Q:
    """The condition on people that they are to sit it; nobody, where nobody has registered a way to say so."""
    found = Q(pk__in=[])
    for who in _expected:
        found |= Q(pk__in=who(assessment).values("pk"))
    return found


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
    """Whether any rule allows it and none forbids it. With no rule at all, nobody may.

    A rehearsal's copy is for its simulated cadets and for nobody else, and they sit nothing else.
    """
    if user.rehearsal or assessment.rehearses_id is not None:
        return user.rehearsal and assessment.rehearses_id is not None
    return any(rule(user, assessment) for rule in _rules) and not any(veto(user, assessment) for veto in _vetoes)


def home(user: User, assessment: Assessment) -> tuple[str, str] | None:
    """Address and title of what the assessment belongs to, for this person."""
    found = next((home for ask in _homes if (home := ask(user, assessment))), None)
    # A re-sit belongs where the examination belongs that it repeats.
    first = assessment.resit_of if found is None else None
    return found if first is None else next((home for ask in _homes if (home := ask(user, first))), None)
