"""Forms of this app."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.domain.certify import REASON_LETTERS
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


class RevokeForm(forms.Form):
    """Why a certificate is revoked."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept with the certificate. Who checks it sees only that it was revoked, and when."),
        max_length=REASON_LETTERS,
        widget=TajikTextarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the certificate is revoked.")},
    )
