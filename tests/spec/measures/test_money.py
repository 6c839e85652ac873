"""The measures on money: a small table of amounts in, one definition, the expected number."""

from datetime import date
from decimal import Decimal

import pytest

from noaber.measures.definition import shipped
from tests.spec.measures.facts import amount, results

ROWS = [
    amount("jeugd", "expense", "actual", 90_00),
    amount("jeugd", "expense", "revised", 80_00),
    amount("jeugd", "income", "actual", 30_50),
    amount("jeugd", "income", "revised", 25_00),
    amount("jeugd", "reserve_movement", "actual", -2_00),
    amount("jeugd", "reserve_movement", "revised", 0),
    amount("werk", "expense", "actual", 50_00),
    amount("werk", "expense", "revised", 52_00),
    amount("werk", "income", "actual", 10_00),
    amount("werk", "income", "revised", 12_00),
    amount("werk", "expense", "actual", 7_00, recurrence="one_off"),
]

EXPECTED = {
    # measure: (of the programme, of the theme jeugd), in euros, actual
    "expense": ("140", "90"),
    "income": ("40.50", "30.50"),
    "balance": ("-99.50", "-59.50"),
    "reserve_movement": ("-2", "-2"),
    "financial_result": ("-97.50", "-57.50"),
}
DIFFERENCES = {
    "expense_difference": ("8", "10"),
    "income_difference": ("3.50", "5.50"),
    "balance_difference": ("-4.50", "-4.50"),
    "reserve_movement_difference": ("-2", "-2"),
    "financial_result_difference": ("-2.50", "-2.50"),
}


@pytest.mark.parametrize("measure", EXPECTED)
def test_an_amount_is_summed_by_kind_over_the_programme_and_by_theme(measure):
    found = {
        r.theme: r.value
        for r in results(shipped()[measure], amounts=ROWS)
        if r.stage == "actual" and r.recurrence == "undivided"
    }
    assert (found[None], found["jeugd"]) == tuple(map(Decimal, EXPECTED[measure]))


@pytest.mark.parametrize("measure", DIFFERENCES)
def test_a_difference_is_actual_minus_revised(measure):
    found = {r.theme: r.value for r in results(shipped()[measure], amounts=ROWS)}
    assert (found[None], found["jeugd"]) == tuple(map(Decimal, DIFFERENCES[measure]))


def test_what_is_one_off_is_never_added_to_the_whole_of_which_it_is_a_part():
    found = [r for r in results(shipped()["expense"], amounts=ROWS) if r.theme is None]
    assert {(r.stage, r.recurrence): r.value for r in found} == {
        ("actual", "undivided"): 140,
        ("actual", "one_off"): 7,
        ("revised", "undivided"): 132,
    }


def test_without_a_budget_there_is_no_difference_rather_than_the_whole():
    only_actual = [row for row in ROWS if row["stage"] == "actual"]
    assert results(shipped()["expense_difference"], amounts=only_actual) == []


def test_two_documents_and_two_years_are_never_added_together():
    other = [
        amount("jeugd", "expense", "actual", 1_00, document="d2"),
        amount("jeugd", "expense", "actual", 1_00, plan_year=2023),
    ]
    found = [r for r in results(shipped()["expense"], amounts=ROWS[:1] + other) if r.theme is None]
    assert sorted((r.document, r.period_start, r.value) for r in found) == [
        ("d1", date(2022, 1, 1), 90),
        ("d1", date(2023, 1, 1), 1),
        ("d2", date(2022, 1, 1), 1),
    ]


def test_a_result_names_every_fact_behind_it():
    found = next(
        r
        for r in results(shipped()["balance"], amounts=ROWS)
        if r.theme == "jeugd" and r.stage == "actual"
    )
    assert found.n == 2
    assert len(found.evidence) == 2
    assert (found.measure, found.version) == ("balance", 1)
