"""Forms of this app."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.domain.ask import LONGEST, LONGEST_ANSWER
from courses.domain.certify import REASON_LETTERS
from courses.domain.verify import LARGEST_FILE
from courses.models import Course, CoursePage
from people.models import Cohort
from ui.components_forms import TajikTextarea


class CheckForm(forms.Form):
    """The number of a certificate, as a visitor types it."""

    number = forms.CharField(
        label=_("Number of the certificate"),
        help_text=_("It stands on the paper, for example PA-2026-000123."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the number that stands on the certificate.")},
    )


class CheckFileForm(forms.Form):
    """A certificate's PDF, as a visitor has it."""

    file = forms.FileField(
        label=_("The certificate's file (PDF)"),
        help_text=_("It is compared with the one that was issued, byte for byte, and not kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": _("Choose the file.")},
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(gettext("The file is too large to be a certificate of ours."))
        content: bytes = file.read()
        return content


class RevokeForm(forms.Form):
    """Why a certificate is revoked."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept with the certificate. Who checks it sees only that it was revoked, and when."),
        max_length=REASON_LETTERS,
        widget=TajikTextarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the certificate is revoked.")},
    )


class QuestionForm(forms.Form):
    """What a learner asks about a lesson."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_(
            "500 letters at most. Your trainer sees your name beside it; so does another trainer of your cohort."
        ),
        max_length=LONGEST,
        widget=TajikTextarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you want to ask.")},
    )


class AnswerForm(forms.Form):
    """What a trainer answers."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("The learner reads it as you write it, among their messages."),
        max_length=LONGEST_ANSWER,
        widget=TajikTextarea(attrs={"rows": 8}),
        error_messages={"required": _("Write an answer.")},
    )


def _day(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class EnrolForm(forms.Form):
    """A cohort and the course that it is to take; both out of what the viewer may see."""

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], pages: Sequence[CoursePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = {page.slug: page for page in pages}
        offered = [(slug, page.heading) for slug, page in self.pages.items()]
        self.fields["cohort"] = forms.ModelChoiceField(label=_("Cohort"), queryset=cohorts, empty_label=_("Choose"))
        self.fields["course"] = forms.ChoiceField(label=_("Course"), choices=[("", _("Choose")), *offered])
        self.fields["opens_on"] = _day(_("Lessons open on"), _("Empty: at once."))
        self.fields["due_on"] = _day(_("To be completed by"), _("Empty: there is no term."))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("opens_on"), said.get("due_on")
        if first and last and last < first:
            self.add_error("due_on", _("The last day lies before the first."))
        return said

    def chosen_course(self) -> Course:
        """The course chosen; after validation."""
        return self.pages[self.cleaned_data["course"]].course


class BatchForm(forms.Form):
    """A cohort and a course whose certificates are issued at once."""

    cohort = forms.ModelChoiceField(
        label=_("Cohort"), queryset=Cohort.objects.order_by("code"), empty_label=_("Choose")
    )
    course = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.order_by("code"), empty_label=_("Choose")
    )


class JoinForm(forms.Form):
    """The code that a trainer handed out."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Eight letters and digits, as your trainer shows them."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the code.")},
    )


class NewCodeForm(forms.Form):
    """How long a code is good, and for how many."""

    places = forms.IntegerField(
        label=_("For how many people"),
        help_text=_("Empty: for any number."),
        required=False,
        min_value=1,
        max_value=2000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"] = _day(_("Good until"), _("The last day on which it lets anybody in."))
        self.fields["expires_on"].required = True
        self.order_fields(["expires_on", "places"])

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(gettext("This day is over."))
        return day
