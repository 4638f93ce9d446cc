"""The arithmetic of needs: the hand-checkable example to the digit, identities, published checks, speed."""

import json
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain import needs

ORACLE = json.loads((Path(__file__).parent / "oracle_tna.json").read_text(encoding="utf-8"))
rating = st.integers(1, 5)
pairs_list = st.lists(st.tuples(rating, rating), min_size=1, max_size=60)


def oracle_rows():
    return [(item, *pair) for item, pairs in ORACLE["responses"].items() for pair in pairs]


@pytest.mark.parametrize("item", ["Q1", "Q2", "Q3", "Q4"])
def test_oracle_to_the_digit(item):
    want, table = ORACLE["expected"][item], needs.table(oracle_rows())
    got = table[item]
    assert got.n == want["n"]
    assert got.importance == Fraction(want["I"])
    assert got.level == Fraction(want["C"])
    assert got.gap == Fraction(want["gap"])
    assert got.mwds == Fraction(want["MWDS"])
    assert round(float(got.mwds), 2) == want["MWDS_2dp"]
    assert (got.negative, got.positive, got.tied) == (want["NR"], want["PR"], want["TR"])
    assert round(float(got.rds), 1) == want["RDS"]
    assert [round(end, 4) for end in got.gap_interval] == want["gap_ci95_t"]
    assert needs.ranks(table)[item] == want["rank"]
    sampled = needs.need(needs.count_pairs(oracle_rows())[item], population=20)
    assert [round(end, 4) for end in sampled.gap_interval] == want["gap_ci95_t_fpc_N20"]


@pytest.mark.parametrize(("item", "error"), [("Q1", 2.217), ("Q2", 1.616), ("Q3", 0.754), ("Q4", 2.572)])
def test_mwds_interval_is_the_delta_method(item, error):
    got = needs.table(oracle_rows())[item]
    low, high = got.mwds_interval
    assert round((high - low) / 2 / needs.t_quantile(got.n - 1), 3) == error
    assert (low + high) / 2 == pytest.approx(float(got.mwds))


def test_wilson_published_checks():
    """The notes' figures were made with z = 1.96; ours is exact, so the third digit may differ by a hair."""
    assert needs.wilson(9, 10) == pytest.approx((0.596, 0.982), abs=6e-4)
    assert needs.wilson(0, 12) == pytest.approx((0, 0.243), abs=6e-4)
    assert needs.wilson(30, 60) == pytest.approx((0.377, 0.623), abs=6e-4)
    assert needs.wilson(0, 0) == (0, 1)


@given(pairs_list, st.randoms(use_true_random=False))
def test_order_and_half_pairs_change_nothing(pairs, random):
    rows = [("K01", *pair) for pair in pairs]
    noisy = [*rows, ("K01", 3, None), ("K01", None, 5), ("K01", None, None)]
    random.shuffle(noisy)
    assert needs.table(noisy) == needs.table(rows)


@given(pairs_list)
def test_against_numpy(pairs):
    got = needs.table(("K01", *pair) for pair in pairs)["K01"]
    i, c = np.array(pairs, float).T
    assert float(got.importance) == pytest.approx(i.mean())
    assert float(got.mwds) == pytest.approx(((i - c) * i.mean()).mean())
    if len(pairs) > 1:
        half = needs.t_quantile(len(pairs) - 1) * (i - c).std(ddof=1) / len(pairs) ** 0.5
        assert got.gap_interval == pytest.approx((i.mean() - c.mean() - half, i.mean() - c.mean() + half))
        d = i - c
        cov = np.cov(i, d)
        variance = d.mean() ** 2 * cov[0, 0] + i.mean() ** 2 * cov[1, 1] + 2 * d.mean() * i.mean() * cov[0, 1]
        spread = needs.t_quantile(len(pairs) - 1) * (max(variance, 0) / len(pairs)) ** 0.5
        assert got.mwds_interval[1] == pytest.approx(float(got.mwds) + spread, abs=1e-6)
    else:
        assert got.mwds_interval is None


@settings(max_examples=50)
@given(st.lists(st.lists(st.tuples(rating, rating), max_size=6), min_size=1, max_size=12))
def test_ranks_share_the_lowest_number(groups):
    rows = [(f"K{k:02}", *pair) for k, pairs in enumerate(groups) for pair in pairs]
    table = needs.table(rows)
    ranks = needs.ranks(table)
    for item, rank in ranks.items():
        assert rank == 1 + sum(other.mwds > table[item].mwds for other in table.values())
    shown = needs.in_order(table)
    assert [ranks[item] for item in shown] == sorted(ranks.values())


def test_nobody_answered_and_bad_ratings():
    assert needs.table([("K01", None, 4)]) == {"K01": None}
    assert needs.need({}) is None
    with pytest.raises(ValueError, match="1 to 5"):
        needs.table([("K01", 6, 1)])


def test_display_ties_by_importance_then_code():
    rows = [("K02", 4, 3), ("K01", 4, 3), ("K03", 1, 5), ("K04", 2, 4), ("K05", 4, 5)]
    assert needs.in_order(needs.table(rows)) == ["K01", "K02", "K05", "K04", "K03"]


def test_census_of_thirty_thousand_is_quick():
    rng = np.random.default_rng(7)
    ratings = rng.integers(1, 6, (30_000 * 28, 2)).tolist()
    codes = [f"K{k:02}" for k in range(1, 29)] * 30_000
    rows = [(code, i, c) for code, (i, c) in zip(codes, ratings, strict=True)]
    begin = time.process_time()
    table = needs.table(rows)
    assert time.process_time() - begin < 1.5
    assert table["K28"].n == 30_000
