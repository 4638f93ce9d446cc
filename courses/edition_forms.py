"""Forms of the versions and the copies of a course."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.domain import begin
from courses.domain.editions import NO_COHORT, Touched
from courses.models import Course
from ui.components_forms import TajikInput, TajikTextarea
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


class NamesForm(forms.Form):
    """The code and the names of a new course."""

    code = forms.CharField(
        label=_("Code of the new course"),
        help_text=_("For example CP-2027. It stands on certificates and in addresses."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in codes():
            self.fields[f"title_{code}"] = forms.CharField(
                label=gettext("Title, %(language)s") % {"language": own_name(code)},
                max_length=160,
                required=code == codes()[0],
                widget=TajikInput(attrs={"lang": code}) if code == "tg" else forms.TextInput(attrs={"lang": code}),
            )
        self.order_fields(["code", *(f"title_{code}" for code in codes())])

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        if Course.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(gettext("There is a course with this code already. Choose another."))
        return code

    def titles(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"title_{code}"] for code in codes()}


class NewCourseForm(NamesForm):
    """A course from the beginning: its hours and its lessons too."""

    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=2000)
    lessons = forms.CharField(
        label=_("Lessons, one a line"),
        help_text=_("In their order, as they are called in Tajik. More can be added later, and all can be moved."),
        required=False,
        max_length=5000,
        widget=TajikTextarea(attrs={"rows": 6, "lang": "tg"}),
    )

    def clean_lessons(self) -> list[str]:
        lessons = begin.named(self.cleaned_data["lessons"])
        if len(lessons) > begin.MOST_LESSONS:
            raise forms.ValidationError(
                gettext("So many lessons make no course: %(most)d at most.") % {"most": begin.MOST_LESSONS}
            )
        if any(len(lesson) > 255 for lesson in lessons):
            raise forms.ValidationError(gettext("The name of a lesson has 255 letters at most."))
        return lessons


class CopyForm(NamesForm):
    """The code and the names of the copy of a course; the rest is copied."""

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in codes():
            self.fields[f"title_{code}"].initial = getattr(course, f"title_{code}")
