"""Forms of this app."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handbook.domain.report import LONGEST
from handbook.enums import ReportState
from ui.components_forms import TajikTextarea


class ReportForm(forms.Form):
    """What a reader found wrong, and where. `places` are the blocks of the section, by id."""

    place = forms.ChoiceField(label=_("Where"), required=False)
    text = forms.CharField(
        label=_("What is wrong, or hard to understand?"),
        help_text=_("Write no names of people who came to the police, and nothing about a case."),
        max_length=LONGEST,
        widget=TajikTextarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what is wrong.")},
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.choices = [("", _("the section as a whole")), *places]


class AnswerForm(forms.Form):
    """What became of a report."""

    state = forms.ChoiceField(label=_("State"), choices=ReportState.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("Whoever reported it reads this on their own page."),
        required=False,
        max_length=LONGEST,
        widget=TajikTextarea(attrs={"rows": 4}),
    )
