"""Forms of assignments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.domain.work import LONGEST
from courses.models import Assignment
from ui.components_forms import TajikTextarea

COMMENT = 2_000


class MarkForm(forms.Form):
    """A marker's word: a level for each criterion, and a comment; or back to its author, with one."""

    code = forms.UUIDField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment for the author"),
        required=False,
        max_length=COMMENT,
        widget=TajikTextarea(attrs={"rows": 4}),
        help_text=_("What was good, and what to do better. To return the work, say what is to be mended."),
    )

    def __init__(self, *args: Any, assignment: Assignment, returning: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.returning = returning
        self.criteria = list(assignment.criteria.all())
        for one in self.criteria:
            levels = [(str(points), words) for points, words in reversed(list(enumerate(one.words())))]
            self.fields[f"level-{one.pk}"] = forms.ChoiceField(
                label=one.title,
                choices=levels,
                widget=forms.RadioSelect,
                required=not returning,
                error_messages={"required": _("Choose a level.")},
            )
        self.order_fields([*(f"level-{one.pk}" for one in self.criteria), "comment", "code"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self.returning and not said.get("comment", "").strip():
            self.add_error("comment", _("Say what is to be mended."))
        return said

    def levels(self) -> dict[int, int]:
        """Points by criterion; after validation."""
        if self.returning:
            return {}
        return {one.pk: int(self.cleaned_data[f"level-{one.pk}"]) for one in self.criteria}

    def told(self) -> dict[str, Any]:
        """What `work.mark` takes."""
        code: UUID = self.cleaned_data["code"]
        return {
            "levels": self.levels(), "comment": self.cleaned_data["comment"], "returned": self.returning, "code": code,
        }  # fmt: skip

    def seen(self) -> dict[str, Any]:
        """What `work.observed` takes."""
        return {name: said for name, said in self.told().items() if name != "returned"}


class TextForm(forms.Form):
    """A text that is written here."""

    text = forms.CharField(
        label=_("Your text"), required=False, max_length=LONGEST, widget=TajikTextarea(attrs={"rows": 14})
    )


class FileForm(forms.Form):
    """A file to add."""

    file = forms.FileField(
        label=_("Add a file"),
        required=False,
        max_length=200,
        help_text=_("A photo (JPEG, PNG, WebP), PDF or Word file (DOCX), 8 MB at most."),
    )
