"""Forms of signing in, in our words and with labels instead of placeholders; and the office's."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from people.enums import Role
from people.logins import normal_login
from people.models import Unit, User
from ui import languages
from ui.components_forms import RadioCards, TajikInput


class _Ours:
    """Takes placeholders away (a label stays, a placeholder goes) and gives fields our words."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


NEW_PASSWORD = {"password1": _("New password"), "password2": _("The new password once more")}


class _NewPassword(_Ours):
    labels = {"oldpassword": _("The password that you use now"), **NEW_PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = password_validation.password_validators_help_text_html()
        self.fields["password1"].help_text = rules  # type: ignore[attr-defined]


class LoginForm(_Ours, account.LoginForm):
    labels = {"login": _("User name"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quiet = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
        self.fields["login"].widget.attrs.update(quiet)

    def clean_login(self) -> str:
        return normal_login(self.cleaned_data["login"])


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    pass


class ResetPasswordForm(_Ours, account.ResetPasswordForm):
    labels = {"email": _("E-mail address")}
    helps = {"email": _("The address that the academy office knows of you.")}


class ResetPasswordKeyForm(_NewPassword, account.ResetPasswordKeyForm):
    pass


class PasswordAgainForm(_Ours, account.ReauthenticateForm):
    labels = {"password": _("Password")}


CODE = {"code": _("Code")}
DIGITS = {"inputmode": "numeric", "autocapitalize": "none", "class": "mono"}


class _Code(_Ours):
    labels = CODE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(DIGITS)  # type: ignore[attr-defined]


class AuthenticateForm(_Code, mfa.AuthenticateForm):
    helps = {"code": _("Six digits from the app, or one of your recovery codes.")}


class CodeAgainForm(_Code, mfa.ReauthenticateForm):
    helps = {"code": _("Six digits from the app, or one of your recovery codes.")}


class ActivateTOTPForm(_Code, totp.ActivateTOTPForm):
    helps = {"code": _("Six digits, as the app shows them now.")}


class DeactivateTOTPForm(_Ours, totp.DeactivateTOTPForm):
    pass


class RecoveryCodesForm(_Ours, codes.GenerateRecoveryCodesForm):
    pass


class PeopleSearch(forms.Form):
    """Finds people by part of a name, a login or a service number."""

    q = forms.CharField(label=_("Name, user name or service number"), required=False, max_length=100, widget=TajikInput)


class NewPersonForm(forms.ModelForm):
    """A new account, as the office opens it."""

    class Meta:
        model = User
        fields = [
            "username", "full_name_tg", "full_name_ru", "full_name_en", "service_number", "rank", "unit", "language",
        ]  # fmt: skip
        widgets = {"full_name_tg": TajikInput}
        labels = {
            "full_name_tg": _("Full name in Tajik"),
            "full_name_ru": _("Full name in Russian"),
            "full_name_en": _("Full name in Latin letters"),
        }
        help_texts = {
            "username": _("Short, in Latin or Cyrillic letters; the person types it at every sign-in."),
            "full_name_ru": _("Leave empty if it isn't known."),
            "full_name_en": _("For certificates in English. Leave empty if it isn't known."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name_tg"].required = True
        chosen: Any = self.fields["language"]
        chosen.widget = RadioCards(choices=[(code, languages.own_name(code)) for code in languages.codes()])

    def clean_service_number(self) -> str | None:
        """Unknown numbers are NULL: any number of people may have none."""
        return self.cleaned_data["service_number"] or None


class GrantForm(forms.Form):
    """A role to give; a head's with the unit."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.all(), required=False, help_text=_("Only for a head of unit.")
    )
