"""The form of a change of a law."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui import reference

# What a browser sends, and what is typed where it has no calendar.
DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]


class LawChangeForm(forms.Form):
    """Which law, which article if it is one, from which day, and what is different now."""

    law = forms.ChoiceField(label=_("Law"))
    article = forms.CharField(
        label=_("Article"), max_length=40, required=False, help_text=_("Empty when the whole law is concerned.")
    )
    day = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), input_formats=DAYS
    )
    what = forms.CharField(
        label=_("What changed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In a sentence or two, for those who look at what rests on it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law: Any = self.fields["law"]
        law.choices = [("", "—"), *reference.law_choices()]
