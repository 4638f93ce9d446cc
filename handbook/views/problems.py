"""What readers reported, in the admin: the list, and answering one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from handbook.domain import report
from handbook.enums import ReportState
from handbook.forms.reading import AnswerForm
from handbook.models import ProblemReport
from handbook.presenters import contents as presenters
from people.roles import Permission, may
from ui import languages

PAGE = 50
LIST = {"url": reverse_lazy("handbook_reports"), "label": _("Reported problems")}


class _ForAuthors(WagtailAdminTemplateMixin):
    """Screens for those who write the handbook."""

    page_title = _("Reported problems")
    header_icon = "warning"
    breadcrumbs_items = [*WagtailAdminTemplateMixin.breadcrumbs_items, LIST]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user, Permission.AUTHOR):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin of views


class ProblemsView(_ForAuthors, TemplateView):
    """The reports, the newest first; ?state=open, mended or declined shows those alone, open ones at first."""

    template_name = "handbook/admin/problems.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("state", ReportState.OPEN)
        state = asked if asked in ReportState.values else ""
        page = Paginator(report.to_answer(state), PAGE).get_page(self.request.GET.get("p"))
        states = [("all", _("all")), *ReportState.choices]
        return super().get_context_data(**kwargs) | {"page_obj": page, "states": states, "state": state or "all"}


class ProblemView(_ForAuthors, FormView):
    """One report beside the paragraph as it is now, and what became of it."""

    template_name = "handbook/admin/problem.html"
    form_class = AnswerForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may(request.user, Permission.AUTHOR):
            self.report: ProblemReport = get_object_or_404(report.to_answer(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        open_still = self.report.state == ReportState.OPEN
        return {"state": ReportState.MENDED if open_still else self.report.state, "answer": self.report.answer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = self.report
        return super().get_context_data(**kwargs) | {
            "report": told,
            "spoken": languages.own_name(told.language),
            "shown": presenters.paragraph(told.section, told.block),
            "editor": presenters.editor_address(told),
        }

    def form_valid(self, form: AnswerForm) -> HttpResponseRedirect:
        user: Any = self.request.user
        told = form.cleaned_data
        report.answer(report=self.report, state=ReportState(told["state"]), answer=told["answer"], by=user)
        messages.success(self.request, _now("The answer is kept."))
        return HttpResponseRedirect(reverse("handbook_reports"))


urls = [
    path("problems/", ProblemsView.as_view(), name="handbook_reports"),
    path("problems/<int:pk>/", ProblemView.as_view(), name="handbook_report"),
]
