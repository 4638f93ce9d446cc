"""Figures equal those that others have published, to the printed digit; the source of each is in `published`."""

import math

import numpy as np
import pytest

from assessments.domain.statistics import abilities, classical, dif, irt, verdicts
from assessments.domain.statistics.responses import responses
from assessments.domain.statistics.verdicts import Word
from tests.assessments.statistics import published


def printed(found: float | None, expected: float | None, digits: int) -> bool:
    """Whether a figure is the expected one when it is printed with so many decimals."""
    if expected is None or found is None:
        return expected is found
    return abs(found - expected) <= 0.5 * 10**-digits + 1e-12


def of(rows, points=None):
    return responses([f"q{place}" for place in range(1, len(rows[0]) + 1)], points or [1] * len(rows[0]), rows)


def test_every_question_of_moodles_own_test_data():
    found = classical.items(of(published.MOODLE, published.MOODLE_WORTH))
    for name, scale, expected, digits in [
        ("facility", 100, published.MOODLE_FACILITY, 7),
        ("sd", 1000, published.MOODLE_SD, 6),
        ("effective_weight", 1, published.MOODLE_WEIGHT, 7),
        ("discrimination_index", 1, published.MOODLE_INDEX, 7),
        ("discrimination_efficiency", 1, published.MOODLE_EFFICIENCY, 7),
    ]:
        for item, wanted in zip(found, expected, strict=True):
            value = getattr(item, name)
            assert printed(None if value is None else value * scale, wanted, digits), (name, item.key, value, wanted)


def test_the_whole_of_moodles_data_worked_by_its_formulas():
    """Mean, SD, CIC, error ratio and standard error as mod/quiz/report/statistics/classes/calculator.php has them."""
    data = of(published.MOODLE, published.MOODLE_WORTH)
    totals = [sum(row) for row in published.MOODLE]
    s, p = len(totals), len(published.MOODLE_WORTH)
    mean = math.fsum(totals) / s
    k2 = math.fsum((total - mean) ** 2 for total in totals) / (s - 1)
    variances = math.fsum((sd / 1000) ** 2 for sd in published.MOODLE_SD)
    cic = 100 * p / (p - 1) * (1 - variances / k2)
    found = classical.whole(data)
    assert (found.n, found.items) == (22, 17)
    assert (found.mean, found.sd, found.alpha) == pytest.approx((mean, math.sqrt(k2), cic / 100), abs=1e-8)
    assert found.error_ratio == pytest.approx(100 * math.sqrt(1 - cic / 100), abs=1e-6)
    assert found.sem == pytest.approx(found.error_ratio * found.sd / 100)


def test_the_law_school_admission_test():
    """ltm's descript(LSAT): shares right 0.924 ... 0.870, Cronbach's alpha 0.2950; mirt's itemstats(LSAT6): mean of
    totals 3.819, sd 1.035, corrected item-total correlations 0.113, 0.153, 0.173, 0.144, 0.122."""
    assert sum(published.LSAT6) == 1000
    data = of(published.lsat6())
    items, whole = classical.items(data), classical.whole(data)
    assert [item.facility for item in items] == [0.924, 0.709, 0.553, 0.763, 0.870]
    for item, wanted in zip(items, [0.113, 0.153, 0.173, 0.144, 0.122], strict=True):
        assert printed(item.point_biserial, wanted, 3)
    assert printed(whole.mean, 3.819, 3)
    assert printed(whole.sd, 1.035, 3)
    assert printed(whole.alpha, 0.2950, 4)
    assert sum(item.effective_weight for item in items) == pytest.approx(100)


def test_intervals():
    """Wilson for 15 of 50: 0.1910 to 0.4375 (R's prop.test without correction); Fisher for r = 0.5, n = 50: 0.2574 to
    0.6833 (artanh 0.5 = 0.5493, +- 1.96 / sqrt 47); Feldt for alpha 0.8, n = 41, k = 10, by hand from F tables:
    F(.975; 40, 360) = 1.52, F(.025; 40, 360) = 0.60."""
    assert classical.wilson(0.3, 50) == pytest.approx((0.1910, 0.4375), abs=5e-5)
    assert classical.fisher(0.5, 50) == pytest.approx((0.2575, 0.6833), abs=1e-4)
    assert classical._alpha_interval(0.8, 41, 10) == pytest.approx((1 - 0.2 * 1.52, 1 - 0.2 * 0.60), abs=5e-3)


