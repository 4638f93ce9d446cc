"""Training needs: what a table of two ratings (importance, present level) says. Pure: no Django, no database.

Everything is computed from the counts of complete pairs `(importance, level) -> how many`, a 5 x 5 table an
item, so means are exact fractions and 30,000 replies cost no more than 30. Sources: Borich 1980 (MWDS), Narine &
Harder 2021 (ranked discrepancy), Wilson 1927. A half-answered pair is left out on both sides, so that
MWDS = (mean importance - mean level) * mean importance holds exactly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import sqrt

from scipy.special import ndtri, stdtrit

RATINGS = range(1, 6)
CONFIDENCE = 0.95
HIGH_IMPORTANCE, LOW_LEVEL = 4, 2
Pair = tuple[int, int]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Need:
    """One item among one group of people. Ratings are points 1-5, `rds` is -100..+100, intervals are 95 %."""

    n: int
    importance: Fraction
    level: Fraction
    gap: Fraction
    gap_interval: Interval | None
    mwds: Fraction
    mwds_interval: Interval | None
    negative: int
    positive: int
    tied: int
    rds: Fraction
    high_need: int

    @property
    def high_need_share(self) -> Fraction:
        """Share who find it important (4 or 5) and do it badly (1 or 2)."""
        return Fraction(self.high_need, self.n)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Integer sums over pairs, and the sample (n - 1) moments made of them."""

    n: int
    i: int
    c: int
    ii: int
    cc: int
    ic: int

    @classmethod
    def of(cls, pairs: Mapping[Pair, int]) -> _Sums:
        n = i = c = ii = cc = ic = 0
        for (importance, level), count in pairs.items():
            n += count
            i += count * importance
            c += count * level
            ii += count * importance * importance
            cc += count * level * level
            ic += count * importance * level
        return cls(n, i, c, ii, cc, ic)

    def covariance(self, product: int, left: int, right: int) -> Fraction:
        return Fraction(self.n * product - left * right, self.n * (self.n - 1))

    def moments(self) -> tuple[Fraction, Fraction, Fraction]:
        """Sample variance of importance, of the gap d = I - C, and their covariance."""
        var_i = self.covariance(self.ii, self.i, self.i)
        var_c = self.covariance(self.cc, self.c, self.c)
        cov_ic = self.covariance(self.ic, self.i, self.c)
        return var_i, var_i + var_c - 2 * cov_ic, var_i - cov_ic


@lru_cache(maxsize=4096)
def t_quantile(degrees: int, confidence: float = CONFIDENCE) -> float:
    """The two-sided quantile of Student's t."""
    return float(stdtrit(degrees, (1 + confidence) / 2))


def need(pairs: Mapping[Pair, int], *, population: int | None = None) -> Need | None:
    """What the complete pairs of one item say; None where there are none.

    `pairs` maps (importance, level) to how many gave it. With `population` (a random sample was drawn from so
    many) the gap's interval is narrowed by the finite population factor sqrt(1 - n/N); never give it for
    volunteers. Intervals need two pairs. The MWDS interval is by the delta method, for D the mean gap and I the
    mean importance: Var = D^2 s_I^2/n + I^2 s_d^2/n + 2 D I cov(I,d)/n, with t(n - 1); importance is itself an
    estimate, so I * s_d/sqrt(n) would be wrong.
    """
    sums = _Sums.of(pairs)
    n = sums.n
    if not n:
        return None
    importance, level = Fraction(sums.i, n), Fraction(sums.c, n)
    gap = importance - level
    mwds = gap * importance
    negative = sum(count for (i, c), count in pairs.items() if c < i)
    positive = sum(count for (i, c), count in pairs.items() if c > i)
    gap_interval, mwds_interval = _intervals(sums, importance, gap, population)
    return Need(
        n=n,
        importance=importance,
        level=level,
        gap=gap,
        gap_interval=gap_interval,
        mwds=mwds,
        mwds_interval=mwds_interval,
        negative=negative,
        positive=positive,
        tied=n - negative - positive,
        rds=Fraction(100 * (positive - negative), n),
        high_need=sum(count for (i, c), count in pairs.items() if i >= HIGH_IMPORTANCE and c <= LOW_LEVEL),
    )


def _intervals(
    sums: _Sums, importance: Fraction, gap: Fraction, population: int | None
) -> tuple[Interval | None, Interval | None]:
    n = sums.n
    if n < 2:
        return None, None
    var_i, var_d, cov = sums.moments()
    correction = sqrt(max(0.0, 1 - n / population)) if population else 1.0
    t = t_quantile(n - 1)
    half_gap = t * sqrt(var_d / n) * correction
    variance = (gap**2 * var_i + importance**2 * var_d + 2 * gap * importance * cov) / n
    half_mwds = t * sqrt(max(variance, Fraction(0)))
    mwds = float(gap * importance)
    return (float(gap) - half_gap, float(gap) + half_gap), (mwds - half_mwds, mwds + half_mwds)


def count_pairs(rows: Iterable[tuple[str, int | None, int | None]]) -> dict[str, Counter[Pair]]:
    """Rows (item, importance, level) as complete pairs counted by item; an item without any has an empty count."""
    counted: dict[str, Counter[Pair]] = defaultdict(Counter)
    for (item, importance, level), count in Counter(rows).items():
        pairs = counted[item]
        if importance is None or level is None:
            continue
        if importance not in RATINGS or level not in RATINGS:
            raise ValueError(f"{item}: a rating is 1 to 5, not {importance}, {level}")
        pairs[importance, level] += count
    return dict(counted)


def table(rows: Iterable[tuple[str, int | None, int | None]]) -> dict[str, Need | None]:
    """The needs table of rows (item, importance 1-5 or None, level 1-5 or None), one need an item."""
    return {item: need(pairs) for item, pairs in count_pairs(rows).items()}


def ranks(needs: Mapping[str, Need | None]) -> dict[str, int]:
    """Rank 1 is the greatest MWDS; ties share the lowest number ("1, 2, 2, 4"); an item without a need has none."""
    known = sorted((entry.mwds for entry in needs.values() if entry), reverse=True)
    first: dict[Fraction, int] = {}
    for place, mwds in enumerate(known, start=1):
        first.setdefault(mwds, place)
    return {item: first[entry.mwds] for item, entry in needs.items() if entry}


def in_order(needs: Mapping[str, Need | None]) -> list[str]:
    """Items as shown: greatest MWDS first, ties by importance, then code; items without a need last, by code."""

    def key(item: str) -> tuple[bool, Fraction, Fraction, str]:
        entry = needs[item]
        return (False, -entry.mwds, -entry.importance, item) if entry else (True, Fraction(0), Fraction(0), item)

    return sorted(needs, key=key)


def wilson(successes: int, n: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of a share, 0..1; for n = 0 nothing is known: (0, 1)."""
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n}")
    if not n:
        return 0.0, 1.0
    z = float(ndtri((1 + confidence) / 2))
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = middle - half, middle + half
    return (0.0 if successes == 0 else low), (1.0 if successes == n else high)
