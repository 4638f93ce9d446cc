"""The ordeal: cadets on bad lines save answers while the server, its workers and its database connections are killed.

Then the lines are well again, everything that waits is delivered, the sittings are closed, and the books are audited.
"""

from __future__ import annotations

import statistics
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
RECOVERY = 60  # seconds for everything that waits to arrive, once the lines are well


@dataclass
class Report:
    """What happened, and what is wrong (nothing, when all promises were kept)."""

    seed: int
    seconds: float
    happened: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For people to read."""
        told = [f"seed {self.seed}, {self.seconds:.0f} s"]
        told += [f"{name:34} {value:10.10g}" for name, value in self.numbers.items()]
        told += [f"{'faults: ' + name:34} {count:10}" for name, count in sorted(self.happened.items())]
        told += [f"{'replies: ' + name:34} {count:10}" for name, count in sorted(self.replies.items())]
        return [*told, *[f"WRONG: {one}" for one in self.wrong or []], "" if self.wrong else "every promise was kept"]


def run(*, environment: Mapping[str, str], folder: Path, seconds: float, cadets: int = 12, seed: int = 1) -> Report:
    """Needs a PostgreSQL that Django is set up for, whose tables may be written; `environment` is the server's."""
    random, report = Random(seed), Report(seed, seconds)
    sittings = world.sittings(cadets)
    sick = [True]
    fault = lambda: random.choice(FAULTS) if sick[0] and random.random() < SICK else WELL  # noqa: E731
    with serving(environment, folder / "ordeal.log") as server, Line(server.port, fault, random) as line:
        phones = _phones(sittings, line, seed)
        _begin(sittings, phones, seconds)
        _disasters(server, sittings, phones, random, report, seconds)
        sick[0] = False
        _recover(phones, report)
        for sitting in sittings:
            sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    report.happened += line.happened
    _count(phones, report)
    report.wrong += audit.wrong(sittings, phones)
    return report


def _phones(sittings: list[Sitting], line: Line, seed: int) -> dict[int, list[Phone]]:
    """One or two devices to a sitting; every third phone's clock is wrong by hours."""
    found: dict[int, list[Phone]] = {}
    for number, sitting in enumerate(sittings):
        cookies = world.cookies(sitting)
        for device in range(1 + number % 2):
            client = Client(line.url, over_tls=False, cookies=dict(cookies))
            name, hours = f"{number}.{device}", (0, -3, 5)[number % 3]
            phone = Phone(
                name, client, str(sitting.public_id), questions=world.QUESTIONS, hours=hours, seed=seed * 1000 + number
            )
            found.setdefault(sitting.pk, []).append(phone)
    return found


def _begin(sittings: list[Sitting], phones: dict[int, list[Phone]], seconds: float) -> None:
    """Everybody begins; for every third of them the time is over in the middle of it all."""
    for sitting in sittings[::3]:
        world.count_until(sitting, seconds / 2)
    for phone in sum(phones.values(), []):
        phone.start()


def _disasters(
    server: Server,
    sittings: list[Sitting],
    phones: dict[int, list[Phone]],
    random: Random,
    report: Report,
    seconds: float,
) -> None:
    """One after the other until the time is over; near the end every third sitting is handed in."""

    def kill_the_server() -> None:
        server.kill()
        time.sleep(random.uniform(0.2, 1.5))
        server.start()

    disasters: dict[str, Callable[[], object]] = {
        "a connection to PostgreSQL killed": cut_a_connection,
        "a worker killed -9": lambda: server.kill_a_worker(random),
        "the whole server killed -9": kill_the_server,
    }
    begun, number = time.monotonic(), 0
    handing_in = sittings[1::3]
    while (gone := time.monotonic() - begun) < seconds:
        name, disaster = list(disasters.items())[number % len(disasters)]
        disaster()
        report.happened[name] += 1
        number += 1
        if gone > 0.7 * seconds and handing_in:
            for sitting in handing_in:  # with saves in flight
                sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
            handing_in = []
        time.sleep(random.uniform(0.5, 2))


def _recover(phones: dict[int, list[Phone]], report: Report) -> None:
    """Nobody writes any more; what waits has to arrive."""
    all_phones, begun = sum(phones.values(), []), time.monotonic()
    for phone in all_phones:
        phone.resting.set()
    for phone in all_phones:
        if not phone.delivered.wait(max(0, begun + RECOVERY - time.monotonic())):
            report.wrong.append(f"{phone.name}: {len(phone.unsent)} saves were never delivered")
    report.numbers["seconds until all was delivered"] = round(time.monotonic() - begun, 1)
    for phone in all_phones:
        phone.leaving.set()
    for phone in all_phones:
        phone.join(90)


def _count(phones: dict[int, list[Phone]], report: Report) -> None:
    logs = [phone.log for phone in sum(phones.values(), [])]
    waits = sorted(wait for log in logs for wait in log.waits)
    for log in logs:
        report.replies += log.replies
    report.numbers |= {
        "devices": len(logs),
        "saves written": sum(len(log.sent) for log in logs),
        "saves acknowledged": sum(len(log.acknowledged) for log in logs),
        "  of them as too late": sum(sum(log.acknowledged.values()) for log in logs),
    }
    if len(waits) > 100:
        cuts = statistics.quantiles(waits, n=100)
        report.numbers |= {f"acknowledged within, p{p}, ms": round(cuts[p - 1] * 1000) for p in (50, 95, 99)}
