"""Go or no-go: what was timed and what was found, as figures and reasons. Pure: no server, no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from assessments.rehearsal.cadet import Cadet, Deed

# What cadets feel: each is held to the limit.
FELT = ("start", "questions", "save", "finish", "result")


@dataclass(frozen=True)
class Found:
    """What is stored beside what was acknowledged; each a number of answers or of sittings, all 0 if all is well."""

    lost: int = 0
    changed: int = 0
    late: int = 0
    uncounted: int = 0
    unfinished: int = 0


@dataclass(frozen=True)
class Verdict:
    """`reasons`: why it is no-go, in sentences; none means go."""

    figures: dict[str, Any]
    found: Found
    reasons: list[str] = field(default_factory=list)

    @property
    def go(self) -> bool:
        """Whether an examination may be held."""
        return not self.reasons


def verdict(cadets: Sequence[Cadet], found: Found, *, slow: float) -> Verdict:
    """Judges a rehearsal; `slow`: the seconds within which 95 of 100 must be answered."""
    deeds = [deed for cadet in cadets for deed in cadet.deeds]
    figures: dict[str, Any] = {
        "candidates": len(cadets),
        "finished": sum(cadet.finished for cadet in cadets),
        "saves": sum(len(cadet.acknowledged) for cadet in cadets),
        "errors": dict(Counter(cadet.error for cadet in cadets if cadet.error).most_common()),
        "saves_per_second": busiest(deed for deed in deeds if deed.what == "save"),
        "requests_per_second": busiest(deed for deed in deeds if deed.what != "waiting in the line"),
        "seconds": {what: spread(deeds, what) for what in dict.fromkeys(deed.what for deed in deeds)},
    }
    return Verdict(figures, found, [*_faults(figures, found), *_slowness(figures["seconds"], slow)])


def spread(deeds: Iterable[Deed], what: str) -> dict[str, float]:
    """How often it was done, and p50, p95, p99 and the longest in seconds (nearest rank)."""
    took = sorted(deed.seconds for deed in deeds if deed.what == what)
    ranks = {name: round(took[ceil(len(took) * share / 100) - 1], 3) for name, share in PERCENTILES.items()}
    return {"n": len(took), **ranks}


PERCENTILES = {"p50": 50, "p95": 95, "p99": 99, "longest": 100}


def busiest(deeds: Iterable[Deed]) -> int:
    """How many ended in the busiest second."""
    return max(Counter(int(deed.ended) for deed in deeds).values(), default=0)


def _faults(figures: dict[str, Any], found: Found) -> list[str]:
    told = {
        "answers were acknowledged and are not stored": found.lost,
        "answers are stored otherwise than they were acknowledged": found.changed,
        "answers were acknowledged and came too late to count": found.late,
        "newest answers were not counted": found.uncounted,
        "sittings were handed in and have no result": found.unfinished,
        "simulated cadets did not come to the end": figures["candidates"] - figures["finished"],
    }
    reasons = [f"{number} {what}." for what, number in told.items() if number]
    return reasons + [f"{number} times: {error}." for error, number in figures["errors"].items()]


def _slowness(seconds: dict[str, dict[str, float]], slow: float) -> list[str]:
    return [
        f"Slow: 95 of 100 times «{what}» took up to {seconds[what]['p95']:.1f} s; it should be below {slow:g} s."
        for what in FELT
        if what in seconds and seconds[what]["p95"] > slow
    ]
