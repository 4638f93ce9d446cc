"""Response models: how likely a person of ability theta has a question right. P = 1 / (1 + exp(-a (theta - b))).

Marginal maximum likelihood with ability taken as standard normal (Bock & Aitkin 1981): EM over Gauss-Hermite nodes,
each M-step a weighted logistic regression by Newton's method, then a few Newton steps on the marginal likelihood
itself. Standard errors are from the observed information (Louis 1982), carried to (a, b) by the delta method. «2pl»
lets every question have its own a; «rasch» has one a for all (the spread of ability in Rasch's units), as R's
ltm::rasch does. Questions that everybody or nobody had right tell nothing and are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_expit, logsumexp

from assessments.domain.statistics.responses import Floats, Responses

# People that a model needs: de Ayala 2009 and Linacre 1994 for one parameter, Drasgow 1989 for two.
LEAST_RASCH, LEAST_2PL = 100, 500
LEAST_ITEMS = 3
NODES, CYCLES, POLISHING = 61, 300, 20
# EM is sure but slow near the top: from here on Newton's method takes over.
NEAR = 3e-3
STEEPEST = 10.0
RASCH, TWO = "rasch", "2pl"


@dataclass(frozen=True)
class ItemModel:
    """A question's steepness and difficulty (in standard deviations of ability) with standard errors; None: unknown."""

    key: str
    a: float | None = None
    b: float | None = None
    se_a: float | None = None
    se_b: float | None = None


@dataclass(frozen=True)
class Model:
    """`model`: «2pl», «rasch», or None with too few people. `log_likelihood` is the marginal one."""

    model: str | None
    converged: bool | None
    items: tuple[ItemModel, ...]
    log_likelihood: float | None = None


def fitted(data: Responses, model: str | None = None) -> Model:
    """The model that so many people bear (two parameters where most questions were put to LEAST_2PL), or the one that
    is asked for; questions that were put to fewer than LEAST_RASCH are left out."""
    right = data.right
    share, put = _shares(right)
    chosen = model or (TWO if data.n and np.median(put) >= LEAST_2PL else RASCH)
    telling = (share > 0) & (share < 1) & (put >= LEAST_RASCH)
    if data.n < LEAST_RASCH or telling.sum() < LEAST_ITEMS:
        return Model(None, None, tuple(ItemModel(key) for key in data.keys))
    fit = _Fit(right[:, telling], common=chosen == RASCH)
    converged = fit.run()
    found = dict(zip(np.flatnonzero(telling).tolist(), fit.described(converged), strict=True))
    items = tuple(
        ItemModel(key, *found[column]) if column in found else ItemModel(key) for column, key in enumerate(data.keys)
    )
    return Model(chosen, converged, items, fit.value if np.isfinite(fit.value) else None)


def _shares(right: Floats) -> tuple[Floats, Floats]:
    put = (~np.isnan(right)).sum(axis=0).astype(np.float64)
    return np.nansum(right, axis=0) / np.maximum(put, 1), put


