"""Forms of the versions and the copies of a course."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.domain.editions import NO_COHORT, Touched
from courses.models import Course
from ui.components_forms import TajikTextarea
from ui.languages import codes, own_name


class MoveForm(forms.Form):
    """Which cohorts go on in the newest version."""

    move = forms.MultipleChoiceField(
        label=_("Who goes on in the new version"),
        help_text=_("The others keep the version that they have. What is done stays done for everybody."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, touched: Sequence[Touched], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["move"]
        names = {one.key: str(one.cohort) if one.cohort else gettext("Learners without a cohort") for one in touched}
        field.choices = list(names.items())
        field.initial = list(names)
        if not names:
            del self.fields["move"]

    def cohorts(self) -> list[int]:
        """Ids of the cohorts chosen, NO_COHORT for those of none."""
        return [int(key) for key in self.cleaned_data.get("move", [str(NO_COHORT)])]


class ReleaseForm(MoveForm):
    """What the trainer says of the new version."""

    note = forms.CharField(
        label=_("What has changed"),
        help_text=_("Learners who go on in the new version read it as you write it. May be left empty."),
        required=False,
        max_length=500,
        widget=TajikTextarea(attrs={"rows": 3}),
    )
    field_order = ["note", "move"]


class CopyForm(forms.Form):
    """The code and the names of the new course."""

    code = forms.CharField(
        label=_("Code of the new course"),
        help_text=_("For example CP-2027. It stands on certificates and in addresses."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in codes():
            self.fields[f"title_{code}"] = forms.CharField(
                label=gettext("Title, %(language)s") % {"language": own_name(code)},
                max_length=160,
                initial=getattr(course, f"title_{code}"),
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        if Course.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(gettext("There is a course with this code already. Choose another."))
        return code

    def titles(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"title_{code}"] for code in codes()}
