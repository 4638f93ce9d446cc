"""Forms of an appeal: what the candidate writes, and what somebody decides."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.appeals import LONGEST
from assessments.enums import AppealState
from assessments.models import Answer

DECISIONS = [(state.value, state.label) for state in AppealState if state != AppealState.OPEN]


class AppealForm(forms.Form):
    """Why the candidate thinks that the result is wrong."""

    text = forms.CharField(
        label=_("Which questions, and why"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Name the questions by their numbers. Say what you hold against the mark. You can write this once."
        ),
    )


class DecisionForm(forms.Form):
    """The decision, the reason, and new points for questions: `p3` is the answer at position 3."""

    state = forms.ChoiceField(label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The candidate reads it as you write it."),
    )

    def __init__(self, answers: Iterable[Answer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = {f"p{answer.position}": answer for answer in answers}
        for name, answer in self.answers.items():
            self.fields[name] = forms.DecimalField(
                label=_("New points for question %(number)s, 0 to %(worth)s")
                % {"number": answer.position, "worth": f"{answer.item.points.normalize():f}"},
                min_value=0,
                max_value=answer.item.points,
                max_digits=6,
                decimal_places=2,
                localize=True,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def points(self) -> dict[int, Decimal]:
        """New points by id of the answer, where they differ from those that it has."""
        told = {answer: self.cleaned_data.get(name) for name, answer in self.answers.items()}
        return {answer.pk: new for answer, new in told.items() if new is not None and new != answer.points}

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and found["state"] == AppealState.REJECTED and self.points():
            self.add_error("state", _("A rejected appeal changes no points: take the new points out, or choose again."))
        return found
