"""Dealing: which questions a sitting gets, and under which names and in which order it shows their choices.

All of it follows from the sitting's seed, which never leaves the server. A choice is named anew in every sitting, so
that neither names nor order tell which one is right, nor can be told to somebody else.
"""

from __future__ import annotations

from base64 import b32encode
from hashlib import blake2b
from random import Random
from typing import Any

Document = dict[str, Any]


def drawn(seed: int, pool: int, draw: int | None) -> list[int]:
    """Positions on the paper (from 1): all in their order, or `draw` of them at random."""
    positions = list(range(1, pool + 1))
    return Random(seed).sample(positions, draw) if draw else positions  # noqa: S311 (the seed is secret)


def length(rules: Document, pool: int) -> int:
    """How many questions a sitting gets, out of a paper of `pool`."""
    if rules.get("strata"):
        return int(rules["fixed"]) + sum(int(stratum["count"]) for stratum in rules["strata"])
    return int(rules["draw"] or pool)


def dealt(seed: int, rules: Document, pool: int) -> list[int]:
    """Positions on the paper that a sitting gets, by its edition's rules.

    With a blueprint: the fixed questions that stand first on the paper, then of each stratum (its `first` position and
    how many lie there) so many as it says, each drawn by itself, so that one stratum tells nothing of another.
    """
    if not rules.get("strata"):
        return drawn(seed, pool, rules["draw"])
    found = list(range(1, int(rules["fixed"]) + 1))
    for number, stratum in enumerate(rules["strata"], 1):
        own = list(range(stratum["first"], stratum["first"] + stratum["pool"]))
        found += Random(f"{seed}/{number}").sample(own, stratum["count"])  # noqa: S311 (the seed is secret)
    return found


def names(seed: int, part: Document) -> dict[str, int]:
    """A question's choices, and what they go with, as this sitting calls them, in the order in which it shows them:
    name -> number."""
    numbers = [one["n"] for one in [*part["choices"], *part.get("matches", [])]]
    named = [(_name(seed, part["position"], number), number) for number in numbers]
    return dict(sorted(named) if part["shuffle"] else named)


def _name(seed: int, position: int, number: int) -> str:
    """Eight letters: 40 bits, so that two of forty choices don't meet."""
    digest = blake2b(f"{position}/{number}".encode(), key=seed.to_bytes(8, "big"), digest_size=5).digest()
    return b32encode(digest).decode().lower()
