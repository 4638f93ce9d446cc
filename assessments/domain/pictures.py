"""Pictures of questions: how an edition keeps them, and who is given one."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from wagtail.images.models import AbstractRendition

from assessments.models import Picture, Question, Sitting

Document = dict[str, Any]
# Wide enough for a telephone held sideways, light enough for its line.
SPEC = "max-1000x1000|format-webp|webpquality-70"


def frozen(question: Question, languages: list[str]) -> Document:
    """What the paper says of a question's picture: its digest, size in pixels, and what it shows, by language."""
    rendition = _rendition(question)
    return {
        "digest": sha256(_bytes(rendition)).hexdigest(),
        "width": rendition.width,
        "height": rendition.height,
        "alt": {language: getattr(question, f"picture_alt_{language}") or "" for language in languages},
    }


def keep(questions: Iterable[Question]) -> None:
    """Stores the pictures of questions that are being published; those that are there already stay as they are."""
    contents = [_bytes(_rendition(question)) for question in questions if question.picture_id]
    rows = [Picture(digest=sha256(content).hexdigest(), content=content) for content in contents]
    Picture.objects.bulk_create(rows, ignore_conflicts=True)


def of_sitting(sitting: Sitting, digest: str) -> Picture:
    """A picture of a sitting's paper. Raises Picture.DoesNotExist for one that isn't on it."""
    paper = type(sitting).objects.values_list("edition__paper", flat=True).get(pk=sitting.pk)
    if not any(part.get("picture", {}).get("digest") == digest for part in paper):
        raise Picture.DoesNotExist
    found: QuerySet[Picture] = Picture.objects.filter(digest=digest)
    return found.get()


def _rendition(question: Question) -> AbstractRendition:
    if question.picture is None:
        raise ValueError("the question has no picture")
    found: AbstractRendition = question.picture.get_rendition(SPEC)
    return found


def _bytes(rendition: AbstractRendition) -> bytes:
    with rendition.file.open("rb") as file:
        content: bytes = file.read()
    return content
