"""Presets: four ways to begin an assessment. A preset only fills in the form; every field can be changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.enums import AssessmentKind, Shows, ShowsWhen


@dataclass(frozen=True)
class Preset:
    """What it is called, when one takes it, and what it fills in."""

    code: str
    name: Any
    purpose: Any
    values: dict[str, Any]


PRESETS: dict[str, Preset] = {
    preset.code: preset
    for preset in [
        Preset(
            "practice",
            _("Practice"),
            _("To learn by: no time limit, as often as one likes, right answers and explanations at once."),
            {
                "kind": AssessmentKind.QUIZ,
                "minutes": None,
                "max_sittings": None,
                "pass_percent": 50,
                "shows": Shows.EVERYTHING,
                "shows_when": ShowsWhen.AT_ONCE,
            },
        ),
        Preset(
            "quiz",
            _("Lesson quiz"),
            _("At the end of a lesson: no time limit, three attempts, 70 % to pass, explanations after each attempt."),
            {
                "kind": AssessmentKind.QUIZ,
                "minutes": None,
                "max_sittings": 3,
                "pass_percent": 70,
                "shows": Shows.EVERYTHING,
                "shows_when": ShowsWhen.AT_ONCE,
            },
        ),
        Preset(
            "exam",
            _("Examination"),
            _(
                "One attempt in 60 minutes, 70 % to pass. The points are shown at once, right answers never: the "
                "questions can be asked again."
            ),
            {
                "kind": AssessmentKind.EXAM,
                "minutes": 60,
                "max_sittings": 1,
                "pass_percent": 70,
                "shows": Shows.POINTS,
                "shows_when": ShowsWhen.AT_ONCE,
            },
        ),
    ]
}
