"""What stands in the menu of the editing screens: the way back to the site, and our own help instead of Wagtail's."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

lazy_address = lazy(reverse, str)


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    """First of all: the home page, in the language of the one who looks."""
    return MenuItem(_("Dastur"), lazy_address("home"), name="home", icon_name="home", order=1)


@hooks.register("register_admin_menu_item")
def own_help() -> MenuItem:
    return MenuItem(_("Help"), lazy_address("help"), name="own-help", icon_name="help", order=10_000)


@hooks.register("construct_main_menu")
def no_foreign_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's help leads to its own site in English, outside the network of the academy."""
    items[:] = [item for item in items if item.name != "help"]
