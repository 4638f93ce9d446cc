"""The form of a marker: points by criterion, or as a whole, and a word for whoever wrote the answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.marking import Task


class MarkForm(forms.Form):
    """Fields follow the question: c0, c1 and on for its criteria, or `points`."""

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, (most, words) in enumerate(task.criteria):
            self.fields[f"c{number}"] = _points(f"{words} (0–{most})", Decimal(most))
        if not task.criteria:
            worth = task.answer.item.points
            label = _("Points, 0 to %(most)s") % {"most": f"{worth.normalize():f}"}
            self.fields["points"] = _points(label, worth)
        self.fields["comment"] = forms.CharField(
            label=_("A word for the author"),
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
            max_length=2000,
            help_text=_("They read it beside their result. It may stay empty."),
        )

    def criteria(self) -> list[Decimal]:
        """Points by criterion, in their order."""
        return [value for name, value in self.cleaned_data.items() if name.startswith("c") and name[1:].isdigit()]


class DecideForm(forms.Form):
    """A third person's mark over two that lie apart."""

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worth = task.answer.item.points
        self.fields["points"] = _points(_("Points, 0 to %(most)s") % {"most": f"{worth.normalize():f}"}, worth)
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=2000,
            help_text=_("The candidate reads it beside their result."),
        )


def _points(label: Any, most: Decimal) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=most,
        max_digits=6,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
