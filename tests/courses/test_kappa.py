"""Cohen's kappa against a table worked by hand and a published one."""

import pytest

from courses.domain.kappa import cohen


def pairs(table):
    return [cell for cell, many in table.items() for _ in range(many)]


def test_worked_by_hand():
    """Ten things: both yes 4, both no 3, split 2 and 1. p_o = 7/10; p_e = (6/10)(5/10) + (4/10)(5/10) = 1/2."""
    found = cohen(pairs({("y", "y"): 4, ("n", "n"): 3, ("y", "n"): 2, ("n", "y"): 1}))
    assert found == pytest.approx((0.7 - 0.5) / (1 - 0.5))


def test_fifty_grant_proposals():
    """The worked example of the encyclopaedias: 20 and 15 agreed, 5 and 10 not; p_o = 0.7, p_e = 0.5, kappa 0.4."""
    assert cohen(pairs({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15})) == pytest.approx(0.4)


def test_the_ends_and_where_it_is_not_defined():
    assert cohen([("a", "a"), ("b", "b")]) == 1
    assert cohen([("a", "b"), ("b", "a")]) == -1
    assert cohen([]) is None
    assert cohen([("a", "a")] * 5) is None
