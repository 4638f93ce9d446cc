"""Forms at the door: a ticket's code, and what to print tickets for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.domain.tickets import MOST_SPARE
from people.models import Cohort


class TicketForm(forms.Form):
    """A ticket's code, as it is typed from paper."""

    ticket = forms.CharField(
        label=_("Code of the ticket"),
        max_length=40,
        help_text=_("Ten letters and numbers, as on the paper. Capitals and dashes don't matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class PrintTicketsForm(forms.Form):
    """A cohort, spare tickets, or both."""

    cohort = forms.ModelChoiceField(
        label=_("Cohort"),
        queryset=Cohort.objects.none(),
        required=False,
        empty_label=_("no cohort"),
        help_text=_("A ticket for each member, good for nobody else. Earlier ones not entered yet stop working."),
    )
    spare = forms.IntegerField(
        label=_("Spare tickets"),
        min_value=0,
        max_value=MOST_SPARE,
        initial=0,
        help_text=_("For whoever comes without paper: good for anybody who is handed one."),
    )

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("cohort") and not cleaned.get("spare"):
            raise forms.ValidationError(_("Choose a cohort, or say how many spare tickets you want."))
        return cleaned
