"""Forms of the admin: translations that know what they were made from, and fields that only one kind has."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from assessments import kinds
from assessments.domain import review, translate
from assessments.viewsets.opening import OpeningForm
from ui.citation_forms import CitesField
from ui.languages import codes, own_name

CHANGES = [
    ("meaning", _("The meaning changes: translations that I leave as they are become stale.")),
    ("wording", _("Only the wording changes: translations stay as they are.")),
]


class AuthoredForm(WagtailAdminModelForm):
    """Keeps `made_from` right: what each translation was made from."""

    change_of = forms.ChoiceField(
        label=_("What kind of change is this?"),
        choices=CHANGES,
        initial="meaning",
        widget=forms.RadioSelect,
        required=False,
    )
    checked = forms.MultipleChoiceField(
        label=_("I have checked all of the translation into"),
        choices=[(code, own_name(code)) for code in codes() if code != settings.CONTENT_LANGUAGE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nothing in these languages is out of date any more."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = translate.digests(self.instance) if self.instance.pk else None
        if self.before is None:
            del self.fields["change_of"], self.fields["checked"]

    def save(self, commit: bool = True) -> Any:
        instance = super().save(commit=commit)
        wording_only = self.cleaned_data.get("change_of") == "wording"
        translate.note_changes(
            instance,
            before=self.before or translate.digests(instance),
            wording_only=wording_only,
            confirmed=self.cleaned_data.get("checked") or (),
        )
        if commit:
            type(instance).objects.filter(pk=instance.pk).update(made_from=instance.made_from)
        return instance


class QuestionFormBase(AuthoredForm):
    """A question; what only its kind knows is taken from the fields of that kind, and kept as text."""

    cites = CitesField(label=_("Cited handbook sections and laws"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The row itself: going back to an earlier version, the instance is that version.
        self.held = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        self.stood = review.substance(self.held) if self.held else None
        for code, kind in kinds.registry().items():
            for name, field in kind.fields().items():
                self._one_kinds_field(code, name, required=field.required)

    def save(self, commit: bool = True) -> Any:
        if commit and self.held:
            review.begin_versions(self.held)
            for name in review.APART:
                setattr(self.instance, name, getattr(self.held, name))
        instance = super().save(commit=commit)
        if commit:
            fresh = type(instance)._default_manager.prefetch_related("choices").get(pk=instance.pk)
            review.changed(fresh, before=self.stood, by=self.for_user)
        return instance

    def _one_kinds_field(self, code: str, name: str, *, required: bool) -> None:
        """A new question shows the fields of every kind, an existing one only those of its own."""
        if self.instance.pk and self.instance.answering != code:
            del self.fields[f"{code}_{name}"]
            return
        self.initial[f"{code}_{name}"] = self.instance.details.get(name, "")
        self.fields[f"{code}_{name}"].required = required and bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = kinds.registry().get(cleaned.get("answering") or self.instance.answering)
        if kind:
            self.instance.details = {
                name: value for name in kind.fields() if (value := cleaned.get(f"{kind.code}_{name}"))
            }
        return cleaned


def kind_fields() -> dict[str, forms.Field]:
    """Every kind's own fields, under names of the shape <kind>_<name>."""
    found = {}
    for code, kind in kinds.registry().items():
        for name, field in kind.fields().items():
            field.label = format_lazy("{}: {}", kind.name, field.label)
            field.required = False
            found[f"{code}_{name}"] = field
    return found


QuestionForm: type[QuestionFormBase] = type(QuestionFormBase)("QuestionForm", (QuestionFormBase,), kind_fields())  # type: ignore[misc] # its metaclass collects the fields


class AssessmentForm(OpeningForm, AuthoredForm):
    """An assessment; its languages are ticked."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[(code, own_name(code)) for code in codes()],
        widget=forms.CheckboxSelectMultiple,
        initial=codes,
        help_text=_("It can be published only in languages in which nothing is missing or stale."),
    )


class ScoreSelect(forms.Select):
    """A choice's score in words; a score that no word stands for stays as it is."""

    WORDS = [
        ("0", _("wrong")), ("1", _("right")), ("0.5", _("half right")), ("-0.5", _("takes away half")),
        ("-1", _("takes away all")),
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "choices": self.WORDS})

    def format_value(self, value: Any) -> list[str]:
        try:
            plain = f"{Decimal(str(value or 0)).normalize():f}"
        except InvalidOperation:
            plain = str(value)
        if plain not in dict(self.WORDS):
            self.choices = [*self.WORDS, (plain, plain)]
        return [plain]
