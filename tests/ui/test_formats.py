"""Dates, times and numbers as each language's readers write them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import date_format, get_format, number_format, sanitize_separators

NAVRUZ = date(2026, 3, 21)
MONTHS = {
    "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
DAYS = {
    "tg": "душанбе сешанбе чоршанбе панҷшанбе ҷумъа шанбе якшанбе",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
}


@pytest.mark.parametrize(
    ("language", "long", "with_time"),
    [
        ("tg", "21 марти соли 2026", "21 марти соли 2026, 09:05"),
        ("ru", "21 марта 2026 г.", "21 марта 2026 г., 09:05"),
        ("en", "21 March 2026", "21 March 2026, 09:05"),
    ],
)
def test_date_in_words(language, long, with_time):
    at = datetime(2026, 3, 21, 4, 5, tzinfo=UTC)
    with translation.override(language), timezone.override("Asia/Dushanbe"):
        assert date_format(NAVRUZ) == long
        assert date_format(timezone.localtime(at), "DATETIME_FORMAT") == with_time
        assert Template("{{ day }}").render(Context({"day": NAVRUZ})) == long


@pytest.mark.parametrize("language", MONTHS)
def test_each_month_stands_in_the_case_that_a_date_wants(language):
    with translation.override(language):
        names = [date_format(date(2026, month, 1), "MONTH_DAY_FORMAT") for month in range(1, 13)]

    assert [name.removeprefix("1 ") for name in names] == MONTHS[language].split()


@pytest.mark.parametrize("language", DAYS)
def test_week_days_have_names(language):
    with translation.override(language):
        names = [date_format(date(2026, 3, day), "l") for day in range(16, 23)]

    assert [name.lower() for name in names] == DAYS[language].split()


def test_month_and_year_in_tajik():
    with translation.override("tg"):
        assert date_format(NAVRUZ, "YEAR_MONTH_FORMAT") == "марти соли 2026"


@pytest.mark.parametrize("language", ["tg", "ru", "en"])
def test_short_date_reads_alike_and_is_understood_when_typed(language):
    with translation.override(language):
        short = date_format(NAVRUZ, "SHORT_DATE_FORMAT")

        assert short == "21.03.2026"
        assert datetime.strptime(short, get_format("DATE_INPUT_FORMATS")[0]).date() == NAVRUZ  # noqa: DTZ007
        assert get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("language", "written"),
    [("tg", "1\xa0234\xa0567,89"), ("ru", "1\xa0234\xa0567,89"), ("en", "1,234,567.89")],
)
def test_numbers_are_grouped_and_read_back(language, written):
    with translation.override(language):
        assert number_format(1234567.89, decimal_pos=2, use_l10n=True, force_grouping=True) == written
        assert sanitize_separators(written) == "1234567.89"
