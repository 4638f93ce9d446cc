"""Hooks of the Tajik paste help: its addresses, its menu item, its script and dialog on every editing screen."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ui.legacy import LONGEST
from ui.tajik_views import MendView, may_write, normalise_pasted


@hooks.register("register_admin_urls")
def tajik_urls() -> list[URLPattern]:
    return [
        path("tajik/", MendView.as_view(), name="mend_tajik"),
        path("tajik/normalise/", normalise_pasted, name="normalise_tajik"),
    ]


class MendItem(MenuItem):
    """Shown to those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_write(request.user)


@hooks.register("register_reports_menu_item")
def mend_item() -> MenuItem:
    return MendItem(_("Mend Tajik text"), reverse("mend_tajik"), name="mend-tajik", icon_name="edit", order=50)


@hooks.register("insert_editor_js")
def paste_dialog() -> SafeString:
    """The dialog as a template element, in the language of whoever writes, and the script that uses it."""
    return render_to_string("ui/admin/tajik_paste.html", {"longest": LONGEST})
