"""The report as a page of the admin, and as a spreadsheet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ui.translation_report import filters, rows, sheet
from ui.translation_report.report import grouped, report

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ForWriters(View):
    """The base of what is only for those who write pages."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rows.may_write(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TranslationReportView(ForWriters, WagtailAdminTemplateMixin, TemplateView):
    """The report: filters, totals, and fifty rows at a time."""

    template_name = "ui/admin/translation_report.html"
    page_title = _("Translations")
    header_icon = "globe"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("translation_report"), "label": _("Translations")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheets = rows.sheets_for(self.request.user)
        form, asked = filters.read(self.request.GET, sheets)
        found = report(sheets, asked, timezone.localdate())
        page = Paginator(found.rows, A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "form": form,
            "filters": asked,
            "only": next((one for one in sheets if str(one.page.pk) == asked.page), None),
            "totals": found.totals,
            "pages": found.pages,
            "count": len(found.rows),
            "page": page,
            "groups": grouped(page.object_list),
        }


class ReportFileView(ForWriters):
    """The same rows, all of them, as a spreadsheet."""

    def get(self, request: HttpRequest) -> HttpResponse:
        sheets = rows.sheets_for(request.user)
        asked = filters.FilterForm(request.GET, sheets).filters()
        content = sheet.spreadsheet(report(sheets, asked, timezone.localdate()).rows)
        return attached(content, XLSX, "translations-report.xlsx")


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be kept, never shown by the browser, never kept by anybody between."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
