"""What a tired person types: a thousand times off, another sign."""

from dataclasses import replace

import pytest

from noaber.intake.documents.audit import slips
from noaber.intake.documents.reading import BreakItem, IndicatorItem, Reading
from tests.unit.intake.audit.small import (
    BUDGET,
    INDICATORS,
    PLAN,
    accounts,
    budget,
    finance,
    only,
    run,
    series,
    with_amounts,
    with_cell,
)


def test_an_amount_a_thousand_times_too_small_is_asked_about() -> None:
    wrong = with_cell(accounts(), "Lasten", "Realisatie 2022", 931, "Jeugdhulp")
    found = only(slips.amount_a_thousand_times_off, wrong)
    assert (found.rule, found.status) == ("difference", "off")
    assert "Jeugdhulp, Lasten, Realisatie 2022: € 931" in found.message
    assert "zo'n duizend keer zo klein" in found.message


def test_an_amount_a_thousand_times_too_large_is_asked_about() -> None:
    wrong = with_cell(accounts(), "Baten", "Begroting 2022", 300_400_000, "Jeugdhulp")
    assert "keer zo groot" in only(slips.amount_a_thousand_times_off, wrong).message


def test_an_odd_amount_with_which_the_sums_hold_is_true() -> None:
    received = with_amounts({("T1", "income"): (670_029, 634, 634)})
    assert run(slips.amount_a_thousand_times_off, received) == []


def test_amounts_are_silent_when_fine_or_when_others_are_not_alike() -> None:
    assert run(slips.amount_a_thousand_times_off, accounts()) == []
    two = tuple(one for one in accounts().finance if one.stage != "revised")
    wrong = with_cell(accounts(finance=two), "Lasten", "Realisatie 2022", 931, "Jeugdhulp")
    assert run(slips.amount_a_thousand_times_off, wrong) == []


def test_a_budget_in_thousands_is_one_finding() -> None:
    small = {axes: [one // 1000 for one in found] for axes, found in BUDGET.items()}
    found = only(
        slips.budget_a_thousand_times_off, accounts(), budget(finance=finance(small, PLAN))
    )
    assert "programma, lasten: € 1.401.400 tegen € 1.400" in found.message
    assert run(slips.budget_a_thousand_times_off, accounts(), budget()) == []
    assert run(slips.budget_a_thousand_times_off, accounts()) == []


def measured(unit: str = "number", **values: object) -> Reading:
    """The accounts with one indicator of these values."""
    one = replace(INDICATORS[1], unit=unit, values=series(**values))  # type: ignore[arg-type]
    return accounts(indicators=(one,))


@pytest.mark.parametrize(
    ("unit", "values"),
    [
        ("number", {"y2019": 3270, "y2020": 3310, "y2021": 3.295, "y2022": 3402}),
        ("percent", {"y2019": 56, "y2020": 58, "y2021": 61, "y2022": 0.61}),
    ],
)
def test_a_value_with_its_comma_wrong_is_asked_about(unit: str, values: dict[str, object]) -> None:
    found = only(slips.value_a_thousand_times_off, measured(unit, **values))
    assert found.rule == "series_break"
    assert "past niet bij" in found.message
    assert len(found.spans) == 4


@pytest.mark.parametrize(
    "values",
    [
        {"y2019": 3270, "y2020": 3310, "y2021": 1200, "y2022": 3402},
        {"y2020": 3310, "y2021": 3.295, "y2022": 3402},
        {"y2019": 3270, "y2020": 10, "y2021": 3.295, "y2022": 3402},
        {"y2019": 3270, "y2020": 3310, "y2021": 0, "y2022": True},
    ],
)
def test_a_value_is_fine_or_cannot_be_told(values: dict[str, object]) -> None:
    assert run(slips.value_a_thousand_times_off, measured(**values)) == []


def test_a_series_with_a_break_is_left_alone() -> None:
    reading = measured(y2019=3270, y2020=3310, y2021=3290, y2022=3.4)
    broken: IndicatorItem = replace(
        reading.indicators[0], breaks=(BreakItem("2021", "2022", "anders geteld", (0, 1)),)
    )
    assert run(slips.value_a_thousand_times_off, accounts(indicators=(broken,))) == []


def test_income_with_another_sign_is_asked_about() -> None:
    wrong = with_cell(accounts(), "Baten", "Realisatie 2022", -100_100, "Werk en inkomen")
    found = only(slips.income_with_another_sign, wrong)
    assert (found.rule, found.status) == ("balance", "off")
    assert "Werk en inkomen, Baten, Realisatie 2022: -€ 100.100 is negatief" in found.message


def test_a_correction_with_which_the_sums_hold_is_true() -> None:
    assert run(slips.income_with_another_sign, accounts()) == []
    repaid = with_amounts({("T2", "income"): (-3_100, 100_100, 100_100)})
    assert run(slips.income_with_another_sign, repaid) == []
    few = tuple(one for one in accounts().finance if one.heading == "Jeugdhulp")
    wrong = with_cell(accounts(finance=few), "Baten", "Realisatie 2022", -1, "Jeugdhulp")
    assert run(slips.income_with_another_sign, wrong) == []
