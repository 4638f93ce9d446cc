"""The survey of the demonstration: the instrument of 28 competencies, a closed wave of generated replies, an open one.

The model the replies are generated from is written down in site/docs/demo-model.md; the seed is fixed, so every
installation shows the same numbers. Nothing here comes from any real person.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.domain import shuffle
from assessments.domain.demo import CONTENT, load_competencies
from assessments.domain.instrument import Instrument, Value
from assessments.domain.instrument import Item as Asked
from assessments.domain.publish import publish
from assessments.domain.report import Report
from assessments.domain.waves import close_wave, open_wave
from assessments.enums import AssessmentKind, Facet
from assessments.models import Assessment, AssessmentItem, Competency, Question, Reply, Wave
from people.models import User
from ui.content import load
from ui.languages import codes

SURVEY, CLOSED, OPEN = "needs-28", "demo-2026", "practice-2026"
SEED, REPLIES = 20260321, 1200
OWN_WORDS = ("code", "title", "intro")  # kept by the assessment itself; all the rest is the instrument

REGIONS = {"TJ-DU": 17, "TJ-SU": 29, "TJ-KT": 32, "TJ-RA": 18, "TJ-GB": 4}
RANKS = {
    "rank and file": 14,
    "sergeants": 33,
    "warrant officers": 6,
    "junior officers": 33,
    "senior officers": 13,
    "generals": 1,
}
SERVICES = {
    "inspector": 24,
    "patrol": 28,
    "criminal-investigation": 13,
    "investigation": 9,
    "juvenile": 5,
    "duty-desk": 9,
    "management": 7,
    "other": 5,
}
JUNIOR = ("rank and file", "sergeants")
YEARS_OF_JUNIORS = {"0-2": 30, "3-9": 45, "10-19": 20, "20+": 5}
YEARS = {"3-9": 30, "10-19": 45, "20+": 25}
# importance and present level of a domain's items among those whose work it is, before everything else
DOMAINS = {
    "Community policing": (4.1, 2.9),
    "Problem solving": (4.0, 2.3),
    "Communication": (4.4, 3.3),
    "Family and gender-based violence": (4.3, 2.2),
    "Youth": (3.9, 2.8),
    "Rights and law": (4.4, 3.2),
    "Integrity": (4.2, 3.6),
    "Inclusion": (3.8, 3.1),
    "Safety and skills": (4.3, 2.6),
    "Management": (4.0, 2.8),
}
RANK_LEVEL = {"rank and file": -0.5, "sergeants": -0.2, "junior officers": 0.1, "senior officers": 0.5, "generals": 0.6}
REGION_LEVEL = {"TJ-DU": 0.15, "TJ-SU": 0.1, "TJ-KT": -0.1, "TJ-RA": 0.0, "TJ-GB": -0.15}


def load_demo(*, by: User | None = None) -> dict[str, int]:
    """Loads what isn't there yet; what is there is left as it is."""
    load_competencies()
    _survey(by)
    if not Wave.objects.filter(code=CLOSED).exists():
        _closed_wave(by)
    if not Wave.objects.filter(code=OPEN).exists():
        open_wave(survey=SURVEY, code=OPEN, by=by, demo=True)
    return {
        "surveys": Assessment.objects.filter(kind=AssessmentKind.SURVEY).count(),
        "waves": Wave.objects.count(),
        "demo_replies": Reply.objects.filter(wave__code=CLOSED).count(),
    }


@transaction.atomic
def _survey(by: User | None) -> None:
    """The instrument as a published edition: every competency asked twice, for importance and for level."""
    if Assessment.objects.filter(code=SURVEY, current__isnull=False).exists():
        return
    told = load(CONTENT / "needs-28.toml")
    survey, _made = Assessment.objects.update_or_create(
        code=SURVEY,
        defaults={
            "kind": AssessmentKind.SURVEY,
            "instrument": {name: value for name, value in told.items() if name not in OWN_WORDS},
            **_localized("title", told["title"]),
            **_localized("intro", told["intro"]),
        },
    )
    order = 0
    for competency in Competency.objects.filter(code__regex=r"^K\d\d$").order_by("code"):
        names = {code: getattr(competency, f"name_{code}") or "" for code in codes()}
        question, _made = Question.objects.get_or_create(
            key=f"{SURVEY}-{competency.code}",
            defaults={"answering": "rating", "competency": competency, **_localized("stem", names)},
        )
        for facet in (Facet.IMPORTANCE, Facet.LEVEL):
            order += 1
            AssessmentItem.objects.get_or_create(
                assessment=survey, question=question, facet=facet, defaults={"order": order}
            )
    publish(assessment_id=survey.pk, by=by)


