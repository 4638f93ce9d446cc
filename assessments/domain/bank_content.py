"""Questions of the bank from the tables of a content file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images.models import Image

from assessments.models import Choice, Competency, Question
from ui.languages import codes

CONTENT = Path(__file__).resolve().parent.parent / "content"
# What of a question's table its kind keeps, each as text.
DETAILS = (
    "answer", "tolerance", "rule", "typos", "words", "criteria", "second", "answers_tg", "answers_ru", "answers_en",
)  # fmt: skip
Document = dict[str, Any]


def question(told: Document, *, topic: str = "") -> Question:
    """The question of a table, made unless its key is there: what a trainer has changed since stays.

    Raises KeyError where something is missing.
    """
    found: Question | None = Question.objects.filter(key=told["key"]).first()
    if found is not None:
        return found
    details = {name: str(told[name]) for name in DETAILS if name in told}
    made: Question = Question.objects.create(
        topic=topic,
        key=told["key"],
        answering=told["answering"],
        competency=Competency.objects.get(code=told["competency"]),
        cites=told.get("cites", []),
        details=details,
        difficulty=told.get("difficulty", "medium"),
        reviewed_at=timezone.now(),
        picture=_picture(told["picture"]) if "picture" in told else None,
        **localized("picture_alt", told.get("picture_alt", {})),
        **localized("stem", told["stem"]),
        **localized("explanation", told.get("explanation", {})),
        **localized("unit", told.get("unit", {})),
    )
    Choice.objects.bulk_create(
        Choice(
            question=made,
            order=order,
            score=Decimal(str(choice.get("score", int(choice.get("right", False))))),
            **{name: choice[name] for name in ("part", "leads", "area") if name in choice},
            **localized("text", choice.get("text", {})),
            **localized("match", choice.get("match", {})),
        )
        for order, choice in enumerate(told.get("choices", []), 1)
    )
    return made


def _picture(name: str) -> Image:
    """A picture from the content folder, in the picture library; found again by its bytes."""
    content = (CONTENT / "pictures" / f"{name}.webp").read_bytes()
    digest = sha1(content, usedforsecurity=False).hexdigest()
    found: Image | None = Image.objects.filter(file_hash=digest).first()
    if found is None:
        found = Image(title=name, file=ImageFile(BytesIO(content), name=f"{name}.webp"), description=name)
        found._set_image_file_metadata()
        found.save()
    return found


def localized(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """A translated field's columns from a table of languages; the plain column is modeltranslation's own matter."""
    return {f"{name}_{code}": (texts.get(code) or "").strip() for code in codes()}
