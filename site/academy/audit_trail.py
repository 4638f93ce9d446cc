"""The audit trail, as administrators read it."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ledger import presenters
from ledger.enums import Action
from ledger.models import AuditEvent
from people.access import permission_required
from people.models import User
from people.roles import Permission

A_PAGE = 50
DAY = forms.DateInput({"type": "date"})
POSSIBLE = [MinValueValidator(date(2020, 1, 1)), MaxValueValidator(date(2200, 1, 1))]


class TrailFilter(forms.Form):
    """What to show of the trail; everything may be left empty."""

    action = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("everything")), *Action.choices])
    who = forms.CharField(label=_("Who (user name)"), required=False, max_length=150)
    since = forms.DateField(label=_("From"), required=False, widget=DAY, validators=POSSIBLE)
    until = forms.DateField(label=_("To"), required=False, widget=DAY, validators=POSSIBLE)


@permission_required(Permission.ADMINISTER)
def trail(request: HttpRequest) -> HttpResponse:
    """Events, newest first; a filter that makes no sense is shown as an error, over an empty list."""
    form = TrailFilter(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {"nothing": True}
    page = Paginator(presenters.events(**wanted), A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    names = _names(shown)
    lines = [presenters.line(event, names) for event in shown]
    return render(request, "academy/audit_trail.html", {"form": form, "page": page, "lines": lines})


def _names(events: list[AuditEvent]) -> dict[tuple[str, str], str]:
    """Names of the people whom these events are about; one query."""
    kind = User._meta.label_lower
    keys = {int(event.subject_id) for event in events if event.subject_type == kind and event.subject_id.isdigit()}
    return {(kind, str(pk)): str(person) for pk, person in User.objects.in_bulk(keys).items()}
