"""The numbers know every kind of question: what people haven't marked yet is not counted, pages are there for all."""

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from assessments import kinds
from assessments.domain import demo, gather, sit
from assessments.enums import Closed
from assessments.models import Assessment, Sitting
from people.domain.grant import grant
from people.enums import Role
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.usefixtures("open_to_all")]
PEOPLE = 32
UNANSWERED = {"essay", "file", "text"}


def sat(practice: Assessment, *, right: bool) -> Sitting:
    """A finished sitting: everything that has a key right but what is typed in words, or nothing answered at all."""
    sitting = sit.start(assessment=practice, candidate=UserFactory())
    if right:
        sheet = sit.resume(public_id=sitting.public_id, candidate=sitting.candidate)
        items = dict(sitting.answers.values_list("position", "item__position"))
        saved = []
        for asked in sheet.questions:
            kind = kinds.get(asked.answering)
            if asked.answering not in UNANSWERED:
                value = kind.value(kind.right(sitting.edition.key[str(items[asked.position])]), asked.names)
                if asked.answering == "gaps":  # of the ways in which a gap may be filled, the first
                    value = {"places": {gap: said.split(" / ")[0] for gap, said in value["places"].items()}}
                saved.append(sit.Saved(asked.position, sheet.epoch, 1, value))
            elif asked.answering == "essay":
                saved.append(sit.Saved(asked.position, sheet.epoch, 1, {"text": "Матн"}))
        sit.save(public_id=sitting.public_id, candidate=sitting.candidate, batch=saved)
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    return sitting


def test_every_kind_has_its_figures(client: Client) -> None:
    demo.load_demo()
    practice = Assessment.objects.get(code="cp-practice")
    for number in range(PEOPLE):
        sat(practice, right=number % 2 == 0)

    found = gather.gather(practice)
    kind_of = dict(practice.current.items.values_list("question__key", "answering"))
    for place, key in enumerate(found.data.keys):
        scores, kind = found.data.scores[:, place], kind_of[key]
        if kind == "essay":  # written by half of the people, and marked by nobody yet: only the empty ones count
            assert (np.isnan(scores).sum(), np.nansum(scores)) == (PEOPLE // 2, 0), key
        elif kind in UNANSWERED:
            assert (scores == 0).all(), key
        else:
            assert [scores[0], scores[1], scores.sum() / found.columns[place].points] == [
                found.columns[place].points, 0, PEOPLE // 2,
            ], key  # fmt: skip

    trainer = UserFactory()
    grant(user=trainer, role=Role.TRAINER, by=None)
    client.cookies["django_language"] = "en"
    signed_in(client, trainer)
    assert "Reliability (alpha)" in client.get(reverse("assessments_statistics", args=[practice.pk])).content.decode()
    for place in range(1, len(found.data.keys) + 1):
        reply = client.get(reverse("assessments_statistics_question", args=[practice.pk, place]))
        assert reply.status_code == 200, kind_of[found.data.keys[place - 1]]
    for name in ("statistics_xlsx", "statistics_pdf"):
        assert client.get(reverse(f"assessments_{name}", args=[practice.pk])).status_code == 200
