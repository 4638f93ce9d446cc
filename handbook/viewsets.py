"""Laws and terms of the glossary in the admin, every language side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from handbook.domain import citing
from handbook.models import Law, Term
from ui import languages
from ui.blocks import UNSEEN
from ui.pages import language_row
from ui.snippets import TranslatedSnippetViewSet


class ReferenceForm(WagtailAdminModelForm):
    """What texts refer to by its code: named in Tajik at least, and never renamed while a text refers to it."""

    kind: citing.Kind = "law"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, text in cleaned.items():
            if isinstance(text, str):
                cleaned[name] = text.translate(UNSEEN)
        before = self.initial.get("code")
        if before and cleaned.get("code") != before and (places := citing.edited(self.kind, before)):
            said = _("Texts refer to it by this code: %(titles)s") % {"titles": titles(places)}
            self.add_error("code", said)
        return cleaned


class TermForm(ReferenceForm):
    """Other forms of a term are typed one a line."""

    kind: citing.Kind = "entry"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages.codes():
            self.initial[f"forms_{code}"] = "\n".join(self.instance.forms.get(code, []))

    def save(self, commit: bool = True) -> Any:
        told = {code: self.cleaned_data.get(f"forms_{code}", "") for code in languages.codes()}
        self.instance.forms = {
            code: list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
            for code, text in told.items()
        }
        return super().save(commit)


for _code in languages.codes():
    _field = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3, "lang": _code}))
    TermForm.base_fields[f"forms_{_code}"] = TermForm.declared_fields[f"forms_{_code}"] = _field


class LawViewSet(TranslatedSnippetViewSet):
    model = Law
    icon = "clipboard-list"
    list_display = ["name", "code", "number", "date", BooleanColumn("sure", label=capfirst(_("checked")))]
    list_filter = ["sure"]
    search_fields = ["code", "number", *[localized("name", code) for code in languages.codes()]]
    ordering = ["code"]
    copy_view_enabled = False
    panels = [
        FieldPanel("code"),
        language_row("name", _("Name")),
        FieldRowPanel([FieldPanel("number"), FieldPanel("date")]),
        FieldPanel("sure"),
    ]


class TermViewSet(TranslatedSnippetViewSet):
    model = Term
    icon = "openquote"
    list_display = ["name", "code", BooleanColumn("sure", label=capfirst(_("checked")))]
    list_filter = ["sure", "explained"]
    search_fields = ["code", *[localized(name, code) for name in ("name", "meaning") for code in languages.codes()]]
    ordering = ["code"]
    copy_view_enabled = False
    panels = [
        FieldPanel("code"),
        language_row("name", capfirst(_("term"))),
        language_row("meaning", capfirst(_("meaning"))),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel(f"forms_{code}", heading=languages.own_name(code)) for code in languages.codes()],
                    classname="language-row",
                )
            ],
            heading=_("Other forms, one a line"),
            help_text=_("By which texts are to find the term where its usual endings don't reach."),
        ),
        FieldPanel("explained"),
        FieldPanel("sure"),
    ]


class ReferenceGroup(SnippetViewSetGroup):
    """The menu entry: laws and terms."""

    menu_label = _("Laws and glossary")
    menu_icon = "clipboard-list"
    menu_order = 212
    items = (LawViewSet, TermViewSet)


# Wagtail looks for the form at the model.
Law.base_form_class = ReferenceForm  # type: ignore[attr-defined]
Term.base_form_class = TermForm  # type: ignore[attr-defined]


def titles(places: list[citing.Place]) -> str:
    """The titles of a few pages, for a sentence."""
    return ", ".join(f"«{place.title}»" for place in places[:5]) + (" …" if len(places) > 5 else "")
