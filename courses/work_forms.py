"""Forms of work: the plan with its rows, a text, a file, and the rubric of a marker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from courses.domain import plan_sheet, work
from courses.models import Assignment, Enrolment
from ui.components_forms import RadioCards, TajikInput, TajikTextarea

MORE_ROWS = 3


class PlanForm(forms.Form):
    """A community action plan; rows of partners, tasks and indicators are fields such as tasks-0-owner.

    Nothing is required: a draft is kept as it is. `rows` is how many rows of each group are drawn at least; a form
    that came back has as many as it was sent with.
    """

    def __init__(self, *args: Any, rows: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {group: max(_sent(group, self.data), rows[group]) for group in plan_sheet.ROWS}
        for name, label in plan_sheet.TEXTS.items():
            long = TajikTextarea(attrs={"rows": 3})
            self.fields[name] = _line(label, TajikInput() if name == "place" else long)
        for group, (_label, columns) in plan_sheet.ROWS.items():
            for number in range(self.rows[group]):
                for name, label in columns.items():
                    widget = forms.TextInput(attrs={"type": "date"} if name == "by" else {})
                    self.fields[f"{group}-{number}-{name}"] = _line(label, widget)

    def texts(self) -> list[BoundField]:
        """The fields above the rows."""
        return [self[name] for name in plan_sheet.TEXTS]

    def groups(self) -> Iterator[tuple[str, Any, list[list[BoundField]], bool]]:
        """Of each group its name, its words, its rows, and whether there may be more."""
        for group, (label, columns) in plan_sheet.ROWS.items():
            count = self.rows[group]
            rows = [[self[f"{group}-{number}-{name}"] for name in columns] for number in range(count)]
            yield group, label, rows, count < plan_sheet.MOST_ROWS

    def content(self) -> plan_sheet.Plan:
        """The plan as it is kept; after validation."""
        return plan_sheet.read(self.cleaned_data)


def _sent(group: str, data: Iterable[str]) -> int:
    """How many rows of a group a form came back with; 0 when it didn't."""
    found = [re.fullmatch(rf"{group}-(\d{{1,2}})-\w+", name, re.ASCII) for name in data]
    return min(max((int(one[1]) + 1 for one in found if one), default=0), plan_sheet.MOST_ROWS)


def _line(label: Any, widget: forms.Widget) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=plan_sheet.LONGEST, widget=widget)


class TextForm(forms.Form):
    """A text that is handed in."""

    text = forms.CharField(
        label=_("Your text"), required=False, max_length=work.LONGEST, widget=TajikTextarea(attrs={"rows": 14})
    )

    def content(self) -> dict[str, Any]:
        """The text as it is kept; after validation."""
        return {"text": self.cleaned_data["text"]}


class FileForm(forms.Form):
    """The choice of a file."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=200,
        help_text=_("A photo (JPEG, PNG, WebP), a PDF or a Word document of 8 MB at most; three files at most."),
    )

    def content(self) -> dict[str, Any]:
        """Files lie beside the content, which is empty."""
        return {}


class RubricForm(forms.Form):
    """A level for each criterion, the worst first, and a word for the author.

    `code` is the number of this mark: sent twice it is one.
    """

    code = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, assignment: Assignment, returning: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["code"] = uuid4()
        self.returning = returning
        self.criteria = list(assignment.criteria.all())
        for criterion in self.criteria:
            choices = [(points, f"{points} · {words}") for points, words in enumerate(criterion.words())]
            self.fields[f"c{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.title,
                choices=choices,
                coerce=int,
                empty_value=None,
                widget=RadioCards,
                required=not returning,
                error_messages={"required": _("Choose a level.")},
            )
        self.fields["comment"] = forms.CharField(
            label=_("A word for the author"),
            required=returning,
            max_length=work.COMMENT,
            widget=TajikTextarea(attrs={"rows": 4}),
            help_text=_("They read it beside the levels. Work that is returned needs one."),
            error_messages={"required": _("Say what is to be mended.")},
        )

    def levels(self) -> dict[int, int]:
        """Points by criterion; after validation of a mark."""
        return {} if self.returning else {one.pk: self.cleaned_data[f"c{one.pk}"] for one in self.criteria}


class ObserveForm(RubricForm):
    """The checklist of a station for one of the learners."""

    def __init__(self, *args: Any, learners: Iterable[Enrolment], chosen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolments = {str(one.pk): one for one in learners}
        offered = [(pk, str(one.learner)) for pk, one in self.enrolments.items()]
        self.fields["learner"] = forms.ChoiceField(
            label=_("Learner"),
            choices=[("", _("Choose")), *offered],
            initial=chosen,
            error_messages={"required": _("Choose whom you observe.")},
        )
        self.order_fields(["code", "learner"])

    def enrolment(self) -> Enrolment:
        """The learner chosen; after validation."""
        return self.enrolments[self.cleaned_data["learner"]]
