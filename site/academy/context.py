"""What every page's frame needs: navigation by role, the language switch, the account."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from people.models import User
from people.roles import Permission, may
from ui import languages
from ui.components import Account, NavItem

# Label, name of the address, and the permissions any one of which shows the entry.
GUARDED: list[tuple[Any, str, tuple[Permission, ...]]] = [
    (_lazy("Results"), "assessments:list", (Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)),
    (_lazy("Certificates"), "courses:certificates", (Permission.ISSUE_CERTIFICATES, Permission.REVOKE_CERTIFICATES)),
    (_lazy("Needs"), "surveys:needs_list", (Permission.SEE_NEEDS,)),
    (_lazy("People"), "people:people", (Permission.MANAGE_PEOPLE, Permission.ADMINISTER)),
    (_lazy("Roles"), "people:roles", (Permission.ADMINISTER,)),
    (_lazy("Audit trail"), "audit_trail", (Permission.ADMINISTER,)),
    (_lazy("System"), "system", (Permission.ADMINISTER,)),
    (_lazy("Editing"), "wagtailadmin_home", (Permission.AUTHOR, Permission.REVIEW)),
]


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame's context; one query at most (the roles), none for somebody who isn't signed in."""
    user = getattr(request, "user", None)
    frame: dict[str, Any] = {
        "ui_languages": languages.switch(request.get_full_path()),
        "ui_nav": list(navigation(request.path, user)),
        "ui_home_url": reverse("home"),
        "ui_help_url": reverse("help"),
        "ui_privacy_url": reverse("your_data"),
        "ui_size_url": size_url(request),
        "ui_account": None,
    }
    if isinstance(user, User):
        frame["ui_check_url"] = address("courses:check")  # signed out, it stands in the navigation
        frame["ui_account"] = Account(user.get_full_name(), reverse("people:me"), reverse("account_logout"))
    else:
        frame["ui_login_url"] = login_url(request)
    return frame


def size_url(request: HttpRequest) -> str:
    """The page with the sizes of text, which leads back here; from itself it leads to where it would."""
    sizes, here = reverse("text_size"), request.get_full_path()
    return here if request.path == sizes else f"{sizes}?next={quote(here)}"


def login_url(request: HttpRequest) -> str:
    """The sign-in page, which leads back here; from the home page and from itself it leads to one's own home."""
    plain, home = reverse("account_login"), reverse("home")
    if request.path in {"/", home} or request.path.startswith(f"{home}accounts/"):
        return plain
    return f"{plain}?next={quote(request.get_full_path())}"


def navigation(path: str, user: Any) -> Iterator[NavItem]:
    """The main navigation of `user` on the page at `path`, in order; screens that there aren't are left out."""
    for label, name in _entries(user):
        url = address(name)
        if url:
            yield NavItem(label, url, path.startswith(url))


def _entries(user: Any) -> Iterator[tuple[str, str]]:
    """Labels, and names of addresses, of what this person may open."""
    yield _("Handbook"), "handbook:contents"
    if not isinstance(user, User):
        yield _("Check a certificate"), "courses:check"
        return
    yield _("Courses"), "courses:list"
    yield _("Surveys"), "surveys:list"
    for label, name, permissions in GUARDED:
        if any(may(user, permission) for permission in permissions):
            yield str(label), name


def address(name: str, *args: Any) -> str:
    """The address of this name in the active language; empty for a screen that there isn't."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