def test_below_the_least_number_of_people_there_are_means_only_and_nothing_is_ever_not_a_number():
    rows = [[1, 0, 0], [0, 1, 0]] * 5
    few, enough = of(rows[:9]), of(rows)
    assert classical.whole(few).mean == 1
    assert {classical.whole(few).sd, classical.whole(few).alpha, classical.items(few)[0].sd} == {None}
    # Everybody has one point in all: no spread to be shared.
    assert classical.whole(enough).sd == 0
    assert classical.whole(enough).alpha is None
    assert classical.items(enough)[0].point_biserial == pytest.approx(-1)
    assert classical.items(enough)[2].discrimination_index is None
    assert classical.whole(of([[1, 1]] * 12)).alpha is None
    assert irt.fitted(enough).model is None
    assert dif.between(few, "sex", ["f", "m"] * 4 + ["f"])[0].delta is None
    unanswered = of([[1, None, 0]] * 12)
    assert classical.items(unanswered)[1].n == 0
    assert classical.items(unanswered)[1].facility is None
    assert classical.whole(unanswered).alpha is None


def test_both_response_models_on_the_law_school_admission_test():
    """R's ltm 1.1-1: rasch(LSAT) and ltm(LSAT ~ z1), values and standard errors as its summaries print them. The second
    stopped at a gradient of 0.024, so its figures are good to 0.003 of ours; ours are at least as likely."""
    data = of(published.lsat6())
    rasch = irt.fitted(data, irt.RASCH)
    assert rasch.converged
    assert printed(rasch.log_likelihood, -2466.938, 3)
    for item, b, error in zip(
        rasch.items,
        [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802],
        [0.3266, 0.1422, 0.0977, 0.1691, 0.2510],
        strict=True,
    ):
        assert printed(item.b, b, 4)
        assert printed(item.se_b, error, 4)
        assert printed(item.a, 0.7551, 4)
        assert printed(item.se_a, 0.0694, 4)
    two = irt.fitted(data)
    assert (two.model, two.converged) == (irt.TWO, True)
    assert printed(two.log_likelihood, -2466.653, 3)
    for item, a, b, error_a, error_b in zip(
        two.items,
        [0.8254, 0.7229, 0.8905, 0.6886, 0.6575],
        [-3.3597, -1.3696, -0.2799, -1.8659, -3.1236],
        [0.2581, 0.1867, 0.2326, 0.1852, 0.2100],
        [0.8669, 0.3073, 0.0997, 0.4341, 0.8700],
        strict=True,
    ):
        assert item.a == pytest.approx(a, abs=1e-3)
        assert item.b == pytest.approx(b, abs=3e-3)
        assert item.se_a == pytest.approx(error_a, abs=1e-3)
        assert item.se_b == pytest.approx(error_b, abs=2e-3)


def test_response_models_find_what_was_planted_within_the_errors_that_they_state():
    rng = np.random.default_rng(41)
    a, b = rng.uniform(0.7, 1.8, 20), rng.normal(0, 1, 20)
    rows = published.simulated(rng, 1500, a, b)
    rows[:, 0] = 1
    rows[:100, 5] = np.nan
    found = irt.fitted(of(rows.tolist()))
    assert found.converged
    assert (found.items[0].a, found.items[0].b) == (None, None)
    off = [
        ((one.a - true_a) / one.se_a, (one.b - true_b) / one.se_b)
        for one, true_a, true_b in list(zip(found.items, a, b, strict=True))[1:]
    ]
    assert 0.6 < np.sqrt(np.mean(np.square(off))) < 1.4
    assert np.abs(off).max() < 4
    one_slope = irt.fitted(of(published.simulated(rng, 300, 1.2, b).tolist()))
    assert (one_slope.model, one_slope.converged) == (irt.RASCH, True)
    assert one_slope.items[0].a == pytest.approx(1.2, abs=4 * one_slope.items[0].se_a)


def test_mantel_haenszel_as_r_prints_it():
    tables = published.BERKELEY
    found = dif._measured(dif.Dif("q", "sex", "m", "f", int(tables.sum())), tables)
    assert printed(found.alpha_mh, 0.9046968, 7)
    assert printed(dif.chi_squared(tables), 1.4269, 4)
    assert found.delta == pytest.approx(-2.35 * math.log(0.9046968), abs=1e-6)
    low, high = (math.exp(end / -2.35) for end in reversed(found.interval))
    assert low == pytest.approx(0.7719074, abs=2e-5)
    assert high == pytest.approx(1.0603298, abs=2e-5)
    assert (found.category, found.flagged) == ("A", False)


