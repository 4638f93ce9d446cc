"""What the screens say, in the language of the journey: journeys find controls by the words that people see."""

import re
from functools import cache

from django.utils import translation
from django.utils.translation import gettext, ngettext

LANGUAGES = ("tg", "ru", "en")
# The mark of something that a sentence is filled with: a name, a number.
GAP = re.compile(r"%\(\w+\)[sd]|%[sd]")


@cache
def said(language: str, sentence: str) -> str:
    """An interface sentence in `language`, with the same fallbacks as on the server."""
    with translation.override(language):
        return gettext(sentence)


@cache
def pattern(language: str, sentence: str, plural: str = "", number: int = 1) -> re.Pattern[str]:
    """A sentence with gaps ("Chapter %(number)s"), as what matches it with anything in the gaps."""
    with translation.override(language):
        text = ngettext(sentence, plural, number) if plural else gettext(sentence)
    return re.compile(".+".join(re.escape(part) for part in GAP.split(text.replace("%%", "%"))))
