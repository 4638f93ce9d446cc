"""Surveys, waves and replies for tests."""

from typing import Any

import factory

from assessments.domain.publish import publish
from assessments.enums import AssessmentKind, Facet, Stance
from assessments.models import (
    Assessment,
    AssessmentItem,
    Edition,
    RatingCount,
    Reply,
    ReplyAnswer,
    Suppression,
    Turnout,
    Wave,
)
from tests.factories.assessments import CompetencyFactory, QuestionFactory
from tests.factories.people import UserFactory

INSTRUMENT: dict[str, Any] = {
    name: {code: f"{name} [{code}]" for code in ("tg", "ru", "en")}
    for name in ("importance_label", "level_label", "not_my_work", "declined", "thanks")
}
INSTRUMENT |= {
    name: [{"value": n, "label": {"tg": f"{name} {n}"}} for n in range(1, 6)]
    for name in ("scale_importance", "scale_level")
}
CODES = {
    "region": ["TJ-DU", "TJ-SU", "TJ-KT", "TJ-RA", "TJ-GB"],
    "rank_group": ["sergeants", "junior officers", "senior officers"],
    "service": ["inspector", "patrol", "other"],
    "years": ["0-2", "3-9"],
    "sex": ["f", "m"],
    "language": ["tg", "ru", "en"],
}
INSTRUMENT["background"] = {
    name: [{"code": code, "label": {"tg": f"{code}!"}} for code in codes] for name, codes in CODES.items()
}
INSTRUMENT["background_questions"] = {name: {"tg": f"{name}?"} for name in CODES}


def survey_edition(items: int = 3, sensitive: tuple[str, ...] = ("K03",), code: str = "small-survey") -> Edition:
    """A published survey of the competencies K01, K02 ..., each asked for importance and level."""
    survey = Assessment.objects.filter(code=code).first()
    if survey is not None:
        return survey.current
    texts = {f"title_{language}": "Survey" for language in ("tg", "ru", "en")}
    survey = Assessment.objects.create(code=code, kind=AssessmentKind.SURVEY, instrument=INSTRUMENT, **texts)
    order = 0
    for number in range(1, items + 1):
        key = f"K{number:02}"
        competency = CompetencyFactory(code=key, sensitive=key in sensitive)
        question = QuestionFactory(key=f"{code}-{key}", answering="rating", competency=competency)
        for facet in (Facet.IMPORTANCE, Facet.LEVEL):
            order += 1
            AssessmentItem.objects.create(assessment=survey, question=question, facet=facet, order=order)
    return publish(assessment_id=survey.pk, by=None)


class WaveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Wave

    edition = factory.LazyFunction(survey_edition)
    code = factory.Sequence(lambda n: f"wave-{n}")


class TurnoutFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Turnout

    wave = factory.SubFactory(WaveFactory)
    person = factory.SubFactory(UserFactory)


class ReplyFactory(factory.django.DjangoModelFactory):
    """A finished reply; `answers` by position of the edition, importance first."""

    class Meta:
        model = Reply

    wave = factory.SubFactory(WaveFactory)
    finished = True
    language = "tg"
    region = "TJ-SU"
    rank_group = "sergeants"
    service = "patrol"
    answers = factory.LazyFunction(lambda: {"1": 5, "2": 2, "3": 4, "4": 4, "5": 4, "6": "na"})


class ReplyAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReplyAnswer

    reply = factory.SubFactory(ReplyFactory)
    item = factory.LazyAttribute(lambda o: o.reply.wave.edition.items.order_by("position").first())
    number = 4
    stance = Stance.ANSWERED


class RatingCountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RatingCount

    wave = factory.SubFactory(WaveFactory)
    item = "K01"
    breakdown = "total"
    importance = 5
    level = 2
    n = 12


class SuppressionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Suppression

    wave = factory.SubFactory(WaveFactory)
    floor = 10
    part = "replies"
    hidden = factory.LazyFunction(lambda: {"": [["region", "TJ-GB"]]})
