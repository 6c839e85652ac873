"""Attainment: every target against every movement, and the answers that are no yes or no."""

from datetime import date
from decimal import Decimal

import pytest

from noaber.judgement.attainment import Movement, Standing, judge
from noaber.judgement.outcome import Outcome, outcome
from noaber.measures.results import Result
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.targets import Target, TargetKind

NOW = parse_period("2022")
NONE = Target(TargetKind.NONE_SET)


def result(year, value=None, *, broken="no", word=None, gap=None, unit="number"):
    number = None if value is None else Decimal(str(value))
    return Result(
        "supplied_value", 1, "s", "1700", "d", "n", "i", None, None, None, None, None, None, None,
        date(year, 1, 1), date(year, 12, 31), number, word, gap, unit, 0, 1, broken, True, ("1",),
    )  # fmt: skip


def standing(series, target):
    return judge(series, target, NOW).standing


@pytest.mark.parametrize(
    ("kind", "up", "down", "same"),
    [
        ("up", "attained", "not_attained", "not_attained"),
        ("down", "not_attained", "attained", "not_attained"),
        ("hold", "not_attained", "not_attained", "attained"),
        ("hold_or_up", "attained", "not_attained", "attained"),
        ("hold_or_down", "not_attained", "attained", "attained"),
    ],
)
def test_a_direction_is_held_against_the_year_before(kind, up, down, same):
    target = Target(TargetKind(kind))
    before = result(2021, 10)
    for value, expected in ((11, up), (9, down), (10, same)):
        assert standing([before, result(2022, value)], target) == expected


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("at_least", 10, "attained"),
        ("at_least", 9.9, "not_attained"),
        ("at_most", 10, "attained"),
        ("at_most", 10.1, "not_attained"),
        ("value", 10, "attained"),
        ("value", 11, "cannot_tell"),
    ],
)
def test_a_value_is_held_against_the_target_and_a_bare_number_does_not_say_which_side_is_good(
    kind, value, expected
):
    assert standing([result(2022, value)], Target(TargetKind(kind), Decimal(10))) == expected


def test_without_a_target_there_is_no_standing_but_a_movement():
    found = judge([result(2021, 10), result(2022, 12)], NONE, NOW)
    assert (found.standing, found.movement) == (Standing.NO_TARGET_SET, Movement.UP)
    assert "gestegen van 10 in 2021 naar 12" in found.why


@pytest.mark.parametrize("broken", ["yes", "unknown"])
def test_a_break_forbids_the_comparison(broken):
    series = [result(2021, 10), result(2022, 12, broken=broken)]
    assert judge(series, NONE, NOW).movement is Movement.BROKEN
    assert standing(series, Target(TargetKind.UP)) is Standing.CANNOT_TELL
    assert standing(series, Target(TargetKind.AT_LEAST, Decimal(11))) is Standing.ATTAINED


def test_a_break_between_earlier_years_stands_in_the_way_when_a_year_is_missing_between():
    series = [result(2020, 10), result(2021, gap="not_printed", broken="yes"), result(2022, 12)]
    assert judge(series, NONE, NOW).movement is Movement.BROKEN


@pytest.mark.parametrize(
    "series",
    [[], [result(2021, 10)], [result(2022, word="gereed")], [result(2022, gap="not_printed")]],
    ids=["nothing", "only earlier", "a word", "a dash"],
)
def test_what_is_missing_is_said_and_never_taken_for_zero(series):
    found = judge(series, Target(TargetKind.AT_MOST, Decimal(5)), NOW)
    assert found.standing is Standing.CANNOT_TELL
    assert found.movement is Movement.UNKNOWN


def test_an_indicator_without_a_value_for_three_periods_has_lapsed():
    empty = [result(year, gap="not_printed") for year in (2020, 2021, 2022)]
    assert judge([result(2019, 5), *empty], NONE, NOW).standing is Standing.LAPSED
    assert judge(empty[1:], NONE, NOW).standing is Standing.NO_TARGET_SET
    word = [*empty[:2], result(2022, word="gereed")]
    assert judge(word, NONE, NOW).standing is Standing.NO_TARGET_SET


def test_yes_and_no_are_said_as_words():
    series = [result(2021, 0, unit="yesno"), result(2022, 1, unit="yesno")]
    assert "In 2021 was het nee, nu ja" in judge(series, NONE, NOW).why


@pytest.mark.parametrize(
    ("measure", "difference", "expected"),
    [
        ("expense_difference", 5, Outcome.WORSE),
        ("expense_difference", -5, Outcome.BETTER),
        ("income_difference", 5, Outcome.BETTER),
        ("balance_difference", 5, Outcome.BETTER),
        ("financial_result_difference", -5, Outcome.WORSE),
        ("balance_difference", 0, Outcome.EQUAL),
    ],
)
def test_more_expense_is_worse_and_more_income_better(measure, difference, expected):
    assert outcome(measure, Decimal(difference)) is expected


def test_a_reserve_movement_has_no_better_side():
    with pytest.raises(ValueError, match="reserve_movement"):
        outcome("reserve_movement_difference", Decimal(1))
