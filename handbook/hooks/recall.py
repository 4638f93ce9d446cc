"""What of the handbook stands in the Wagtail admin."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.widgets import SnippetListingButton

from handbook.models import Law
from handbook.views import recall
from people.roles import Permission, may

lazy_address = lazy(reverse, str)


@hooks.register("register_admin_urls")
def recall_urls() -> list[URLPattern]:
    """Addresses under /cms/: what changed, and references to copy."""
    return [
        path("recall/", recall.RecallView.as_view(), name="recall"),
        path("recall/<int:pk>/checked/", recall.checked, name="recall_checked"),
        path("recall/law/", recall.LawChangeView.as_view(), name="recall_law"),
        path("references/", recall.ReferencesView.as_view(), name="references"),
    ]


class AuthorsItem(MenuItem):
    """Shown to those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Permission.AUTHOR)  # type: ignore[arg-type]  # the admin asks for signing in first


@hooks.register("register_admin_menu_item")
def recall_item() -> MenuItem:
    return AuthorsItem(gettext_lazy("Recall"), lazy_address("recall"), name="recall", icon_name="rotate", order=212)


@hooks.register("register_admin_menu_item")
def references_item() -> MenuItem:
    return AuthorsItem(
        gettext_lazy("References"), lazy_address("references"), name="references", icon_name="link", order=214
    )


@hooks.register("register_snippet_listing_buttons")
def law_changed_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[SnippetListingButton]:
    """«Record a change» beside every law of the list."""
    if isinstance(snippet, Law) and may(user, Permission.AUTHOR):
        url = f"{reverse('recall_law')}?{urlencode({'law': snippet.code})}"
        yield SnippetListingButton(_("Record a change of this law"), url, priority=20)