def _closed_wave(by: User | None) -> None:
    with transaction.atomic():
        wave = open_wave(survey=SURVEY, code=CLOSED, by=by, demo=True)
        shuffle.lay_down(Reply, generated(wave))
        wave = close_wave(wave_id=wave.pk, by=by)
    # what is hidden is worked out once and kept: now, so that nobody waits for it
    report = Report(wave)
    _ = report.hidden, report.hidden_items


def generated(wave: Wave, replies: int = REPLIES, seed: int = SEED) -> list[Reply]:
    """Replies of the model, not stored yet."""
    chance = random.Random(seed)  # noqa: S311 (a model's chance, not a secret's)
    instrument = Instrument(wave.edition, "en")
    asked_of = dict(Competency.objects.values_list("code", "asked_of"))
    domains = dict(Competency.objects.values_list("code", "domain_en"))
    effects = {item.code: chance.gauss(0, 0.25) for item in instrument.items}
    shapes = [_Shape(item, domains[item.code], asked_of[item.code], effects[item.code]) for item in instrument.items]
    return [_reply(wave, chance, shapes) for _ in range(replies)]


@dataclass(frozen=True)
class _Shape:
    """An item as the model knows it."""

    item: Asked
    domain: str
    asked_of: list[str]
    effect: float

    def is_work_of(self, service: str) -> bool:
        return "all" in self.asked_of or service in self.asked_of


def _reply(wave: Wave, chance: random.Random, shapes: list[_Shape]) -> Reply:
    region, rank, service = (_drawn(chance, shares) for shares in (REGIONS, RANKS, SERVICES))
    if rank in ("senior officers", "generals") and chance.random() < 0.4:
        service = "management"
    early = rank in ("rank and file", "sergeants")
    years = _drawn(
        chance, {"0-2": 30, "3-9": 45, "10-19": 20, "20+": 5} if early else {"3-9": 30, "10-19": 45, "20+": 25}
    )
    answers: dict[str, Value] = {}
    generous, able = chance.gauss(0, 0.35), chance.gauss(0, 0.45)
    place = REGION_LEVEL[region] + RANK_LEVEL.get(rank, 0.0)
    for shape in shapes:
        answers.update(_rated(chance, shape, service, generous, able + place))
    background = {"region": region, "rank_group": rank, "service": service, "years": years}
    background = {name: value if chance.random() > 0.015 else "" for name, value in background.items()}
    return Reply(
        wave=wave,
        finished=True,
        language=_drawn(chance, {"tg": 78, "ru": 20, "en": 2}),
        sex=_drawn(chance, {"m": 84, "f": 8, "": 8}),
        answers=answers,
        **background,
    )


def _rated(chance: random.Random, shape: _Shape, service: str, generous: float, able: float) -> dict[str, Value]:
    """The two ratings of one item: silent, half or whole."""
    mine = shape.is_work_of(service)
    both = (str(shape.item.importance), str(shape.item.level))
    if chance.random() < (0.02 if mine else 0.55):
        return dict.fromkeys(both, "na")
    if chance.random() < (0.05 if shape.item.sensitive else 0.01):
        return dict.fromkeys(both, "declined")
    importance, level = DOMAINS[shape.domain]
    if not mine:
        importance, level = importance - 0.9, level - 0.3
    points = (
        _point(importance + shape.effect + generous + chance.gauss(0, 0.7)),
        _point(level - shape.effect / 2 + able + chance.gauss(0, 0.8)),
    )
    said = zip(both, points, strict=True)
    return {position: point for position, point in said if chance.random() > 0.01}


def _point(value: float) -> int:
    return min(5, max(1, round(value)))


def _drawn(chance: random.Random, shares: Mapping[str, int]) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _localized(name: str, texts: Mapping[str, Any]) -> dict[str, str]:
    return {f"{name}_{code}": (texts.get(code) or "").strip() for code in codes()}
