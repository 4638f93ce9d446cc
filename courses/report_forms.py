"""Forms of the report of completion: what is counted, under which name it is kept, and the plan."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.domain.completion import Asked
from courses.enums import Breakdown
from courses.models import Course
from people.models import Unit
from ui.components_forms import TajikInput

ALL_MANDATORY = "mandatory"
FIRST, LAST = date(2020, 1, 1), date(2100, 12, 31)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class CompletionForm(forms.Form):
    """What is counted; out of the address."""

    def __init__(self, *args: Any, courses: list[Course], regions: dict[str, str], **kwargs: Any) -> None:
        today = timezone.localdate()
        start = {
            "course": ALL_MANDATORY,
            "since": today.replace(month=1, day=1),
            "until": today,
            "by": Breakdown.REGION,
        }
        super().__init__(*args, **{"initial": start, **kwargs})
        self.courses = courses
        named = [(str(course.pk), course.title) for course in courses]
        self.fields["course"] = forms.ChoiceField(
            label=_("Course"), choices=[(ALL_MANDATORY, _("All mandatory courses")), *named]
        )
        self.fields["since"] = _day(_("From"))
        self.fields["until"] = _day(_("To"))
        self.fields["by"] = forms.ChoiceField(label=_("A line for each"), choices=Breakdown.choices)
        self.fields["region"] = forms.ChoiceField(
            label=_("Region, for a line a unit"), choices=[("", "—"), *regions.items()], required=False
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("since"), said.get("until")
        if first and last and last < first:
            self.add_error("until", _("The last day lies before the first."))
        if (first and first < FIRST) or (last and last > LAST):
            self.add_error(None, _("Choose days between 2020 and 2100."))
        if said.get("by") == Breakdown.UNIT and not said.get("region"):
            self.add_error("region", _("Choose the region whose units are shown."))
        return said

    def asked(self) -> Asked:
        """What is to be counted; after validation, or of the initial values."""
        told = self.cleaned_data if self.is_bound else self.initial
        mandatory = told["course"] == ALL_MANDATORY
        wanted = [one.pk for one in self.courses if (one.is_mandatory if mandatory else str(one.pk) == told["course"])]
        return Asked(tuple(wanted), told["since"], told["until"], Breakdown(told["by"]), told.get("region", ""))

    def title(self) -> str:
        """The course that is counted, or that it is all mandatory ones."""
        named = (one.title for one in self.courses if (one.pk,) == self.asked().courses)
        return next(named, gettext("All mandatory courses"))

    def query(self) -> str:
        """The same as part of an address, nothing else in it."""
        told = self.cleaned_data if self.is_bound else self.initial
        return urlencode({name: str(told.get(name, "")) for name in self.fields if told.get(name)})


class SaveForm(forms.Form):
    """The name that a report is kept under; `query` is what the page shows now."""

    name = forms.CharField(
        label=_("Keep this report as"), max_length=80, widget=TajikInput(),
        error_messages={"required": _("Give the report a name.")},
    )  # fmt: skip
    query = forms.CharField(widget=forms.HiddenInput, max_length=500)


class PlanForm(forms.Form):
    """One line of the plan. A region or a unit; with neither it is for the whole country."""

    def __init__(self, *args: Any, courses: list[Course], regions: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.courses = {str(course.pk): course for course in courses}
        named = [(pk, course.title) for pk, course in self.courses.items()]
        self.fields["course"] = forms.ChoiceField(label=_("Course"), choices=[("", _("Choose")), *named])
        self.fields["year"] = forms.IntegerField(
            label=_("Year"), min_value=2020, max_value=2100, initial=timezone.localdate().year
        )
        self.fields["region"] = forms.ChoiceField(
            label=_("Region"), choices=[("", "—"), *regions.items()], required=False,
            help_text=_("Neither a region nor a unit: the whole country."),
        )  # fmt: skip
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Unit"), queryset=Unit.objects.all(), required=False, empty_label="—"
        )
        self.fields["wanted"] = forms.IntegerField(label=_("How many people"), min_value=1, max_value=1_000_000)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("region") and said.get("unit"):
            self.add_error("unit", _("Choose a region or a unit, not both."))
        return said

    def chosen(self) -> dict[str, Any]:
        """What is to be kept, as `plans.keep` takes it; after validation."""
        return {**self.cleaned_data, "course": self.courses[self.cleaned_data["course"]]}
