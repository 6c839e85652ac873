"""What was counted beside what is printed: a difference only of two numbers of one kind."""

from datetime import date
from decimal import Decimal

from noaber.judgement.beside import differences
from noaber.measures.results import Result
from noaber.vocabulary.periods import parse_period


def result(year, value, unit="number", scale=0):
    period = parse_period(year)
    return Result(
        "m", 1, "s", "1700", None, None, None, None, None, None, None, None, None, None,
        period.start, period.end, None if value is None else Decimal(value), None,
        "no_facts" if value is None else None, unit, scale, 1, "no", False, (),
    )  # fmt: skip


def test_the_difference_is_counted_less_printed_in_the_same_period():
    found = differences([result("2021", 90), result("2022", 100)], [result("2022", 103)])
    assert {period.start: one.value for period, one in found.items()} == {date(2022, 1, 1): 3}


def test_the_difference_is_that_of_the_numbers_that_a_reader_sees():
    (found,) = differences(
        [result("2022", "9.8", "percent", 1)], [result("2022", "9.249", "percent", 1)]
    ).values()
    assert found.value == Decimal("-0.6")


def test_there_is_none_where_one_is_missing_or_they_are_of_another_kind():
    assert differences([result("2022", None)], [result("2022", 3)]) == {}
    assert differences([result("2022", 3)], [result("2022", None)]) == {}
    assert differences([result("2022", 3, "percent")], [result("2022", 3)]) == {}
    assert differences([result("2022-Q1", 3)], [result("2022", 3)]) == {}
