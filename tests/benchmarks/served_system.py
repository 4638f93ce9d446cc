"""The system behind gunicorn, for benchmarks over the wire; and what it costs in processor time."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import monotonic, perf_counter, sleep

from django.db import connection

from tests.reliability.server import NAME, Server, serving


@dataclass(frozen=True)
class Told:
    """A sentence among the comparisons."""

    text: str
    note: str = ""

    def line(self) -> str:
        return self.text


@contextlib.contextmanager
def served() -> Iterator[Server]:
    """Two workers with four threads each, on this benchmark's own database."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.served"}
    with tempfile.TemporaryDirectory() as folder, serving(environment, Path(folder) / "server.log") as server:
        yield server


class Meter(threading.Thread):
    """Adds up the processor time of the server's processes, and of PostgreSQL's that work for it on this machine.

    Looked at twice a second: PostgreSQL's processes end with their connections, and are counted as last seen.
    """

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self.server, self.over = server, threading.Event()
        self.of_server: dict[str, float] = {}
        self.of_postgres: dict[str, float] = {}

    def __enter__(self) -> Meter:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.join()

    def run(self) -> None:
        while not self.over.wait(0.5):
            self._look()
        connection.close()

    def seconds(self) -> tuple[float, float]:
        """So far: the server's, PostgreSQL's."""
        return sum(self.of_server.values()), sum(self.of_postgres.values())

    def _look(self) -> None:
        assert self.server.process
        pid = self.server.process.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [NAME])
            backends = [str(backend) for (backend,) in cursor.fetchall()]
        self.of_server |= {one: _used(one) for one in [str(pid), *workers]}
        self.of_postgres |= {one: used for one in backends if (used := _used(one))}


def _used(pid: str) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def evenly(works: Sequence[Callable[[], object]], *, over: float, threads: int) -> float:
    """Begins each work at its time within `over` seconds, where threads are free; returns seconds until all end."""
    began = monotonic()

    def at_its_time(place: int, work: Callable[[], object]) -> None:
        sleep(max(0.0, began + over * place / len(works) - monotonic()))
        work()

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(at_its_time, place, work) for place, work in enumerate(works)]:
            done.result()
    return monotonic() - began


def timed_by_each(works: Sequence[Callable[[], object]], times: int) -> list[float]:
    """Every work in a thread of its own, all at once, so many times; milliseconds of each call."""

    def one(work: Callable[[], object]) -> list[float]:
        took = []
        for _ in range(times):
            begun = perf_counter()
            work()
            took.append((perf_counter() - begun) * 1000)
        return took

    with ThreadPoolExecutor(len(works)) as pool:
        return [took for all_of_one in pool.map(one, works) for took in all_of_one]


def percentiles(milliseconds: Sequence[float]) -> str:
    """p50, p95, p99 in words."""
    cuts = quantiles(milliseconds, n=100)
    return "  ".join(f"p{p} {cuts[p - 1]:7.1f} ms" for p in (50, 95, 99))
