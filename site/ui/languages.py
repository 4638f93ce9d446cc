"""The languages of the system, read from settings.LANGUAGES: codes, own names, direction, the same place in another."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import get_language_info

OWN_NAMES = {"tg": "Тоҷикӣ", "ru": "Русский", "en": "English"}


@dataclass(frozen=True)
class Language:
    """One entry of the language switch: its code, its own name, where the same place is, whether it is shown now."""

    code: str
    name: str
    url: str
    current: bool


def codes() -> list[str]:
    """Language codes in the order of the settings; the first is the language of content."""
    return [code for code, _ in settings.LANGUAGES]


def own_name(code: str) -> str:
    """What a language calls itself."""
    return OWN_NAMES.get(code) or str(get_language_info(code)["name_local"])


def own_names() -> list[tuple[str, str]]:
    """Codes with what each language calls itself, to choose from."""
    return [(code, own_name(code)) for code in codes()]


def current() -> str:
    """The active language, or the language of content when none or an unknown one is active."""
    active = (translation.get_language() or "").split("-")[0]
    return active if active in codes() else settings.CONTENT_LANGUAGE


def fallbacks(code: str) -> list[str]:
    """The languages to try, in order, beginning with `code` itself."""
    chain = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    rest = chain.get(code, chain["default"])
    return list(dict.fromkeys([code, *rest, *codes()]))


def switch(path: str) -> list[Language]:
    """The language switch for the page at `path` (query string included): the same place in each language."""
    active = current()
    return [Language(c, own_name(c), str(translate_url(path, c)), c == active) for c in codes()]
