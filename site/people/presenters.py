"""People and roles as a page shows them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.enums import Role
from people.models import GrantRequest, RoleGrant, User
from people.roles import ROLES
from ui import languages


@dataclass(frozen=True)
class Held:
    """A role that somebody holds: the row's key, the role's name, its sentence, and where it holds (the unit of a
    head, the language of a reviewer)."""

    pk: int
    name: str
    sentence: str
    unit: str


@dataclass(frozen=True)
class RoleOnPage:
    """A role with its sentence and the people who hold it."""

    name: str
    sentence: str
    holders: list[User]


def person_facts(person: User) -> list[tuple[str, Any]]:
    """What the office sees of an account, term by term."""
    facts: list[tuple[str, Any]] = [
        (_("User name"), person.username),
        (_("Service number"), person.service_number),
        (_("Rank"), person.rank),
        (_("Unit"), person.unit),
        (_("Language"), languages.own_name(person.language)),
        (_("Signed in last"), person.last_login),
    ]
    return [(term, value if value not in (None, "") else _("not known")) for term, value in facts]


def roles_held(person: User) -> list[Held]:
    """The roles of one person; two queries, or none when grants and units are prefetched."""
    return [_held(grant) for grant in person.grants.all() if grant.role in ROLES]


def role_name(asked: GrantRequest) -> str:
    """A role that is asked for, with where it would hold."""
    where = asked.unit or (languages.own_name(asked.language) if asked.language else "")
    name = _name(asked.role)
    return f"{name} · {where}" if where else name


def roles_in_prose(people: QuerySet[User]) -> list[RoleOnPage]:
    """Every role and those of `people` who hold it; two queries."""
    holders: dict[str, list[User]] = {role: [] for role in ROLES}
    for person in people.filter(grants__isnull=False).distinct().prefetch_related("grants"):
        for role in sorted({grant.role for grant in person.grants.all()} & set(ROLES)):
            holders[role].append(person)
    return [RoleOnPage(_name(role), str(ROLES[role].sentence), found) for role, found in holders.items()]


def _held(grant: RoleGrant) -> Held:
    unit = str(grant.unit) if grant.unit_id else ""
    unit = languages.own_name(grant.language) if grant.language else unit
    return Held(grant.pk, _name(grant.role), str(ROLES[grant.role].sentence), unit)


def _name(role: str) -> str:
    return str(Role(role).label)
