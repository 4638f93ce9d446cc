"""The editing form of pages: what a save does to the state of translations."""

import json
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.forms import WagtailAdminPageForm

from ui import languages
from ui.blocks import UNSEEN
from ui.carried import Carried, unpacked
from ui.leaves import LeafValue, leaves
from ui.staleness import MEANING, WORDING, Save, settle


class TranslatedPageForm(WagtailAdminPageForm):
    """Asks what kind of change this is, and settles every leaf by the answer (see ui.staleness)."""

    change = forms.ChoiceField(
        label=_("This change is one of"),
        choices=[
            (MEANING, _("meaning: translations that I don't touch are out of date")),
            (WORDING, _("wording: translations that I don't touch still hold")),
        ],
        widget=forms.RadioSelect,
        initial=MEANING,
        required=False,
        help_text=_("Counts for what you changed in the source language; a text may be told apart below."),
    )
    checked = forms.MultipleChoiceField(
        label=_("I have checked all of the translation into"),
        choices=[(code, languages.own_name(code)) for code in languages.codes()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nothing in these languages is out of date any more."),
    )
    loaded_state = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["loaded_state"].initial = self.instance.load_state()
        self.fields["checked"].choices = [
            (code, name) for code, name in self.fields["checked"].choices if code != self.instance.source_language
        ]
        if not self.instance.pk:  # of a new page nothing has changed, and nothing was translated before
            for name in ("change", "checked"):
                self.fields.pop(name, None)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # a blank one is made from the heading, on the server
            self.fields["slug"].help_text = _("Leave it empty, and it is made from the heading.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self._columns():
            if isinstance(text := cleaned.get(name), str):
                cleaned[name] = text.translate(UNSEEN)
        headings = [name for code in languages.codes() if (name := localized("heading", code)) in self.fields]
        if not any(cleaned.get(name) for name in headings) and not any(name in self.errors for name in headings):
            self.add_error(headings[0], _("Give the page a heading, in one language at least."))
        self._settle(cleaned)
        return cleaned

    def _columns(self) -> list[str]:
        return [localized(name, code) for name in self.instance.translated_fields() for code in languages.codes()]

    def _settle(self, cleaned: dict[str, Any]) -> None:
        save = Save(
            source=cleaned.get("source_language") or self.instance.source_language,
            meaning=cleaned.get("change") != WORDING,
            confirmed=frozenset(cleaned.get("checked") or []),
            today=timezone.localdate().isoformat(),
        )
        self.instance.made = self._settled_fields(cleaned, save)
        for leaf in leaves(cleaned.get("body") or []):
            if isinstance(leaf.value, LeafValue):
                settle_leaf(leaf.value, save)

    def _settled_fields(self, cleaned: dict[str, Any], save: Save) -> dict[str, Any]:
        carried = _parsed(cleaned.get("loaded_state"))
        settled = {}
        for name in self.instance.translated_fields():
            texts = {code: cleaned.get(localized(name, code)) or "" for code in languages.codes()}
            before = unpacked(carried.get(name))
            settled[name] = settle(texts, before.made, before.loaded, before.save(save))
        return settled


def settle_leaf(leaf: LeafValue, save: Save) -> None:
    """Stores in a leaf that came from the form what its translations are made from now."""
    carried = leaf.carried or Carried()
    leaf["made"] = settle(leaf.words, leaf.made, carried.loaded, carried.save(save))


def _parsed(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
