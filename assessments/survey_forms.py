"""What browsers send to surveys, read; and the form that opens a wave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.domain import reply
from assessments.domain.disclosure import LOWEST_FLOOR
from assessments.domain.instrument import BACKGROUND, SILENT, Instrument, Value
from assessments.domain.waves import WaveRefused, checked_code, surveys
from assessments.models import Reply

POINTS = {str(point): point for point in range(1, 6)}


@dataclass
class Posted:
    """A reply as it stands on the page: its draft's code, ratings by position, background by question."""

    code: str
    ratings: dict[int, Value] = field(default_factory=dict)
    background: dict[str, str] = field(default_factory=dict)

    @classmethod
    def blank(cls) -> Posted:
        return cls(reply.begin())

    @classmethod
    def read(cls, data: QueryDict, instrument: Instrument) -> Posted:
        """A posted page: r<position> is a rating, s.<item> says why there is none, b.<question> is background.

        "Not part of my work" and "prefer not to answer" go before ratings left on the same item.
        """
        ratings: dict[int, Value] = {}
        for item in instrument.items:
            silence = data.get(f"s.{item.code}", "")
            for position in (item.importance, item.level):
                said = silence if silence in SILENT else POINTS.get(data.get(f"r{position}", ""))
                if said is not None:
                    ratings[position] = said
        code = reply.normal(data.get("code", ""))
        whole = len(code) == reply.CODE_LENGTH
        background = {name: data.get(f"b.{name}", "")[:40] for name in BACKGROUND}
        return cls(code if whole else reply.begin(), ratings, background)

    @classmethod
    def of(cls, draft: Reply, code: str) -> Posted:
        """A draft, taken up again."""
        ratings = {int(position): value for position, value in draft.answers.items()}
        return cls(code, ratings, {name: getattr(draft, name) for name in BACKGROUND})


class OpenWave(forms.Form):
    """A new wave of a published survey."""

    survey = forms.ChoiceField(label=_("Survey"))
    code = forms.CharField(
        label=_("Code of the wave"),
        max_length=60,
        help_text=_("Latin letters, figures and dashes, for example autumn-2026. It is part of the address."),
    )
    closes_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Replies are taken to the end of this day. Leave it empty to close the wave by hand."),
    )
    floor = forms.IntegerField(
        label=_("Smallest group shown"),
        initial=10,
        min_value=LOWEST_FLOOR,
        max_value=100,
        help_text=_("No number is shown that speaks of fewer people than this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        survey = cast(forms.ChoiceField, self.fields["survey"])
        survey.choices = [(survey.code, survey.title) for survey in surveys()]

    def clean_code(self) -> str:
        try:
            return checked_code(self.cleaned_data["code"])
        except WaveRefused as problem:
            raise forms.ValidationError(str(problem)) from None

    def closes_at(self) -> datetime | None:
        """The end of the last day, in local time."""
        day = self.cleaned_data["closes_on"]
        if day is None:
            return None
        return timezone.make_aware(datetime(day.year, day.month, day.day, 23, 59, 59))  # noqa: DTZ001
