"""Who may see whom. Every list of people or units that a view shows begins here."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Case, Count, Q, QuerySet, When

from people.enums import Role
from people.models import Cohort, GrantRequest, Roster, Unit, User
from people.roles import Permission, may, needs_second_factor
from ui.folding import fold

# Ministry, region, district, and one to spare: the hierarchy is never deeper.
DEEPEST = 4


def _subtree(roots: Q) -> Q:
    """Units that match `roots` or lie below one that does; `roots` is in terms of a unit's own fields."""
    found = roots
    for depth in range(1, DEEPEST + 1):
        found |= Q(**{f"{'parent__' * depth}pk__in": Unit.objects.filter(roots).values("pk")})
    return found


def units_headed_by(user: User) -> QuerySet[Unit]:
    """The units that `user` heads, with everything below them."""
    return Unit.objects.filter(_subtree(Q(rolegrant__user=user, rolegrant__role=Role.HEAD))).distinct()


def _people() -> QuerySet[User]:
    """Everybody who is somebody: not the simulated cadets of rehearsals."""
    return User.objects.filter(rehearsal=False)


def people_with_results(user: User | AnonymousUser) -> QuerySet[User]:
    """People whose results `user` may see by name: everybody for the office, one's own cohorts for a trainer.

    Whoever also heads a unit sees no more for it: of one's unit one sees passed or not, never a mark.
    """
    if may(user, Permission.SEE_ALL_RESULTS):
        return _people()
    if isinstance(user, User) and may(user, Permission.SEE_OWN_COHORTS):
        return User.objects.filter(pk__in=User.objects.filter(cohorts__trainers=user).values("pk"))
    return User.objects.none()


def cohorts_with_results(user: User | AnonymousUser) -> QuerySet[Cohort]:
    """Cohorts whose members' results `user` may see by name: all for the office, those that a trainer trains."""
    if may(user, Permission.SEE_ALL_RESULTS):
        return Cohort.objects.order_by("code")
    if isinstance(user, User) and may(user, Permission.SEE_OWN_COHORTS):
        return Cohort.objects.filter(trainers=user).order_by("code")
    return Cohort.objects.none()


def manageable_people(user: User | AnonymousUser) -> QuerySet[User]:
    """People whose account `user` looks after: everybody, for the office and for administrators."""
    if may(user, Permission.MANAGE_PEOPLE) or may(user, Permission.ADMINISTER):
        return _people()
    return User.objects.none()


def manageable_cohorts(user: User | AnonymousUser) -> QuerySet[Cohort]:
    """Cohorts that `user` keeps, with how many learn in each (`size`) and who trains it: all, for the office."""
    if not may(user, Permission.MANAGE_PEOPLE):
        return Cohort.objects.none()
    return Cohort.objects.annotate(size=Count("members")).prefetch_related("trainers").order_by("code")


def rosters(user: User | AnonymousUser) -> QuerySet[Roster]:
    """Lists of people that were loaded, for whoever keeps people."""
    if not may(user, Permission.MANAGE_PEOPLE):
        return Roster.objects.none()
    return Roster.objects.select_related("cohort", "loaded_by", "undone_by")


def units_for_lists(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Units in which `user` may put people: all, for the office."""
    return Unit.objects.all() if may(user, Permission.MANAGE_PEOPLE) else Unit.objects.none()


def trainers(user: User | AnonymousUser) -> QuerySet[User]:
    """People who may be given a cohort, for whoever keeps cohorts: those who hold the role."""
    if not may(user, Permission.MANAGE_PEOPLE):
        return User.objects.none()
    return User.objects.filter(is_active=True, grants__role=Role.TRAINER).distinct()


def grant_requests(user: User | AnonymousUser) -> QuerySet[GrantRequest]:
    """Roles asked for that wait for a second person, for administrators and for the office, who know the people.

    `own`: whether it is the viewer's own to leave to somebody else.
    """
    if not isinstance(user, User) or not (may(user, Permission.ADMINISTER) or may(user, Permission.MANAGE_PEOPLE)):
        return GrantRequest.objects.none()
    own = Case(When(Q(asked_by=user) | Q(user=user), then=True), default=False, output_field=BooleanField())
    return GrantRequest.objects.filter(decided_at=None).select_related("user", "unit", "asked_by").annotate(own=own)


def may_help(user: User, person: User) -> bool:
    """Whether `user` may hand `person` a password, take their authenticator away or close their account.

    Nobody helps themselves. The accounts of the office and of administrators are an administrator's to help with:
    else whoever hands out passwords could sign in as an administrator.
    """
    if user.pk == person.pk:
        return False
    if person.roles & {Role.OFFICE.value, Role.ADMINISTRATOR.value}:
        return may(user, Permission.ADMINISTER)
    return may(user, Permission.MANAGE_PEOPLE) or may(user, Permission.ADMINISTER)


def may_take_app(user: User, person: User) -> bool:
    """Whether `user` may take `person`'s authenticator away.

    Where the app is required it stands between a printed password and other people's data: whoever hands out
    passwords can't take it away as well, only an administrator can.
    """
    return may_help(user, person) and (not needs_second_factor(person) or may(user, Permission.ADMINISTER))


def found_by(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Those of `people` whose name in any language, login or service number contains every word of `text`, folded."""
    for word in fold(text).split():
        people = people.filter(search_fold__contains=word)
    return people
