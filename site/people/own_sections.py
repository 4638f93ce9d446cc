"""The parts of a person's page that people itself knows: who looked, the language, how the account is protected."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from people import looks
from people.domain import second_factor
from people.models import User
from people.phone_forms import PhoneForm
from people.sections import Section, register
from ui import languages, sms


def who_looked(user: User, request: HttpRequest) -> Section:
    return Section("looks", _("Who looked at your results"), "people/section_looks.html", {"looks": looks.latest(user)})


def language(user: User, request: HttpRequest) -> Section:
    offered = [
        {"code": code, "name": languages.own_name(code), "chosen": code == user.language} for code in languages.codes()
    ]
    data = {"languages": offered, "here": f"{request.path}#language"}
    return Section("language", _("Your language"), "people/section_language.html", data)


def texts(user: User, request: HttpRequest) -> Section | None:
    """The own phone, where there is a gateway for texts."""
    if not sms.is_set_up():
        return None
    return Section("texts", _("Text messages"), "people/section_texts.html", {"form": PhoneForm(instance=user)})


def security(user: User, request: HttpRequest) -> Section:
    data = {"username": user.username, "has_app": second_factor.is_set_up(user=user)}
    return Section("security", _("Password and authenticator app"), "people/section_security.html", data)


def own_data(user: User, request: HttpRequest) -> Section:
    return Section("data", _("What is kept of you"), "people/section_data.html")


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(70, who_looked)
    register(75, own_data)
    register(80, language)
    register(85, texts)
    register(90, security)
