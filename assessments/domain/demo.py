"""The competencies, and the bank and quiz of the demonstration course, from the files in assessments/content."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.images.models import Image

from assessments.domain.publish import publish
from assessments.enums import AssessmentKind
from assessments.models import Assessment, AssessmentItem, Choice, Competency, Edition, Question
from people.models import User
from ui.content import load
from ui.languages import codes

CONTENT = Path(__file__).resolve().parent.parent / "content"
# What of a question's table its kind keeps, each as text.
DETAILS = (
    "answer", "tolerance", "rule", "typos", "words", "criteria", "second", "answers_tg", "answers_ru", "answers_en",
)  # fmt: skip
Document = dict[str, Any]


@transaction.atomic
def load_demo(*, by: User | None = None) -> dict[str, int]:
    """Loads what isn't there yet, by code and key, and publishes the quizzes; what is there is left as it is."""
    load_competencies()
    for name in ("first-steps-bank", "every-kind"):
        bank = load(CONTENT / f"{name}.toml")
        questions = [_question(told) for told in bank["questions"]]
        publish(assessment_id=_quiz(bank["quiz"], questions).pk, by=by)
    return {
        "competencies": Competency.objects.count(),
        "questions": Question.objects.count(),
        "assessments": Assessment.objects.count(),
        "editions": Edition.objects.count(),
    }


def load_competencies() -> int:
    """Brings the competencies up to the file, changed names included; returns how many there are in it."""
    told = load(CONTENT / "competencies.toml")["competencies"]
    for entry in told:
        values = {**_localized("domain", entry["domain"]), **_localized("name", entry["name"])}
        values |= {"sensitive": entry["sensitive"], "asked_of": entry["asked_of"]}
        Competency.objects.update_or_create(code=entry["code"], defaults=values)
    return len(told)


def _question(told: Document) -> Question:
    found: Question | None = Question.objects.filter(key=told["key"]).first()
    if found is not None:
        return found
    details = {name: str(told[name]) for name in DETAILS if name in told}
    question: Question = Question.objects.create(
        key=told["key"],
        answering=told["answering"],
        competency=Competency.objects.get(code=told["competency"]),
        cites=told.get("cites", []),
        details=details,
        difficulty=told.get("difficulty", "medium"),
        reviewed_at=timezone.now(),
        picture=_picture(told["picture"]) if "picture" in told else None,
        **_localized("picture_alt", told.get("picture_alt", {})),
        **_localized("stem", told["stem"]),
        **_localized("explanation", told.get("explanation", {})),
        **_localized("unit", told.get("unit", {})),
    )
    Choice.objects.bulk_create(
        Choice(
            question=question,
            order=order,
            score=Decimal(str(choice.get("score", int(choice.get("right", False))))),
            **{name: choice[name] for name in ("part", "leads", "area") if name in choice},
            **_localized("text", choice.get("text", {})),
            **_localized("match", choice.get("match", {})),
        )
        for order, choice in enumerate(told.get("choices", []), 1)
    )
    return question


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


def _quiz(told: Document, questions: list[Question]) -> Assessment:
    quiz: Assessment
    quiz, made = Assessment.objects.get_or_create(
        code=told["code"],
        defaults={
            "kind": AssessmentKind.QUIZ,
            "minutes": told["minutes"],
            "pass_percent": told["pass_percent"],
            "draw": told.get("draw"),
            "max_sittings": told.get("max_sittings"),
            **_localized("title", told["title"]),
            **_localized("intro", told["intro"]),
        },
    )
    if made:
        AssessmentItem.objects.bulk_create(
            AssessmentItem(assessment=quiz, question=question, order=order)
            for order, question in enumerate(questions, 1)
        )
    return quiz


def _localized(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """A translated field's columns from a table of languages; the plain column is modeltranslation's own matter."""
    return {f"{name}_{code}": (texts.get(code) or "").strip() for code in codes()}
