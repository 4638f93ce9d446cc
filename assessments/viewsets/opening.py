"""The editor's part for what holds at once: presets for a new assessment, its times and doors, and re-sits."""

from __future__ import annotations

from typing import Any

from anyascii import anyascii
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import CreateView

from assessments.domain import authored, door, operation, presets, resit
from assessments.enums import AssessmentKind, Difficulty, ShowsWhen
from assessments.models import Assessment, Competency
from people.access import SignedIn, permission_required
from people.roles import Permission, may
from ui.snippets import SnippetChooser

DIFFICULTIES = [("", gettext_lazy("any")), *Difficulty.choices]


def blueprint_panel() -> InlinePanel:
    """The rows of a blueprint."""
    conditions = [FieldPanel("topic"), FieldPanel("difficulty", widget=forms.Select(choices=DIFFICULTIES))]
    return InlinePanel(
        "blueprint",
        heading=gettext_lazy("Blueprint: questions drawn from the bank"),
        label=gettext_lazy("row"),
        help_text=gettext_lazy(
            "So many questions of a competency, drawn anew for each attempt. Questions chosen above are asked as well, "
            "before them. Publishing keeps all questions that fit, as they are then."
        ),
        panels=[
            FieldPanel("competency", widget=SnippetChooser(Competency, icon="list-ul")),
            FieldRowPanel(conditions),
            FieldRowPanel([FieldPanel("count"), FieldPanel("points")]),
        ],
    )


TIMES = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])], heading=gettext_lazy("When it is open")
)
DOORS = [
    FieldPanel("cohorts", widget=forms.CheckboxSelectMultiple),
    FieldRowPanel([FieldPanel("shows"), FieldPanel("shows_when")]),
    FieldPanel("turning"),
    FieldPanel("needs_ticket"),
    FieldPanel("appeal_days"),
    FieldPanel("networks", widget=forms.Textarea(attrs={"rows": 3})),
]


class OpeningForm(forms.Form):
    """What holds at once, for those who may publish; others see it and can't change it. Part of the editor's form."""

    instance: Assessment
    for_user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stood = operation.state(self.instance.pk)
        self.fields["code"].required = False
        self.fields["code"].help_text = _("In the address. Empty: made from the title.")
        allowed = self.for_user is None or may(self.for_user, Permission.PUBLISH)
        for name in operation.FIELDS:
            if name in self.fields and not allowed:
                self.fields[name].disabled = True

    def clean_networks(self) -> str:
        listed = str(self.cleaned_data["networks"])
        try:
            door.networks(listed)
        except ValueError as error:
            raise forms.ValidationError(_("This is no network: %(line)s") % {"line": error}) from error
        return listed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It must close after it opens."))
        if cleaned.get("shows_when") == ShowsWhen.CLOSED and not closes:
            self.add_error("closes_at", _("Results are to be shown after the closing time: say when that is."))
        if not cleaned.get("code") and "code" not in self.errors:
            cleaned["code"] = self.instance.code or self._code(cleaned)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        instance = super().save(commit=commit)  # type: ignore[misc] # of the model form that this is mixed into
        if commit:
            operation.note_changes(assessment=instance, before=self.stood, by=self.for_user)
        return instance

    def _code(self, cleaned: dict[str, Any]) -> str:
        title = cleaned.get("title_en") or cleaned.get("title_tg") or cleaned.get("title_ru") or ""
        base = slugify(anyascii(title))[:50] or str(cleaned.get("kind") or "test")
        return f"{base}-{get_random_string(4, '23456789')}"


class PresetCreateView(CreateView):
    """A new assessment: first what it is to be, then its form, filled in accordingly."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("preset") not in presets.PRESETS:
            context = {"presets": presets.PRESETS.values(), "add_url": request.path, "repeatable": authored.published()}
            return render(request, "assessments/admin/presets.html", context)
        return super().get(request, *args, **kwargs)  # type: ignore[no-any-return]

    def get_initial_form_instance(self) -> Assessment:
        chosen = presets.PRESETS.get(self.request.GET.get("preset", ""))
        return Assessment(**(chosen.values if chosen else {}))


@permission_required(Permission.AUTHOR)
@require_POST
def resit_view(request: SignedIn, pk: int) -> HttpResponse:
    """Makes a re-sit and leads to its editor, where its times are set."""
    found = get_object_or_404(Assessment._default_manager.exclude(kind=AssessmentKind.SURVEY), pk=pk)
    try:
        made = resit.make(assessment=found, by=request.user)
    except resit.NotRepeatable:
        messages.error(request, _("It has never been published: there is nothing to sit again."))
        return redirect("assessments_publish", pk)
    told = _("The re-sit is made. Set its times, then publish it. Only those who have not passed can sit it.")
    messages.success(request, told)
    return redirect(reverse("wagtailsnippets_assessments_assessment:edit", args=[made.pk]))


urls = [path("assessments/<int:pk>/re-sit/", resit_view, name="assessments_resit")]
