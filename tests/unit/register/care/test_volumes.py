"""How much care fits in a month and in all: the examples of IV076, IV077 and IV081, and their edges."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.register.care.rules.values import Allocated
from noaber.register.care.rules.volumes import (
    calendar_months,
    calendar_weeks,
    minute_tariff,
    minutes_amount,
    most_in_period,
    most_in_total,
    sundays,
    weeks_by_result,
)

D = date
HOURS = Allocated(1, D(2025, 7, 7), D(2025, 9, 7), volume=3, unit="04", frequency="2")
AUTUMN = replace(HOURS, start=D(2025, 10, 7), end=D(2025, 12, 30))
EUROS = replace(HOURS, volume=30_000, unit="83")
JULY = (D(2025, 7, 7), D(2025, 7, 31))
AUGUST = (D(2025, 8, 1), D(2025, 8, 31))


@pytest.mark.parametrize(
    ("allocated", "period", "hours"),
    [
        (HOURS, JULY, 12),  # weeks 28 to 31; the standard's own text says 9 and reckons 12
        (HOURS, AUGUST, 15),
        (HOURS, (D(2025, 9, 1), D(2025, 9, 7)), 3),
        (AUTUMN, (D(2025, 10, 7), D(2025, 10, 31)), 12),
        (AUTUMN, (D(2025, 11, 1), D(2025, 11, 30)), 15),
        (AUTUMN, (D(2025, 12, 1), D(2025, 12, 30)), 15),  # weeks 49 to 52 and 1
    ],
)
def test_care_by_effort_fits_in_the_calendar_weeks_that_a_period_touches(
    allocated, period, hours
) -> None:
    assert most_in_period(allocated, *period, "youth") == hours * 60


def test_household_help_takes_six_weeks_in_any_month_under_the_wmo() -> None:
    help_at_home = replace(HOURS, category="01")
    assert most_in_period(help_at_home, *AUGUST, "wmo") == 6 * 180
    assert most_in_period(help_at_home, *AUGUST, "youth") == 5 * 180
    assert most_in_period(replace(help_at_home, frequency="4"), *AUGUST, "wmo") == 180
    assert most_in_period(replace(HOURS, category="02"), *AUGUST, "wmo") == 5 * 180
    assert most_in_total(help_at_home) == 9 * 180


def test_the_whole_allocation_is_a_ceiling_of_its_own() -> None:
    assert most_in_total(HOURS) == 27 * 60
    assert most_in_total(AUTUMN) == 39 * 60


@pytest.mark.parametrize(
    ("end", "period", "weeks"),
    [
        (D(2025, 9, 7), JULY, 3),
        (D(2025, 9, 7), AUGUST, 5),
        (D(2025, 9, 7), (D(2025, 9, 1), D(2025, 9, 7)), 1),
        (D(2025, 9, 6), JULY, 3),
        (D(2025, 9, 6), AUGUST, 6),
        (D(2025, 9, 6), (D(2025, 9, 1), D(2025, 9, 6)), 0),
        (D(2025, 9, 5), AUGUST, 6),
        (D(2025, 12, 31), (D(2025, 12, 1), D(2025, 12, 31)), 5),
        (D(2025, 12, 31), (D(2025, 11, 1), D(2025, 11, 30)), 5),
        (None, AUGUST, 5),
    ],
)
def test_care_by_result_counts_sundays_and_a_broken_last_week(end, period, weeks) -> None:
    assert weeks_by_result(*period, EUROS.start, end) == weeks
    assert most_in_period(replace(EUROS, end=end), *period, "youth") == weeks * 30_000


def test_an_allocation_without_a_sunday_counts_its_one_broken_week_where_it_ends() -> None:
    days = (D(2025, 7, 7), D(2025, 7, 9))
    assert weeks_by_result(*days, *days) == 1


@pytest.mark.parametrize(
    ("frequency", "period", "times"),
    [
        ("1", AUGUST, 31),
        ("4", AUGUST, 1),
        ("4", (D(2025, 9, 1), D(2025, 9, 7)), 1),
        ("6", AUGUST, 1),
    ],
)
def test_other_frequencies(frequency, period, times) -> None:
    assert most_in_period(replace(HOURS, frequency=frequency), *period, "youth") == times * 180


def test_totals_of_other_frequencies() -> None:
    assert most_in_total(replace(HOURS, frequency="1")) == 63 * 180
    assert most_in_total(replace(HOURS, frequency="4")) == 3 * 180
    assert most_in_total(replace(HOURS, frequency="6")) == 180
    assert most_in_total(replace(HOURS, frequency="4", end=None)) is None
    assert most_in_total(replace(HOURS, volume=None)) is None


def test_an_unknown_frequency_is_noticed() -> None:
    with pytest.raises(ValueError, match="frequency 3"):
        most_in_period(replace(HOURS, frequency="3"), *JULY, "wmo")


def test_minutes_of_an_agreed_hour_are_rounded_once() -> None:
    assert minute_tariff(8730) == 146  # 145.5 goes up
    assert minute_tariff(8724) == 145  # 145.4 goes down
    assert minutes_amount(8724, 95) == 13813


days = st.dates(D(2024, 1, 1), D(2027, 12, 31))


@given(days, st.integers(0, 400))
def test_weeks_sundays_and_months_are_what_counting_days_gives(start: date, length: int) -> None:
    all_days = [start + timedelta(days=at) for at in range(length + 1)]
    end = all_days[-1]
    assert calendar_weeks(start, end) == len({day.isocalendar()[:2] for day in all_days})
    assert sundays(start, end) == sum(day.weekday() == 6 for day in all_days)
    assert calendar_months(start, end) == len({(day.year, day.month) for day in all_days})


@given(days, st.integers(0, 400))
def test_months_by_result_add_up_to_the_weeks_of_the_whole(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    months: dict[tuple[int, int], list[date]] = {}
    for at in range(length + 1):
        day = start + timedelta(days=at)
        months.setdefault((day.year, day.month), []).append(day)
    parts = sum(weeks_by_result(found[0], found[-1], start, end) for found in months.values())
    if sundays(start, end):
        assert parts == weeks_by_result(start, end, start, end)
    else:
        assert parts == 1
