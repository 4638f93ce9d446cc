"""What an ordeal needs in the database: an examination whose answers are short texts, people, and their sittings."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.test import Client as DjangoClient
from django.utils import timezone

from assessments.models import Sitting
from assessments.models.sittings import GRACE
from tests.factories.assessments import QuestionFactory, published, started
from tests.factories.people import UserFactory, signed_in
from tests.reliability.phones import RIGHT

QUESTIONS = 8


def sittings(number: int) -> list[Sitting]:
    """So many people, each in the middle of the same examination, without a limit of time."""
    told = {f"answers_{code}": RIGHT for code in ("tg", "ru", "en")}
    questions = [QuestionFactory(answering="text", details=told) for _ in range(QUESTIONS)]
    exam = published(questions, minutes=600)
    return [started(exam, candidate=UserFactory()) for _ in range(number)]


def cookies(sitting: Sitting) -> dict[str, str]:
    """The cookies of the candidate's browser, signed in."""
    client = DjangoClient()
    signed_in(client, sitting.candidate)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def count_until(sitting: Sitting, seconds: float) -> None:
    """Lets deadline and grace be over in so many seconds."""
    over = timezone.now() + timedelta(seconds=seconds)
    Sitting.objects.filter(pk=sitting.pk).update(deadline_at=over - GRACE, started_at=over - timedelta(hours=1))