class _Fit:
    """One estimation. Parameters are slopes a and intercepts d = -a b; with `common` there is one slope."""

    def __init__(self, right: Floats, *, common: bool) -> None:
        coded = np.where(np.isnan(right), -1, right)
        patterns, counts = np.unique(coded, axis=0, return_counts=True)
        self.hits = (patterns == 1).astype(np.float64)
        self.misses = (patterns == 0).astype(np.float64)
        self.counts = counts.astype(np.float64)
        self.k, self.common = right.shape[1], common
        nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
        # The outermost nodes weigh less than rounding does: half of the work for nothing.
        heavy = weights / weights.sum() > 1e-18
        self.nodes, self.log_weights = nodes[heavy], np.log(weights[heavy] / weights.sum())
        share, _put = _shares(right)
        self.slopes, self.intercepts = np.ones(self.k), np.log(share / (1 - share))
        self.value = -np.inf
        self.information, self.posterior = np.zeros((0, 0)), np.zeros((0, NODES))

    def run(self) -> bool:
        """EM, then Newton; whether it ended at a maximum with a positive definite information."""
        for _cycle in range(CYCLES):
            before = np.concatenate([self.slopes, self.intercepts])
            self._maximise(*self._expect())
            if np.abs(np.concatenate([self.slopes, self.intercepts]) - before).max() < NEAR:
                break
        return self._polish()

    def _expect(self) -> tuple[Floats, Floats]:
        """Expected people right and asked, k x nodes; notes the log-likelihood of the parameters they are from."""
        logits = np.outer(self.slopes, self.nodes) + self.intercepts[:, None]
        joint = self.hits @ log_expit(logits) + self.misses @ log_expit(-logits) + self.log_weights
        marginal = logsumexp(joint, axis=1, keepdims=True)
        self.value = float(self.counts @ marginal[:, 0])
        self.posterior = np.exp(np.maximum(joint - marginal, -500))
        weighted = self.posterior * self.counts[:, None]
        right = self.hits.T @ weighted
        return right, right + self.misses.T @ weighted

    def _maximise(self, right: Floats, asked: Floats) -> None:
        """Newton's method on the expected likelihood: each question's own logistic regression, or one slope for all."""
        for _step in range(8):
            chance = self._chances()
            off, weight = right - asked * chance, asked * chance * (1 - chance)
            at_d, at_a = off.sum(axis=1), off @ self.nodes
            dd, da, aa = weight.sum(axis=1), weight @ self.nodes, weight @ self.nodes**2
            if self.common:
                step_a = np.full(self.k, (at_a - da * at_d / dd).sum() / (aa - da**2 / dd).sum())
            else:
                step_a = (at_a - da * at_d / dd) / np.maximum(aa - da**2 / dd, 1e-9)
            step_a = np.clip(step_a, -1, 1)
            step_d = np.clip((at_d - da * step_a) / np.maximum(dd, 1e-9), -2, 2)
            self.slopes = np.clip(self.slopes + step_a, -STEEPEST, STEEPEST)
            self.intercepts = self.intercepts + step_d
            if max(np.abs(step_a).max(), np.abs(step_d).max()) < 1e-7:
                break

    def _gradient(self, right: Floats, asked: Floats) -> Floats:
        """Of the marginal log-likelihood, by Fisher's identity: the expected residuals; slopes first."""
        off = right - asked * self._chances()
        return np.concatenate([off @ self.nodes, off.sum(axis=1)])

    def _chances(self) -> Floats:
        return np.asarray(expit(np.outer(self.slopes, self.nodes) + self.intercepts[:, None]))

    def _informed(self, asked: Floats) -> Floats:
        """The observed information by Louis 1982: expected complete information less the variance of the score."""
        chance = self._chances()
        weight = asked * chance * (1 - chance)
        dd, da, aa = weight.sum(axis=1), weight @ self.nodes, weight @ self.nodes**2
        found = np.block([[np.diag(aa), np.diag(da)], [np.diag(da), np.diag(dd)]])
        mean = np.zeros((len(self.counts), 2 * self.k))
        for place, node in enumerate(self.nodes):
            score = self.hits - (self.hits + self.misses) * chance[:, place]
            share = self.posterior[:, place][:, None]
            mean += share * np.hstack([score * node, score])
            square = score.T @ (score * share * self.counts[:, None])
            found -= np.block([[square * node**2, square * node], [square * node, square]])
        return found + mean.T @ (mean * self.counts[:, None])

    def _pooled(self) -> Floats:
        """Columns: the free parameters; rows: every slope, every intercept."""
        if not self.common:
            return np.eye(2 * self.k)
        one_slope = np.concatenate([np.ones(self.k), np.zeros(self.k)])[:, None]
        return np.hstack([one_slope, np.eye(2 * self.k)[:, self.k :]])

    def _polish(self) -> bool:
        """Newton's method on the marginal likelihood itself, its steps halved while they lead down."""
        pooled = self._pooled()
        for _step in range(POLISHING):
            right, asked = self._expect()
            gradient = pooled.T @ self._gradient(right, asked)
            self.information = pooled.T @ self._informed(asked) @ pooled
            if not self._definite() or np.abs(self.slopes).max() >= STEEPEST:
                return False
            if np.abs(gradient).max() < 1e-6:
                return True
            self._climb(pooled @ np.linalg.solve(self.information, gradient))
        return False

    def _climb(self, move: Floats) -> None:
        slopes, intercepts, before = self.slopes, self.intercepts, self.value
        for halving in range(10):
            self.slopes = slopes + move[: self.k] / 2**halving
            self.intercepts = intercepts + move[self.k :] / 2**halving
            self._expect()
            if self.value >= before - 1e-9:
                return

    def _definite(self) -> bool:
        try:
            np.linalg.cholesky(self.information)
        except np.linalg.LinAlgError:
            return False
        return True

    def described(self, converged: bool) -> list[tuple[float | None, float | None, float | None, float | None]]:
        """(a, b, se a, se b) of each question; errors are None unless it converged."""
        covariance = np.linalg.inv(self.information) if converged else None
        found: list[tuple[float | None, float | None, float | None, float | None]] = []
        for place, (a, d) in enumerate(zip(self.slopes.tolist(), self.intercepts.tolist(), strict=True)):
            b = -d / a if abs(a) > 1e-6 else None
            if covariance is None or b is None:
                found.append((a, b, None, None))
                continue
            at_a, at_d = (0 if self.common else place), len(covariance) - self.k + place
            slope = np.array([d / a**2, -1 / a])
            part = covariance[np.ix_([at_a, at_d], [at_a, at_d])]
            found.append((a, b, float(np.sqrt(part[0, 0])), float(np.sqrt(slope @ part @ slope))))
        return found
