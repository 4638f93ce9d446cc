"""The screens of courses: learning, certificates, the office's register, reports, and the public check."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation


def in_content_language(words: Callable[[], str]) -> str:
    """Words about a look, in the language of content: who was looked at may read another one than the viewer."""
    with translation.override(settings.CONTENT_LANGUAGE):
        return words()
