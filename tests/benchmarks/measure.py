"""Measures two things in turn, A B A B …, so that a machine whose speed drifts slows both alike; speaks in ratios."""

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

Work = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """Medians over the rounds, in milliseconds of wall time and of this process's processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Comparison:
    """What was measured, its floor, and how many times the floor it takes (median of the ratios pair by pair)."""

    name: str
    floor_name: str
    work: Measured
    floor: Measured
    wall_ratio: float
    cpu_ratio: float
    note: str = ""

    def saying(self, note: str) -> "Comparison":
        """The same with a remark."""
        return replace(self, note=note)

    def line(self) -> str:
        return (
            f"{self.name:44} {self.work.wall:9.2f} ms {self.work.cpu:9.2f} cpu ms | "
            f"{self.floor_name:40} {self.floor.wall:9.2f} ms {self.floor.cpu:9.2f} cpu ms | "
            f"{self.wall_ratio:7.1f} x wall {self.cpu_ratio:7.1f} x cpu"
        )


def statements(work: Work) -> int:
    """How many SQL statements the second call of `work` takes; the first may still fill caches."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def timed(work: Work, times: int) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        work()
    return (time.perf_counter() - wall) * 1000 / times, (time.process_time() - cpu) * 1000 / times


def compare(
    name: str, work: Work, floor_name: str, floor: Work, *, rounds: int = 15, times: int = 10, floor_times: int = 10
) -> Comparison:
    """Runs `work` and `floor` in turn, `rounds` rounds of so many calls each, after one round that doesn't count."""
    timed(work, 1)
    timed(floor, 1)
    pairs = [(timed(work, times), timed(floor, floor_times)) for _ in range(rounds)]
    middle = statistics.median
    return Comparison(
        name,
        floor_name,
        Measured(middle(w[0] for w, _ in pairs), middle(w[1] for w, _ in pairs)),
        Measured(middle(f[0] for _, f in pairs), middle(f[1] for _, f in pairs)),
        middle(w[0] / f[0] for w, f in pairs),
        middle(w[1] / max(f[1], 0.001) for w, f in pairs),
    )


def peak_memory() -> float:
    """The largest resident set of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
