"""The ordeal: cadets on bad lines save answers while the server, its workers and its database connections are killed.

Then the lines are well again, everything that waits is delivered, the sittings are closed, and the books are audited.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from assessments.domain import sit
from assessments.enums import Closed
from assessments.models import Sitting
from tests.journeys.client import Client
from tests.reliability import audit, world
from tests.reliability.line import FAULTS, WELL, Line
from tests.reliability.phones import Phone
from tests.reliability.server import Server, cut_a_connection, serving

SICK = 0.3  # of all connections, while the lines are bad
SOME = 6  # saves of each phone between two disasters
RECOVERY = 60  # seconds for everything that waits to arrive, once the lines are well


@dataclass
class Report:
    """What happened, and what is wrong (nothing, when all promises were kept)."""

    seed: int
    happened: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For people to read."""
        told = [f"seed {self.seed}"]
        told += [f"{name:34} {value:10.10g}" for name, value in self.numbers.items()]
        told += [f"{'faults: ' + name:34} {count:10}" for name, count in sorted(self.happened.items())]
        told += [f"{'replies: ' + name:34} {count:10}" for name, count in sorted(self.replies.items())]
        return [*told, *[f"WRONG: {one}" for one in self.wrong], "" if self.wrong else "every promise was kept"]


@dataclass
class Ordeal:
    """The people, their phones, the server and the line between."""

    sittings: list[Sitting]
    phones: dict[int, list[Phone]]
    server: Server
    random: Random
    report: Report

    def everyone(self) -> list[Phone]:
        return sum(self.phones.values(), [])

    def disasters(self, seconds: float, rounds: int) -> None:
        """Each after some progress, until so much time has gone and each has come `rounds` times."""
        happen: dict[str, Callable[[], object]] = {
            "a connection to PostgreSQL killed": cut_a_connection,
            "a worker killed -9": lambda: self.server.kill_a_worker(self.random),
            "the whole server killed -9": self._kill_the_server,
        }
        begun, number = time.monotonic(), 0
        while time.monotonic() - begun < seconds or number < rounds * len(happen):
            self._progress()
            name, disaster = list(happen.items())[number % len(happen)]
            disaster()
            self.report.happened[name] += 1
            number += 1
            if number == 1:  # for every third the time is over in the middle of it all
                for sitting in self.sittings[::3]:
                    world.count_until(sitting, 3)
        self._progress()
        for sitting in self.sittings[1::3]:  # handed in with saves in flight
            sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        self._progress()

    def _kill_the_server(self) -> None:
        self.server.kill()
        time.sleep(self.random.uniform(0.2, 1.5))
        self.server.start()

    def _progress(self) -> None:
        """Waits for some more acknowledgements; not for ever, and then for a moment in the middle of the next ones."""
        want, patience = self._acknowledged() + SOME * len(self.everyone()), time.monotonic() + 15
        while self._acknowledged() < want and time.monotonic() < patience:
            time.sleep(0.05)
        time.sleep(self.random.uniform(0, 0.3))

    def _acknowledged(self) -> int:
        return sum(len(phone.log.acknowledged) for phone in self.everyone())

    def recovery(self) -> None:
        """Nobody writes any more; what waits has to arrive."""
        begun = time.monotonic()
        for phone in self.everyone():
            phone.resting.set()
        for phone in self.everyone():
            if not phone.delivered.wait(max(0, begun + RECOVERY - time.monotonic())):
                self.report.wrong.append(f"{phone.name}: {len(phone.unsent)} saves were never delivered")
        self.report.numbers["seconds until all was delivered"] = round(time.monotonic() - begun, 1)
        for phone in self.everyone():
            phone.leaving.set()
        for phone in self.everyone():
            phone.join(90)


def run(
    *, environment: Mapping[str, str], folder: Path, seconds: float, rounds: int = 1, cadets: int = 12, seed: int = 1
) -> Report:
    """Needs a PostgreSQL that Django is set up for, whose tables may be written; `environment` is the server's."""
    random, report, sick = Random(seed), Report(seed), threading.Event()
    sick.set()
    sittings, begun = world.sittings(cadets), time.monotonic()

    def fault() -> str:
        return random.choice(FAULTS) if sick.is_set() and random.random() < SICK else WELL

    with serving(environment, folder / "ordeal.log") as server, Line(server.port, fault, random) as line:
        ordeal = Ordeal(sittings, _phones(sittings, line, seed), server, random, report)
        for phone in ordeal.everyone():
            phone.start()
        ordeal.disasters(seconds, rounds)
        sick.clear()
        ordeal.recovery()
        for sitting in sittings:
            sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    report.happened += line.happened
    report.numbers["seconds in all"] = round(time.monotonic() - begun, 1)
    _count(ordeal.everyone(), report)
    report.wrong += audit.wrong(sittings, ordeal.phones)
    return report


def _phones(sittings: list[Sitting], line: Line, seed: int) -> dict[int, list[Phone]]:
    """One or two devices to a sitting, which begin alike; every third cadet's clocks are wrong by hours."""
    found: dict[int, list[Phone]] = {}
    for number, sitting in enumerate(sittings):
        cookies, hours = world.cookies(sitting), (0, -3, 5)[number % 3]
        told = {"questions": world.QUESTIONS, "hours": hours, "seed": seed * 1000 + number}
        for device in range(1 + number % 2):
            client = Client(line.url, over_tls=False, cookies=dict(cookies))
            phone = Phone(f"{number}.{device}", client, str(sitting.public_id), **told)
            found.setdefault(sitting.pk, []).append(phone)
    return found


def _count(phones: list[Phone], report: Report) -> None:
    logs = [phone.log for phone in phones]
    waits = sorted(wait for log in logs for wait in log.waits)
    for log in logs:
        report.replies += log.replies
    report.numbers |= {
        "devices": len(logs),
        "saves written": sum(len(log.sent) for log in logs),
        "saves acknowledged": sum(len(log.acknowledged) for log in logs),
        "  of them as too late": sum(sum(log.acknowledged.values()) for log in logs),
    }
    if len(waits) > 1:
        cuts = statistics.quantiles(waits, n=100)
        report.numbers |= {f"acknowledged within, p{p}, ms": round(cuts[p - 1] * 1000) for p in (50, 95, 99)}
