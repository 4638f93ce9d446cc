"""Which translations of a question or an assessment are missing, and which speak of a source that has changed since.

`made_from[language]` is the digest of the source texts that a translation was made from. A language without an entry
was written together with its source and is fresh until the source changes.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from django.conf import settings
from django.db import models

from assessments.models import Assessment, Question
from ui.languages import codes

Translated = Question | Assessment


def texts(subject: Translated, language: str) -> list[str]:
    """Every text of the subject in one language, always in the same order; a missing one is an empty text."""
    names = ("stem", "explanation", "unit") if isinstance(subject, Question) else ("title", "intro")
    found = [getattr(subject, f"{name}_{language}") or "" for name in names]
    if isinstance(subject, Question):
        choices = subject.choices.all()
        found += [getattr(choice, f"text_{language}") or "" for choice in choices]
        # Only where any language has one: questions without them keep the digests that they had before there were any.
        further = [(subject, "picture_alt"), *((choice, "match") for choice in choices)]
        found += [getattr(one, f"{name}_{language}") or "" for one, name in further if _anywhere(one, name)]
    return found


def _anywhere(one: models.Model, name: str) -> bool:
    """Whether a text is there in any language."""
    return any(getattr(one, f"{name}_{code}") for code in codes())


def digest(subject: Translated, language: str = settings.CONTENT_LANGUAGE) -> str:
    """Of all texts in one language: 16 hexadecimal figures."""
    return sha256("\x1f".join(texts(subject, language)).encode()).hexdigest()[:16]


def is_stale(subject: Translated, language: str) -> bool:
    """Whether the source has changed in meaning since this translation was made."""
    made_from = subject.made_from.get(language)
    return made_from is not None and made_from != digest(subject)


def digests(subject: Translated) -> dict[str, str]:
    """The digest of every language as it stands; taken before an edit, for `note_changes` after it."""
    return {language: digest(subject, language) for language in codes()}


def note_changes(
    subject: Translated, *, before: dict[str, str], wording_only: bool, confirmed: Collection[str] = ()
) -> None:
    """Brings `made_from` up to date after an edit; the caller saves.

    A language whose texts changed was made from the source of now. One that was left alone keeps what it was made
    from, unless the author says that only the wording of the source changed: then what was fresh stays fresh. The
    languages of `confirmed` were compared with the source of now: they are fresh though nothing in them changed.
    """
    source, now = settings.CONTENT_LANGUAGE, digests(subject)
    for language in codes():
        if language == source:
            continue
        made_from = subject.made_from.get(language, before[source])
        fresh_before = made_from == before[source]
        if language in confirmed or now[language] != before[language] or (wording_only and fresh_before):
            made_from = now[source]
        subject.made_from[language] = made_from
