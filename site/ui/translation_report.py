"""The admin's report on translations: every page of ours, every language, what is missing and what is stale."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision, get_page_models
from wagtail.permissions import page_permission_policy

from ui import languages
from ui.pages import TranslatedPage
from ui.staleness import State


@dataclass(frozen=True)
class Cell:
    """One language of one page."""

    language: str
    name: str
    missing: int
    stale: int


@dataclass(frozen=True)
class Row:
    """One page, as its newest draft has it."""

    title: str
    parent: str
    kind: str
    edit_url: str
    draft: bool
    cells: list[Cell]

    @property
    def behind(self) -> int:
        """How many texts want a translator."""
        return sum(cell.missing + cell.stale for cell in self.cells)


def report(user: Any) -> list[Row]:
    """A row for each translated page that `user` may edit or publish, in the order of the tree.

    Two queries a kind of page and one for all parents, however many pages there are; newest drafts are read with
    one query more.
    """
    allowed = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    pages = sorted(_drafts(allowed), key=lambda page: page.path)
    above = {page.path[: -page.steplen] for page in pages}
    titles = {page.path: page.get_admin_display_title() for page in pages}
    titles |= {page.path: page.draft_title for page in Page.objects.filter(path__in=above - titles.keys())}
    return [_row(page, titles.get(page.path[: -page.steplen], "")) for page in pages]


def _drafts(allowed: QuerySet[Page]) -> Iterator[TranslatedPage]:
    """Pages as last saved: the draft where there is one, otherwise what is published."""
    for model in get_page_models():
        if not issubclass(model, TranslatedPage) or model._meta.abstract:
            continue
        pages = list(model.objects.filter(pk__in=allowed.values("pk")))
        drafts = Revision.objects.in_bulk([page.latest_revision_id for page in pages if page.has_unpublished_changes])
        for page in pages:
            draft = drafts.get(page.latest_revision_id)
            yield page.with_content_json(draft.content) if draft else page


def _row(page: TranslatedPage, parent: str) -> Row:
    cells = []
    for code in languages.codes():
        counts = page.tally(code)
        cells.append(Cell(code, languages.own_name(code), counts[State.MISSING], counts[State.STALE]))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    kind = str(page._meta.verbose_name)
    return Row(page.get_admin_display_title(), parent, kind, url, page.has_unpublished_changes, cells)


class TranslationReportView(WagtailAdminTemplateMixin, TemplateView):
    """The report as a page of the admin; ?behind=1 leaves out pages that are in step."""

    template_name = "ui/admin/translation_report.html"
    page_title = _("Translations")
    header_icon = "globe"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("translation_report"), "label": _("Translations")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = report(self.request.user)
        only_behind = self.request.GET.get("behind") == "1"
        return super().get_context_data(**kwargs) | {
            "names": [languages.own_name(code) for code in languages.codes()],
            "rows": [row for row in rows if row.behind or not only_behind],
            "only_behind": only_behind,
            "behind": sum(row.behind > 0 for row in rows),
            "total": len(rows),
        }
