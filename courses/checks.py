"""System checks: certificates can be printed on this machine, in every enabled language."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, register

from courses.domain import paper
from ui.languages import codes

# The letters and signs that a certificate in a language is written with.
COMMON = "0123456789 .,:;!?()/%+-–—«»“”’№\u00a0"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LETTERS = {
    "tg": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
    "ru": RUSSIAN,
    "en": "abcdefghijklmnopqrstuvwxyz",
    "uz": "abcdefghijklmnopqrstuvwxyzʻʼ",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "fa-af": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ky": RUSSIAN + "ңөү",
}
SUBSETTER = "libharfbuzz-subset.so.0"


@register
def harfbuzz_is_there(app_configs: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """Without it WeasyPrint still works, five times slower, and says so only in a warning."""
    try:
        ctypes.CDLL(SUBSETTER)
    except OSError:
        return [
            Error(
                "The library that cuts fonts for certificates is missing.",
                hint="Install the system package libharfbuzz-subset0.",
                id="courses.E001",
            )
        ]
    return []


@register
def fonts_have_the_letters(app_configs: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """Every letter of every enabled language is in every font that certificates are set in."""
    have = paper.letters()
    problems: list[CheckMessage] = []
    for code in codes():
        wanted = LETTERS.get(code)
        if wanted is None:
            hint = "Add its letters to courses/checks.py and see that the fonts have them."
            problems.append(
                Error(f"It is not known which letters {code!r} is written with.", hint=hint, id="courses.E002")
            )
            continue
        missing = "".join(sorted(set(COMMON + wanted + wanted.upper()) - have))
        if missing:
            hint = "Widen the ranges in site/ui/fonts/build.py and run it."
            problems.append(
                Error(f"The fonts of certificates lack letters of {code!r}: {missing}", hint=hint, id="courses.E003")
            )
    return problems