@pytest.mark.parametrize(
    ("delta", "error", "tested", "expected"),
    [(0.9, 0.1, 80, "A"), (1.9, 1.0, 3.6, "A"), (1.2, 0.3, 16, "B"), (1.6, 0.4, 16, "B"), (-1.8, 0.4, 20, "C")],
)
def test_the_classes_of_ets(delta, error, tested, expected):
    assert dif.category(delta, error, tested) == expected


def test_a_planted_question_is_flagged_and_others_are_not():
    """The rates that statistics.md states: 400 and 400 people, 20 questions, one harder by 1.2 for the focal group,
    which is also weaker by half a standard deviation: found in 95 of 100, others flagged in less than 1 of 100."""
    rng, found, wrongly, rounds = np.random.default_rng(7), 0, 0, 60
    a, b = np.full(20, 1.2), np.linspace(-1.5, 1.5, 20)
    harder = b.copy()
    harder[9] += 1.2
    for _round in range(rounds):
        rows = np.vstack([published.simulated(rng, 400, a, b), published.simulated(rng, 400, a, harder, mean=-0.5)])
        judged = dif.between(of(rows.tolist()), "language", ["tg"] * 400 + ["ru"] * 400)
        found += judged[9].flagged
        wrongly += sum(bool(one.flagged) for place, one in enumerate(judged) if place != 9)
        assert judged[9].delta < 0
        assert (judged[9].reference, judged[9].focal, judged[9].n) == ("tg", "ru", 800)
    assert found >= 0.95 * rounds
    assert wrongly < 0.01 * 19 * rounds


def test_after_a_random_draw_reliability_is_that_of_the_places():
    """The same marks dealt out over twice as many questions, half of them to each person."""
    rows = published.MOODLE
    put = of(rows, published.MOODLE_WORTH)
    dealt = [[*row, *[None] * 17] if n % 2 else [*[None] * 17, *row] for n, row in enumerate(rows)]
    worth = published.MOODLE_WORTH * 2
    assert classical.whole(of(dealt, worth)).alpha is None
    keys = [f"q{n}" for n in range(34)]
    by_place = classical.whole(responses(keys, worth, dealt, slots=np.array(rows)))
    assert by_place.alpha == pytest.approx(classical.whole(put).alpha)
    assert by_place.alpha_interval == pytest.approx(classical.whole(put).alpha_interval)
    assert by_place.items == 34


def test_thirds_choices_and_what_they_say():
    """90 people; in the first question the key is wrong: the best third choose B; nobody chooses C."""
    rng = np.random.default_rng(3)
    rows = np.sort(rng.random((90, 12)) < np.linspace(0.1, 0.9, 90)[:, None], axis=1).astype(float)
    best = rows[:, 1:].sum(axis=1) >= np.sort(rows[:, 1:].sum(axis=1))[55]
    rows[:, 0] = np.where(best, 0, 1)
    data = responses(
        [f"q{n}" for n in range(12)], [1] * 12, rows,
        chosen={"q0": [(person, 2 if best[person] else 1) for person in range(90)]},
        answered=np.array([[True] * 12] * 80 + [[True] * 6 + [False] * 6] * 10),
    )  # fmt: skip
    groups = abilities.thirds(data)
    assert {len(set(groups[data.totals == total])) for total in set(data.totals)} == {1}
    picture, last = abilities.pictures(data)[0], abilities.pictures(data)[-1]
    assert sum(picture.sizes) == 90
    assert [option.number for option in picture.options] == [1, 2, 0]
    assert (last.not_reached, last.left_out) == (10, 0)
    told = verdicts.of(classical.items(data)[0], picture, [], right=(1,), choices=(1, 2, 3))
    assert [(verdict.word, verdict.about) for verdict in told] == [(Word.RIVAL, (2,)), (Word.IDLE, (3,))]
    assert told[0].grave
    alone = verdicts.of(classical.items(data)[0], abilities.pictures(of(rows.tolist()))[0], [], right=(), choices=())
    assert [verdict.word for verdict in alone] == [Word.KEY]
