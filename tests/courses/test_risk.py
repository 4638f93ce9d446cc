"""Late, stuck, at risk, not begun: cases worked out by hand."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from courses.domain.risk import Reason, Situation, reasons, share_of_time
from courses.enums import Concern

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 20)  # twenty days, both counted
BEGUN = Situation(done=5, total=10, completed=False, begins=FIRST, due=LAST, last=date(2026, 11, 10))


def case(**change):
    return Situation(**{**BEGUN.__dict__, **change})


def concerns(one, today):
    return [reason.concern for reason in reasons(one, today)]


@pytest.mark.parametrize(
    ("today", "share"),
    [
        (date(2026, 10, 30), Fraction(0)),
        (FIRST, Fraction(0)),  # the first morning: nothing is over
        (date(2026, 11, 11), Fraction(1, 2)),  # ten days of twenty
        (LAST, Fraction(19, 20)),  # the last day can still be used
        (date(2026, 11, 21), Fraction(1)),
        (date(2027, 1, 1), Fraction(1)),
    ],
)
def test_the_share_of_time(today, share):
    assert share_of_time(FIRST, LAST, today) == share


def test_a_term_before_the_beginning_is_over():
    """Somebody who joins the cohort after the term."""
    assert share_of_time(date(2026, 12, 1), LAST, date(2026, 12, 1)) == 1


class TestLate:
    def test_from_the_day_after_the_last(self):
        assert Concern.LATE not in concerns(BEGUN, LAST)
        assert reasons(case(last=LAST), date(2026, 11, 22)) == [Reason(Concern.LATE, days=2)]

    def test_not_once_it_is_completed(self):
        assert reasons(case(completed=True, done=10), date(2027, 1, 1)) == []

    def test_never_without_a_term(self):
        assert concerns(case(due=None, last=date(2026, 12, 30)), date(2027, 1, 1)) == []


class TestStuck:
    @pytest.mark.parametrize(("fails", "stuck"), [(0, False), (1, False), (2, True), (5, True)])
    def test_by_failing_a_test_twice(self, fails, stuck):
        found = reasons(case(fails=fails), date(2026, 11, 11))
        assert found == ([Reason(Concern.STUCK, fails=fails)] if stuck else [])

    @pytest.mark.parametrize(("days", "stuck"), [(13, False), (14, True), (15, True)])
    def test_by_two_weeks_without_a_step(self, days, stuck):
        today = date(2026, 11, 30)
        found = reasons(case(due=None, last=today - timedelta(days=days)), today)
        assert found == ([Reason(Concern.STUCK, days=days)] if stuck else [])

    def test_who_has_not_begun_is_not_stuck(self):
        assert concerns(case(due=None, last=None, done=0), date(2026, 12, 30)) == [Concern.NOT_BEGUN]


class TestAtRisk:
    @pytest.mark.parametrize(
        ("done", "today", "risk"),
        [
            (2, date(2026, 11, 10), False),  # 20 % done, 45 % over: exactly 25 behind is still well
            (2, date(2026, 11, 11), True),  # 20 % done, 50 % over
            (3, date(2026, 11, 11), False),  # 30 % done, 50 % over
            (7, LAST, False),  # 70 % done, 95 % over: exactly 25 behind
            (6, LAST, True),
        ],
    )
    def test_a_quarter_behind_the_time(self, done, today, risk):
        found = reasons(case(done=done, last=today), today)
        assert [reason.concern for reason in found] == ([Concern.AT_RISK] if risk else [])

    def test_it_says_the_figures(self):
        found = reasons(case(done=1, total=3, last=LAST), LAST)
        assert found == [Reason(Concern.AT_RISK, done_percent=33, time_percent=95)]

    def test_not_without_a_term_nor_where_the_course_asks_for_nothing(self):
        assert concerns(case(done=0, due=None, last=LAST), LAST) == []
        assert concerns(case(done=0, total=0, last=LAST), LAST) == []

    def test_the_first_quarter_of_the_time_is_nobody_s_risk(self):
        assert concerns(case(done=0, last=None), date(2026, 11, 6)) == [Concern.NOT_BEGUN]  # exactly 25 % is over


def test_nothing_is_said_before_the_lessons_open():
    assert reasons(case(done=0, last=None), date(2026, 10, 31)) == []


def test_every_reason_is_told_the_most_pressing_first():
    one = case(done=1, fails=3, last=date(2026, 11, 2))
    assert concerns(one, date(2026, 11, 19)) == [Concern.STUCK, Concern.STUCK, Concern.AT_RISK]
    assert concerns(one, date(2026, 11, 21)) == [Concern.LATE, Concern.STUCK, Concern.STUCK]
