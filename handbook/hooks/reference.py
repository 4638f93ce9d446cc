"""Laws, terms and reported problems in the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from handbook.domain import citing, report
from handbook.models import Law, Term
from handbook.views import problems
from handbook.viewsets import ReferenceGroup
from people.roles import Permission, may

register_snippet(ReferenceGroup)
KINDS: dict[type, citing.Kind] = {Law: "law", Term: "entry"}


@hooks.register("register_admin_urls")
def problem_urls() -> list[URLPattern]:
    """Addresses under /cms/ that are no snippet's own."""
    return problems.urls


class ProblemsItem(MenuItem):
    """Reported problems, with how many are open; for those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Permission.AUTHOR)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if count := report.waiting():
            component.label = f"{component.label} ({count})"
        return component


@hooks.register("register_admin_menu_item")
def problems_item() -> MenuItem:
    return ProblemsItem(
        gettext_lazy("Reported problems"),
        lazy(reverse, str)("handbook_reports"),
        name="problems",
        icon_name="warning",
        order=214,
    )


@hooks.register("before_delete_snippet")
def keep_what_is_cited(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """A law or term that a text refers to is not deleted; it says where, with links to the very blocks."""
    for one in instances:
        kind = KINDS.get(type(one))
        if kind is None:
            continue
        places = citing.edited(kind, one.code)
        if places:
            links = format_html_join(", ", '<a href="{}">{}</a>', [(place.url, place.title) for place in places[:20]])
            said = _("“%(name)s” can't be deleted: texts refer to it. Change these first:") % {"name": one}
            messages.error(request, format_html("{} {}", said, links))
        elif kind == "law" and one.changes.exists():
            said = _("“%(name)s” can't be deleted: changes of it are kept on record.") % {"name": one}
            messages.error(request, said)
        else:
            continue
        return HttpResponseRedirect(reverse(type(one).snippet_viewset.get_url_name("list")))
    return None
