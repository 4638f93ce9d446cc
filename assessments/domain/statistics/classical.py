"""Classical item statistics, as Moodle defines them, with intervals.

Source of the definitions: Moodle, «Quiz statistics calculations» (docs.moodle.org/dev). With s people, x the points
for one question, T the total, X = T - x the rest, all variances and covariances over s - 1:
facility = mean(x) / points; discrimination index = 100 C(x, X) / sqrt(V(x) V(X)); discrimination efficiency =
100 C(x, X) / Cmax(x, X), Cmax being the covariance after both columns are sorted; effective weight =
100 sqrt(C(x, T)) / sum over questions of sqrt(C(x, T)), questions with a negative covariance left out;
CIC (Cronbach's alpha) = k/(k-1) (1 - sum V(x) / V(T)); error ratio = 100 sqrt(1 - CIC); standard error of
measurement = SD(T) sqrt(1 - CIC). The corrected point-biserial is the correlation of a question with the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri, ndtri, stdtrit
from scipy.stats import chi2

from assessments.domain.statistics.responses import Floats, Responses

Interval = tuple[float, float]
# Fewer people than this: means only. A correlation of 10 people is known to about +-0.6, of fewer it says nothing.
LEAST = 10
# From here on a figure is put into words: at 30 the interval of a zero correlation is +-0.36.
LEAST_FOR_WORDS = 30
CONFIDENCE = 0.95


@dataclass(frozen=True)
class ItemFigures:
    """One question. `facility` 0-1, `sd` in points, `point_biserial` -1 to 1, the others in percent; None: unknown."""

    key: str
    n: int
    facility: float | None
    sd: float | None
    discrimination_index: float | None
    discrimination_efficiency: float | None
    point_biserial: float | None
    effective_weight: float | None
    facility_interval: Interval | None = None
    point_biserial_interval: Interval | None = None


@dataclass(frozen=True)
class TestFigures:
    """The whole. `mean`, `sd`, `sem` in points, `alpha` at most 1, `error_ratio` in percent; None: unknown.

    `alpha` needs that everybody had as many questions.
    """

    n: int
    items: int
    mean: float | None
    sd: float | None
    alpha: float | None
    sem: float | None
    error_ratio: float | None
    mean_interval: Interval | None = None
    sd_interval: Interval | None = None
    alpha_interval: Interval | None = None


def items(data: Responses) -> list[ItemFigures]:
    """The figures of each question, over those to whom it was put."""
    weights = _weights(data)
    return [_item(data, column, weights[column]) for column in range(len(data.keys))]


def whole(data: Responses) -> TestFigures:
    """The figures of the whole test."""
    n, k, totals = data.n, len(data.keys), data.totals
    mean = float(totals.mean()) if n else None
    if n < LEAST:
        return TestFigures(n, k, mean, None, None, None, None)
    variance = float(totals.var(ddof=1))
    sd, (alpha, parts) = math.sqrt(variance), _alpha(data, variance) or (None, 0)
    # Alpha may fall below zero; above one it can't.
    error = None if alpha is None else math.sqrt(max(0.0, 1 - alpha))
    half = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * sd / math.sqrt(n)
    return TestFigures(
        n, k, mean, sd, alpha,
        sem=None if error is None else sd * error,
        error_ratio=None if error is None else 100 * error,
        mean_interval=(float(totals.mean()) - half, float(totals.mean()) + half),
        sd_interval=_sd_interval(sd, n),
        alpha_interval=None if alpha is None else _alpha_interval(alpha, n, parts),
    )  # fmt: skip


def _item(data: Responses, column: int, weight: float | None) -> ItemFigures:
    put = data.put[:, column]
    own = data.scores[put, column]
    n = len(own)
    facility = float(own.mean() / data.points[column]) if n else None
    if n < LEAST:
        return ItemFigures(data.keys[column], n, facility, None, None, None, None, None)
    rest = data.totals[put] - own
    correlation = _correlation(own, rest)
    return ItemFigures(
        data.keys[column],
        n,
        facility,
        sd=float(own.std(ddof=1)),
        discrimination_index=None if correlation is None else 100 * correlation,
        discrimination_efficiency=_efficiency(own, rest),
        point_biserial=correlation,
        effective_weight=weight,
        facility_interval=wilson(facility or 0.0, n),
        point_biserial_interval=None if correlation is None else fisher(correlation, n),
    )


def _spread(column: Floats) -> Floats:
    """Deviations from the mean; a column that is constant but for rounding is constant."""
    deviations = column - column.mean()
    largest = max(1.0, float(np.abs(column).max(initial=0.0)))
    return np.where(np.abs(deviations) < 1e-12 * largest, 0.0, deviations)


def _correlation(left: Floats, right: Floats) -> float | None:
    a, b = _spread(left), _spread(right)
    below = float(a @ a) * float(b @ b)
    return float(a @ b) / math.sqrt(below) if below > 0 else None


def _efficiency(own: Floats, rest: Floats) -> float | None:
    highest = float(_spread(np.sort(own)) @ _spread(np.sort(rest)))
    return 100 * float(_spread(own) @ _spread(rest)) / highest if highest > 0 else None


def _weights(data: Responses) -> list[float | None]:
    """Effective weights; None for a covariance below zero, and where no covariance is above it."""
    found: list[float] = []
    for column in range(len(data.keys)):
        put = data.put[:, column]
        own = data.scores[put, column]
        enough = len(own) >= LEAST
        found.append(float(_spread(own) @ _spread(data.totals[put])) / (len(own) - 1) if enough else -1.0)
    roots = [math.sqrt(covariance) if covariance >= 0 else None for covariance in found]
    altogether = sum(root for root in roots if root)
    return [100 * root / altogether if root is not None and altogether else None for root in roots]


def _alpha(data: Responses, variance: float) -> tuple[float, int] | None:
    """Alpha, and of how many parts it is made."""
    marks = data.marks
    if marks is None or marks.shape[1] < 2 or variance <= 0:
        return None
    k = int(marks.shape[1])
    return k / (k - 1) * (1 - float(marks.var(axis=0, ddof=1).sum()) / variance), k


def wilson(share: float, n: int) -> Interval:
    """Wilson's interval (1927) of a share of n people; with points given in part it is somewhat too wide."""
    z = float(ndtri((1 + CONFIDENCE) / 2))
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def fisher(correlation: float, n: int) -> Interval:
    """Fisher's interval (1921) of a correlation of n people, by z = artanh r with the standard error 1/sqrt(n - 3)."""
    if abs(correlation) >= 1:
        return correlation, correlation
    half = float(ndtri((1 + CONFIDENCE) / 2)) / math.sqrt(n - 3)
    middle = math.atanh(correlation)
    return math.tanh(middle - half), math.tanh(middle + half)


def _sd_interval(sd: float, n: int) -> Interval:
    """Of a standard deviation of n totals taken as normal: (n - 1) s^2 / sigma^2 is chi-squared."""
    low, high = chi2.ppf([(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], n - 1)
    return sd * math.sqrt((n - 1) / float(high)), sd * math.sqrt((n - 1) / float(low))


def _alpha_interval(alpha: float, n: int, k: int) -> Interval:
    """Feldt 1965: (1 - alpha) / (1 - estimate) has F's distribution with n - 1 and (n - 1)(k - 1) degrees."""
    few, many = n - 1, (n - 1) * (k - 1)
    high = float(fdtri(few, many, (1 + CONFIDENCE) / 2))
    low = float(fdtri(few, many, (1 - CONFIDENCE) / 2))
    return 1 - (1 - alpha) * high, 1 - (1 - alpha) * low
