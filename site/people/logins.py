"""Names to sign in with: one spelling a name, whatever was typed."""

import unicodedata
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def normal_login(name: str) -> str:
    """The one form in which a login is stored and looked up: NFKC, lower case, without invisible characters.

    So "Ⓐnna", "ANNA" and "anna" with a zero-width joiner in it are one account, and й typed as и with a breve finds й.
    """
    visible = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) not in {"Cf", "Cc"})
    return unicodedata.normalize("NFKC", visible.lower()).strip()


class LoginField(models.CharField):
    """A CharField that stores, compares and looks up logins in their one form, also in bulk and in queries."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return normal_login(prepared) if isinstance(prepared, str) else prepared

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if isinstance(value, str):
            setattr(model_instance, self.attname, normal_login(value))
        return super().pre_save(model_instance, add)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normal_login(value) if isinstance(value, str) else value


# E.164, as gateways take it.
PHONE = RegexValidator(r"^\+[1-9]\d{8,14}$", _("Write the number with + and the country's code, digits only."))
