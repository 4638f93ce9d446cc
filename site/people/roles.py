"""Who may do what, as prose and as permissions.

Everybody with an account learns: reads the handbook, takes courses, sits what they are enrolled in, answers surveys,
sees their own results and who looked at them. A role adds to that. Whom a permission reaches is in `people.scope`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from people.enums import Role
from people.models import User


class Permission(StrEnum):
    """What the code asks about; roles are never asked for by name."""

    AUTHOR = "author"  # write the handbook, courses, the question bank and assessments
    REVIEW = "review"  # read drafts that were sent for review, mend them, pass them on or send them back
    PUBLISH = "publish"  # make them public: publish pages and editions
    SEE_OWN_COHORTS = "see_own_cohorts"  # results by name of the cohorts one trains
    SEE_ALL_RESULTS = "see_all_results"  # results by name of everybody
    SEE_PASSED_IN_UNIT = "see_passed_in_unit"  # passed or not, of mandatory courses, in one's own unit
    ISSUE_CERTIFICATES = "issue_certificates"
    REVOKE_CERTIFICATES = "revoke_certificates"
    RUN_SURVEYS = "run_surveys"  # open and close waves
    SEE_NEEDS = "see_needs"  # every published cell of a closed wave
    MANAGE_PEOPLE = "manage_people"  # rosters, cohorts, password slips
    SEE_TOTALS = "see_totals"  # counts that name nobody
    ADMINISTER = "administer"  # roles, audit trail, state of the system; nobody's results


@dataclass(frozen=True)
class RoleInProse:
    """A role: its code, what its holder does here in one sentence, and the permissions that follow from it."""

    role: Role
    sentence: Any
    permissions: frozenset[Permission]


P = Permission
ROLES: dict[str, RoleInProse] = {
    entry.role.value: entry
    for entry in [
        RoleInProse(
            Role.TRAINER,
            _(
                "A trainer writes and publishes the handbook, courses and questions, and sees the results of the "
                "cohorts that they train, of nobody else."
            ),
            frozenset({P.AUTHOR, P.PUBLISH, P.SEE_OWN_COHORTS}),
        ),
        RoleInProse(
            Role.AUTHOR,
            _("An author writes the handbook and lessons and sends them for review; others publish them."),
            frozenset({P.AUTHOR}),
        ),
        RoleInProse(
            Role.REVIEWER,
            _(
                "A language reviewer reads what authors send in one language, mends it, and passes it on or sends it "
                "back; what is missing or out of date in that language can't be passed on."
            ),
            frozenset({P.REVIEW}),
        ),
        RoleInProse(
            Role.PUBLISHER,
            _("A publisher has the last look at what the language reviewers passed on, and publishes it."),
            frozenset({P.REVIEW, P.PUBLISH}),
        ),
        RoleInProse(
            Role.HEAD,
            _("A head of unit sees who in their own unit has passed the mandatory courses, never a mark or an answer."),
            frozenset({P.SEE_PASSED_IN_UNIT}),
        ),
        RoleInProse(
            Role.OFFICE,
            _(
                "The academy office keeps people and cohorts, sees results by name, issues and revokes certificates, "
                "and hands out new passwords on paper."
            ),
            frozenset({P.MANAGE_PEOPLE, P.SEE_ALL_RESULTS, P.ISSUE_CERTIFICATES, P.REVOKE_CERTIFICATES, P.SEE_TOTALS}),
        ),
        RoleInProse(
            Role.ANALYST,
            _(
                "A ministry analyst opens and closes surveys and reads the published needs and totals, and can see "
                "no person's result or answer."
            ),
            frozenset({P.RUN_SURVEYS, P.SEE_NEEDS, P.SEE_TOTALS}),
        ),
        RoleInProse(
            Role.ADMINISTRATOR,
            _(
                "An administrator keeps the system running: gives and takes roles, reads the audit trail and the state "
                "of the system, and has no screen that shows anybody's results."
            ),
            frozenset({P.ADMINISTER}),
        ),
    ]
}
# Passwords alone are phished, guessed and shared: whoever changes content or acts on other people's data proves a
# second factor. A head of unit changes nothing and sees no mark: an app is theirs to choose.
WRITING = frozenset({Role.TRAINER.value, Role.AUTHOR.value, Role.REVIEWER.value, Role.PUBLISHER.value})
NEEDS_SECOND_FACTOR = WRITING | {Role.OFFICE.value, Role.ANALYST.value, Role.ADMINISTRATOR.value}


def permissions_of(roles: frozenset[str]) -> frozenset[Permission]:
    """Every permission that follows from the roles of these codes."""
    return frozenset(p for code in roles if code in ROLES for p in ROLES[code].permissions)


def roles_with(permission: Permission) -> list[str]:
    """Codes of the roles that carry a permission: for finding who holds it."""
    return [code for code, entry in ROLES.items() if permission in entry.permissions]


def may(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether `user` holds a role that carries `permission`; nobody does who isn't signed in or is deactivated."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return permission in permissions_of(user.roles)


def needs_second_factor(user: User) -> bool:
    """Whether this person may only act after signing in with an authenticator app as well."""
    return bool(user.roles & NEEDS_SECOND_FACTOR)
