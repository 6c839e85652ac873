"""Plan years, and amounts and values under the wrong year."""

from dataclasses import replace

from noaber.intake.documents.audit import plan_years
from noaber.intake.documents.reading import IndicatorItem, Reading, ValueItem
from tests.unit.intake.audit.small import (
    BUDGET,
    INDICATORS,
    PLAN,
    accounts,
    budget,
    finance,
    only,
    run,
    value,
)


def columns(count: int) -> Reading:
    """The budget with its first columns only."""
    amounts = {axes: found[:count] for axes, found in BUDGET.items()}
    return budget(finance=finance(amounts, PLAN[:count]))


def measured(*values: ValueItem) -> IndicatorItem:
    """The first indicator with other values."""
    return replace(INDICATORS[0], values=values)


def test_a_budget_names_four_years() -> None:
    assert run(plan_years.budget_looks_ahead, budget()) == []
    found = only(plan_years.budget_looks_ahead, columns(2))
    assert (found.rule, found.status) == ("missing_year", "off")
    assert "2024, 2025 ontbreken" in found.message


def test_a_year_that_stands_twice_in_place_of_the_next_is_missing() -> None:
    doubled = tuple(
        replace(one, year=2023) if one.year == 2024 else one for one in budget().finance
    )
    assert "2024 ontbreekt" in only(plan_years.budget_looks_ahead, budget(finance=doubled)).message


def test_silent_on_accounts_and_where_no_year_is_named() -> None:
    assert run(plan_years.budget_looks_ahead, accounts()) == []
    timeless = tuple(replace(one, year=None) for one in budget().finance)
    assert run(plan_years.budget_looks_ahead, budget(finance=timeless)) == []


def test_an_amount_stands_under_the_year_of_its_head() -> None:
    wrong = tuple(
        replace(one, year=2023) if one.column == "Begroting 2022" else one
        for one in accounts().finance
    )
    found = only(plan_years.amount_stands_under_its_year, accounts(finance=wrong))
    assert "Onder 'Begroting 2022'" in found.message
    assert "bij 2023 zijn ingevoerd. Is 2022 bedoeld?" in found.message
    assert len(found.spans) == 13


def test_heads_with_two_years_or_none_tell_nothing() -> None:
    assert run(plan_years.amount_stands_under_its_year, accounts()) == []
    for head in ("Schooljaar 2021/2022", "Realisatie", "Begroting 20221"):
        other = tuple(replace(one, column=head, year=2019) for one in accounts().finance)
        assert run(plan_years.amount_stands_under_its_year, accounts(finance=other)) == []


def test_nothing_is_realised_in_a_later_year() -> None:
    ahead = accounts(indicators=(measured(value("2022", 1), value("2023", 2)),))
    found = only(plan_years.nothing_is_realised_ahead, ahead)
    assert "'Jongeren met hulp op tijd'" in found.message
    targets = accounts(indicators=(measured(value("2023", 2, "target"), value("2023", None)),))
    assert run(plan_years.nothing_is_realised_ahead, targets) == []
    assert run(plan_years.nothing_is_realised_ahead, accounts()) == []


def test_an_amount_realised_in_a_later_year_is_said_too() -> None:
    ahead = (replace(accounts().finance[0], year=2023), *accounts().finance[1:])
    assert (
        "Lasten (2023)"
        in only(plan_years.nothing_is_realised_ahead, accounts(finance=ahead)).message
    )


def test_two_values_for_one_period_are_said() -> None:
    twice = accounts(indicators=(measured(value("2022", 1), value("2022", 2, at=3)),))
    found = only(plan_years.period_stands_once, twice)
    assert "'Jongeren met hulp op tijd (2022)'" in found.message
    assert len(found.spans) == 2


def test_the_same_value_twice_and_a_target_beside_it_are_fine() -> None:
    fine = accounts(
        indicators=(measured(value("2022", 1), value("2022", 1, at=3), value("2022", 2, "target")),)
    )
    assert run(plan_years.period_stands_once, fine) == []
    assert run(plan_years.period_stands_once, accounts()) == []
