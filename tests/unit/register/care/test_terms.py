"""Terms in Dutch working days: what is a day off, and when something is due."""

from datetime import date

import pytest

from noaber.register.care.terms import (
    TERMS,
    after_working_days,
    first_working_day,
    is_working_day,
)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # New Year
        date(2026, 4, 5),  # Easter Sunday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 4, 27),  # King's Day
        date(2025, 4, 26),  # King's Day on a Saturday, because the 27th is a Sunday
        date(2026, 4, 3),  # Good Friday
        date(2025, 5, 5),  # Liberation Day, in every year
        date(2026, 5, 5),
        date(2027, 5, 5),
        date(2026, 5, 14),  # Ascension
        date(2026, 5, 25),  # Pentecost Monday
        date(2026, 12, 25),  # Christmas
        date(2026, 12, 26),
        date(2026, 3, 7),  # a Saturday
    ],
)
def test_a_day_off_is_no_working_day(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 2),  # the day before Good Friday
        date(2026, 5, 4),
        date(2026, 12, 24),
        date(2026, 12, 31),
    ],
)
def test_these_days_offices_are_open(day: date) -> None:
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("since", "count", "due"),
    [
        (date(2026, 3, 2), 3, date(2026, 3, 5)),  # Monday to Thursday
        (date(2026, 3, 5), 3, date(2026, 3, 10)),  # over a weekend
        (date(2026, 4, 2), 3, date(2026, 4, 9)),  # over Easter and Good Friday
        (date(2026, 5, 1), 3, date(2026, 5, 7)),  # over the fifth of May
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # over Christmas
        (date(2026, 12, 30), 5, date(2027, 1, 7)),  # over New Year
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # received on a Saturday
    ],
)
def test_working_days_skip_weekends_and_days_off(since: date, count: int, due: date) -> None:
    assert after_working_days(since, count) == due


def test_a_term_in_weeks_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert TERMS["allocation_decision"].due(date(2026, 3, 30)) == date(2026, 5, 26)
    assert TERMS["other_municipality"].due(date(2026, 3, 2)) == date(2026, 3, 16)


def test_a_working_day_is_its_own_first_working_day() -> None:
    assert first_working_day(date(2026, 3, 2)) == date(2026, 3, 2)
    assert first_working_day(date(2026, 4, 4)) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("return", date(2026, 3, 5)),
        ("claim_answer", date(2026, 3, 16)),
        ("allocation_request", date(2026, 3, 9)),
        ("change_request", date(2026, 3, 9)),
        ("start", date(2026, 3, 9)),
        ("stop", date(2026, 3, 9)),
    ],
)
def test_each_term_of_the_standard(kind: str, due: date) -> None:
    assert TERMS[kind].due(date(2026, 3, 2)) == due
