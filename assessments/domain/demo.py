"""The competencies, and the bank and quiz of the demonstration course, from the files in assessments/content."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from assessments.domain.bank_content import CONTENT, localized, question
from assessments.domain.publish import publish
from assessments.enums import AssessmentKind
from assessments.models import Assessment, AssessmentItem, Competency, Edition, Question
from people.models import User
from ui.content import load

Document = dict[str, Any]


@transaction.atomic
def load_demo(*, by: User | None = None) -> dict[str, int]:
    """Loads what isn't there yet, by code and key, and publishes the quizzes; what is there is left as it is."""
    load_competencies()
    for name in ("first-steps-bank", "every-kind"):
        bank = load(CONTENT / f"{name}.toml")
        questions = [question(told) for told in bank["questions"]]
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
        values = {**localized("domain", entry["domain"]), **localized("name", entry["name"])}
        values |= {"sensitive": entry["sensitive"], "asked_of": entry["asked_of"]}
        Competency.objects.update_or_create(code=entry["code"], defaults=values)
    return len(told)


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
            **localized("title", told["title"]),
            **localized("intro", told["intro"]),
        },
    )
    if made:
        AssessmentItem.objects.bulk_create(
            AssessmentItem(assessment=quiz, question=question, order=order)
            for order, question in enumerate(questions, 1)
        )
    return quiz
