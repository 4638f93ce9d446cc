"""One saved answer over the wire, alone and among 32 at once, against one bare committed row behind the same stack."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from statistics import median

from django.db import connection

from tests.benchmarks.served_system import Told, percentiles, served, timed_by_each
from tests.journeys.client import Client
from tests.reliability import world
from tests.reliability.phones import EPOCH, TOKEN

ROUNDS, TIMES, CROWD = 6, 20, 32
Work = Callable[[], object]


def run() -> list[Told]:
    if connection.vendor != "postgresql":
        return [Told("saving over the wire is measured on PostgreSQL only (TEST_DATABASE_URL)")]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_floor (id bigserial PRIMARY KEY, value text NOT NULL)")
    with served() as server:
        pairs = [_phone(server.url, sitting) for sitting in world.sittings(CROWD)]
        return [line for number in (1, CROWD) for line in _measured(pairs[:number])]


def _measured(pairs: list[tuple[Work, Work]]) -> list[Told]:
    """In turn, floor and save, round by round."""
    saves, floors, ratios = [], [], []
    for number in range(ROUNDS + 1):
        floor = timed_by_each([floor for _save, floor in pairs], TIMES)
        save = timed_by_each([save for save, _floor in pairs], TIMES)
        if number:  # the first round warms up
            floors += floor
            saves += save
            ratios.append(median(save) / median(floor))
    name = f"{len(pairs)} at once"
    return [
        Told(f"one saved answer over the wire, {name:12} {percentiles(saves)}  {median(ratios):.2f} x the bare row"),
        Told(f"one bare committed row, {name:12}         {percentiles(floors)}"),
    ]


def _phone(url: str, sitting: world.Sitting) -> tuple[Work, Work]:
    """What saves one answer of a new number, and what inserts a bare row, for one candidate."""
    client, page = Client(url, over_tls=False, cookies=world.cookies(sitting)), f"/tg/sittings/{sitting.public_id}/"
    text, counter = client.get(page).text, itertools.count(1)
    epoch, token = EPOCH.search(text), TOKEN.search(text)
    assert epoch, text[:500]
    assert token, text[:500]
    headers = {"Content_Type": "application/json", "X_CSRFToken": token[1]}

    def save() -> None:
        body = json.dumps({"a": [[1, int(epoch[1]), next(counter), {"text": "дафтарча"}]]})
        reply = client.request("POST", f"{page}answers", body.encode(), **headers)
        assert (reply.status, json.loads(reply.text)["saved"]) == (200, 1), reply.text[:500]

    def floor() -> None:
        assert client.request("POST", "/floor/insert/", b"{}", **headers).status == 200

    return save, floor
