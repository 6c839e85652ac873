"""Periods as they are written, and the days they stand for."""

from datetime import date

import pytest

from noaber.vocabulary.periods import Period, parse_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-Q3", date(2022, 7, 1), date(2022, 9, 30)),
        ("2022-Q4", date(2022, 10, 1), date(2022, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2022-12", date(2022, 12, 1), date(2022, 12, 31)),
        ("2022-09-30", date(2022, 9, 30), date(2022, 9, 30)),
        ("2019/2020", date(2019, 1, 1), date(2020, 12, 31)),
    ],
)
def test_a_written_period_has_its_days(text: str, start: date, end: date) -> None:
    assert parse_period(text) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    ["", "22", "2022-Q5", "2022-13", "2022-00", "2022-02-30", "2022/", "2020/2021/2022", "٢٠٢٢"],
)
def test_what_is_not_a_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"geen|heeft"):
        parse_period(text)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="eindigt"):
        parse_period("2022/2021")


def test_the_year_is_that_in_which_a_period_begins() -> None:
    assert parse_period("2021-12-31/2022-01-02").year == 2021
