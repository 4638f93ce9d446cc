"""The form of one's own phone. By itself: a person's page is put together before the other forms can be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User


class PhoneForm(forms.ModelForm):
    """One's own phone for text messages."""

    class Meta:
        model = User
        fields = ["phone"]
        help_texts = {
            "phone": _("With the country's code, for example +992900000000. Empty: no texts. Nobody else sees it.")
        }
        widgets = {"phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})}
