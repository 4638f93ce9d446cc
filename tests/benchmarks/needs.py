"""The needs table over 30,000 replies of 28 items, from rows, against the bare means of the same numbers by numpy."""

import numpy

from assessments.domain import needs
from tests.benchmarks.measure import Comparison, compare

REPLIES, ITEMS = 30_000, 28


def run() -> list[Comparison]:
    """Ratings drawn with a fixed seed; in one of twenty the rating is missing (0), as «not my work» is."""
    drawn = numpy.random.default_rng(28)
    ratings = drawn.integers(1, 6, size=(REPLIES, ITEMS, 2)).astype(float)
    ratings[drawn.random((REPLIES, ITEMS)) < 0.05] = numpy.nan
    codes = [f"K{number:02d}" for number in range(1, ITEMS + 1)]
    rows = [
        (code, None, None) if pair[0] != pair[0] else (code, int(pair[0]), int(pair[1]))
        for reply in ratings.tolist()
        for code, pair in zip(codes, reply, strict=True)
    ]

    def table() -> None:
        found = needs.table(rows)
        assert len(needs.ranks(found)) == ITEMS

    def means() -> None:
        assert numpy.nanmean(ratings, axis=0).shape == (ITEMS, 2)

    return [
        compare("the needs table, 30,000 x 28", table, "numpy's means alone", means, rounds=5, times=1, floor_times=1)
    ]
