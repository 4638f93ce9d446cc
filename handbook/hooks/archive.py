"""Where the archive stands in the admin's menu."""

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from handbook.views import archive
from people.roles import Permission, may

lazy_address = lazy(reverse, str)


class ArchiveItem(MenuItem):
    """Shown to those who publish."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Permission.PUBLISH)


@hooks.register("register_admin_urls")
def archive_urls() -> list[URLPattern]:
    return archive.urls


@hooks.register("register_admin_menu_item")
def archive_item() -> MenuItem:
    return ArchiveItem(
        _("Handbook archive"),
        lazy_address("handbook_archive"),
        name="handbook-archive",
        icon_name="download",
        order=215,
    )
