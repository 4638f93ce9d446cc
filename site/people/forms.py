"""Forms of signing in, in our words and with labels instead of placeholders; and the office's."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import password_validation
from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.correction_models import LONGEST
from people.domain.extra_time import MOST_MINUTES, MOST_PERCENT
from people.enums import Role
from people.logins import normal_login
from people.models import Cohort, Unit, User
from ui import languages
from ui.components_forms import CheckboxCards, RadioCards, TajikInput, TajikTextarea


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

    def secret_in_fours(self) -> str:
        """The key as it is copied by hand, four letters at a time; apps leave the spaces out."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


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
            "username", "full_name_tg", "full_name_ru", "full_name_en", "service_number", "birth_year",
            "rank", "unit", "language",
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
        for name in ("rank", "unit"):
            self.fields[name].empty_label = _("not known")  # type: ignore[attr-defined]
        chosen: Any = self.fields["language"]
        chosen.widget = RadioCards(choices=[(code, languages.own_name(code)) for code in languages.codes()])

    def clean_service_number(self) -> str | None:
        """Unknown numbers are NULL: any number of people may have none."""
        return self.cleaned_data["service_number"] or None


class ChangePersonForm(NewPersonForm):
    """What the office may correct of somebody; the user name stays, since it is what they sign in with."""

    class Meta(NewPersonForm.Meta):
        fields = [name for name in NewPersonForm.Meta.fields if name != "username"]


class CohortForm(forms.ModelForm):
    """A cohort: its name, who trains it, and its members by user name, so that a whole list can be pasted."""

    members = forms.CharField(
        label=_("Members"),
        help_text=_("User names, one a line."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "none"}),
        required=False,
    )

    class Meta:
        model = Cohort
        fields = ["name_tg", "name_ru", "name_en", "code", "trainers"]
        widgets = {"name_tg": TajikInput, "trainers": CheckboxCards}
        labels = {"name_tg": _("Name in Tajik"), "name_ru": _("Name in Russian"), "name_en": _("Name in English")}
        help_texts = {"code": _("Short, in Latin letters, digits and hyphens; it stands in addresses.")}

    def __init__(self, *args: Any, teachers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].validators.append(validate_slug)
        trainers: Any = self.fields["trainers"]
        trainers.queryset = teachers
        if self.instance.pk:
            self.initial["members"] = "\n".join(self.instance.members.values_list("username", flat=True))

    def clean_members(self) -> list[User]:
        """The people named; every name that nobody signs in with is said."""
        names = {normal_login(line.strip()) for line in self.cleaned_data["members"].splitlines() if line.strip()}
        found = list(User.objects.filter(username__in=names))
        unknown = sorted(names - {person.username for person in found})
        if unknown:
            raise forms.ValidationError(_("Nobody signs in as: %(names)s."), params={"names": ", ".join(unknown)})
        return found


class GrantForm(forms.Form):
    """A role to give; a head's with the unit, a language reviewer's with the language."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.all(),
        required=False,
        empty_label="—",
        help_text=_("Only for a head of unit."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", "—"), *[(code, languages.own_name(code)) for code in languages.codes()]],
        required=False,
        help_text=_("Only for a language reviewer."),
    )

    def reach(self) -> dict[str, Any]:
        """Where the role holds, as `domain.grant` takes it."""
        return {"unit": self.cleaned_data["unit"], "language": self.cleaned_data["language"]}


class ExtraTimeForm(forms.Form):
    """More time for one person: percent, minutes or both; 0 and 0 take it away."""

    percent = forms.IntegerField(
        label=_("Percent more"), min_value=0, max_value=MOST_PERCENT, help_text=_("Of the minutes of each test.")
    )
    minutes = forms.IntegerField(
        label=_("Minutes more"), min_value=0, max_value=MOST_MINUTES, help_text=_("On top, in each test.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The decision and its day, for example: order 12 of 3 March. Never an illness."),
    )


class CorrectionForm(forms.Form):
    """What a person finds wrong in what is kept of them."""

    text = forms.CharField(
        label=_("What is wrong, and how it should be"),
        help_text=_("The academy office reads it and answers in your messages. 1000 letters at most."),
        max_length=LONGEST,
        widget=TajikTextarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong.")},
    )


class AnswerCorrectionForm(forms.Form):
    """What the office answers."""

    corrected = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("yes", _("It is corrected")), ("no", _("It stays as it is"))],
        widget=RadioCards,
        error_messages={"required": _("Choose what came of it.")},
    )
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("The person reads it as you write it."),
        max_length=LONGEST,
        widget=TajikTextarea(attrs={"rows": 4}),
        error_messages={"required": _("Write an answer.")},
    )
