"""Forms of rosters: a list is chosen, its columns and doubtful lines are decided on; and leave and dismissal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import Standing
from people.models import Cohort, Unit
from people.rosters.reading import NoList, read
from ui.components_forms import RadioCards
from ui.sheets import tables
from ui.uploads import MB, RefusedFile, checked_size

FIELDS = [
    ("", _("not taken")),
    ("name", _("surname, name, patronymic")),
    ("surname", _("surname")),
    ("given", _("name")),
    ("patronymic", _("patronymic")),
    ("name_ru", _("full name in Russian")),
    ("name_en", _("full name in Latin letters")),
    ("service_number", _("service number")),
    ("birth", _("year or date of birth")),
    ("rank", _("rank")),
    ("unit", _("unit")),
    ("sex", _("sex")),
    ("language", _("language")),
    ("email", _("e-mail address")),
    ("username", _("user name")),
]
MOST_BYTES = 5 * MB


class RosterForm(forms.Form):
    """A list of people, and where those who stand in it belong."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (XLSX) or CSV, as you have it: the columns may stand in any order, with headings above."),
    )

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"] = forms.ModelChoiceField(
            label=_("Cohort"),
            queryset=cohorts,
            required=False,
            empty_label=_("none"),
            help_text=_("Everybody in the list joins it, and its courses."),
        )
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Unit"),
            queryset=Unit.objects.all(),
            required=False,
            empty_label=_("as the list says"),
            help_text=_("For those of whom the list says none."),
        )

    def clean_file(self) -> Any:
        """Reads it once: what can't be read is said at the field."""
        file = self.cleaned_data["file"]
        try:
            checked_size(file, MOST_BYTES)
            self.content = file.read()
            read(tables(self.content))
        except (RefusedFile, NoList) as error:
            raise forms.ValidationError(str(error)) from None
        return file


class StandingForm(forms.Form):
    """Whether somebody serves, since when."""

    standing = forms.ChoiceField(label=_("Standing"), choices=Standing.choices, widget=RadioCards)
    since = forms.DateField(
        label=_("Since"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day of the order."),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("since") and said["since"] > timezone.localdate():
            self.add_error("since", _("This day lies ahead: note it when it has come."))
        return said
