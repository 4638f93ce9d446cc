"""One saved answer, as a phone sends it, against one bare row inserted behind an empty page."""

import itertools
import json

from django.db import connection
from django.test import Client

from assessments.domain import sit
from assessments.models import Assessment
from people.models import User
from tests.benchmarks.measure import Comparison, compare, statements

JSON = "application/json"


def run() -> list[Comparison]:
    key = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_floor (id {key} PRIMARY KEY, value text NOT NULL)")
    cadet = User.objects.get(username="cadet2")
    sitting = sit.start(assessment=Assessment.objects.get(code="cp-start-quiz"), candidate=cadet)
    sheet = sit.resume(public_id=sitting.public_id, candidate=cadet)
    asked = next(asked for asked in sheet.questions if asked.shape == "choices")
    client, counter = Client(), itertools.count(1)
    client.force_login(cadet)

    def save() -> None:
        batch = [[asked.position, sheet.epoch, next(counter), {"choices": [asked.choices[0].name]}]]
        response = client.post(f"/tg/sittings/{sitting.public_id}/answers", json.dumps({"a": batch}), JSON)
        assert response.status_code == 200, response.content
        assert json.loads(response.content)["saved"] == 1

    def floor() -> None:
        assert client.post("/floor/insert/", "{}", JSON).status_code == 200

    name = f"one saved answer ({statements(save)} statements)"
    return [compare(name, save, f"one row, signed in ({statements(floor)} statements)", floor)]
