"""Screens of the admin: recall, a change of a law, and references to copy."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from handbook.domain import recall, refer
from handbook.forms.recall import LawChangeForm
from handbook.models import Change, Law
from handbook.presenters import recall as presenters
from handbook.presenters.contents import laws
from people.access import SignedIn, permission_required, refused
from people.roles import Permission, may
from ui.citations import LAW, law_reference

A_PAGE = 20


class AuthorsScreen(WagtailAdminTemplateMixin):
    """A page of the admin for those who write; 404 and a log line for everybody else."""

    @property
    def viewer(self) -> Any:
        """Who looks: signed in, and an author."""
        return self.request.user  # type: ignore[attr-defined]  # a mixin of views

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user, Permission.AUTHOR):  # type: ignore[arg-type]  # the admin asks for signing in first
            raise refused(request, str(Permission.AUTHOR))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


class RecallView(AuthorsScreen, TemplateView):
    """What changed its meaning, newest first, with everything that rests on it."""

    template_name = "handbook/admin/recall.html"
    page_title = gettext_lazy("Recall")
    header_icon = "rotate"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("recall"), "label": gettext_lazy("Recall")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = presenters.places()
        where = self.request.GET.get("where", "")
        where = where if where in dict(places) else ""
        only_open = self.request.GET.get("state") != "all"
        found = recall.recalls(where=where, only_open=only_open)
        page = Paginator(found, A_PAGE).get_page(self.request.GET.get("page"))
        back = presenters.kept(self.request.GET)
        return super().get_context_data(**kwargs) | {
            "places": places,
            "where": where,
            "only_open": only_open,
            "any": bool(places),
            "page": page,
            "cards": presenters.cards(list(page.object_list), self.viewer),
            "back": urlencode(back),
            "filters": urlencode({name: text for name, text in back.items() if name != "page"}),
        }


@permission_required(Permission.AUTHOR)
@require_POST
def checked(request: SignedIn, pk: int) -> HttpResponse:
    """«Still right»: somebody looked at one thing that rests on a change."""
    change = get_object_or_404(Change, pk=pk)
    try:
        recall.recheck(change=change, rests=request.POST.get("rests", "")[:120], by=request.user)
    except recall.NotResting:
        messages.error(request, _("This doesn't rest on that change any more. The list below is as it stands now."))
    else:
        messages.success(request, _("Noted: you looked at it, and it is right."))
    back = presenters.kept(QueryDict(request.POST.get("back", "")[:500]))
    return redirect(f"{reverse('recall')}?{urlencode(back)}#change-{pk}")


class LawChangeView(AuthorsScreen, FormView):
    """Records that a law changed; leads to what rests on it."""

    template_name = "handbook/admin/law_change.html"
    form_class = LawChangeForm
    page_title = gettext_lazy("Record a change of a law")
    header_icon = "clipboard-list"
    breadcrumbs_items = [
        *RecallView.breadcrumbs_items,
        {"url": reverse_lazy("recall_law"), "label": gettext_lazy("Record a change of a law")},
    ]

    def get_initial(self) -> dict[str, Any]:
        return {"law": self.request.GET.get("law", "")[:60]}

    def form_valid(self, form: LawChangeForm) -> HttpResponse:
        told = form.cleaned_data
        law = get_object_or_404(Law, code=told["law"])
        recall.change_law(law=law, article=told["article"], day=told["day"], what=told["what"], by=self.viewer)
        messages.success(self.request, _("The change is recorded. Below is what rests on it."))
        return redirect(f"{reverse('recall')}?{urlencode({'state': 'all', 'where': law_reference(law.code)})}")


class ReferencesView(AuthorsScreen, TemplateView):
    """Everything that can be cited, with its reference to copy."""

    template_name = "handbook/admin/references.html"
    page_title = gettext_lazy("References")
    header_icon = "link"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("references"), "label": gettext_lazy("References")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search, section = self.request.GET.get("q", "")[:100], self.request.GET.get("section", "")[:200]
        return super().get_context_data(**kwargs) | {
            "search": search,
            "section": section,
            "chapters": refer.sections(search),
            "parts": refer.parts(section) if section else [],
            "laws": [] if search else laws(),
            "law": LAW,
        }
