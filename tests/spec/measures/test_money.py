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


# What is specified below by a test of its own.
SPECIFIED = {
    "explained",
    "explained_by_cause",
    "unexplained",
    "unexplained_gross",
    "expense_by_taakveld",
    "income_by_taakveld",
}

EXPLAINED = [
    amount("jeugd", "explained", "actual", -6_00, cause="volume"),
    amount("jeugd", "explained", "actual", 1_00, cause="price", recurrence="one_off"),
    amount("werk", "explained", "actual", 2_00, cause="volume"),
]


def test_what_is_explained_is_the_sum_of_the_causes_whatever_their_recurrence():
    found = {r.theme: r.value for r in results(shipped()["explained"], amounts=ROWS + EXPLAINED)}
    assert found == {None: -3, "jeugd": -5, "werk": 2}


def test_causes_are_added_by_cause():
    found = results(shipped()["explained_by_cause"], amounts=ROWS + EXPLAINED)
    assert {(r.theme, r.cause): r.value for r in found if r.cause == "volume"} == {
        (None, "volume"): -4,
        ("jeugd", "volume"): -6,
        ("werk", "volume"): 2,
    }


def test_what_is_not_explained_is_the_difference_less_the_causes():
    found = {r.theme: r for r in results(shipped()["unexplained"], amounts=ROWS + EXPLAINED)}
    # balance: actual less revised is -4.50 for jeugd, 0 for werk, -4.50 for all
    values = {theme: row.value for theme, row in found.items()}
    assert values == {None: Decimal("-1.50"), "jeugd": Decimal("0.50"), "werk": -2}
    assert found["jeugd"].n == 4 + 2


def test_a_theme_without_a_cause_is_wholly_unexplained_once_the_document_explains_anything():
    found = {r.theme: r.value for r in results(shipped()["unexplained"], ROWS + EXPLAINED[:1])}
    assert found["werk"] == 0
    assert results(shipped()["unexplained"], amounts=ROWS) == []


def test_gross_lets_no_windfall_hide_a_setback():
    (found,) = results(shipped()["unexplained_gross"], amounts=ROWS + EXPLAINED)
    assert (found.theme, found.value) == (None, Decimal("2.50"))


TAAKVELDEN = [
    amount("wmo", "expense", "actual", 5_00, taakveld="6.71a", taakveld_group="6.71", taakveld_wide="w"),
    amount("wmo", "expense", "actual", 3_00, taakveld="6.71b", taakveld_group="6.71", taakveld_wide="w"),
    amount("wmo", "expense", "actual", 2_00, taakveld="6.91", taakveld_wide="w"),
    amount("wmo", "income", "actual", 1_00, taakveld="6.71a", taakveld_group="6.71", taakveld_wide="w"),
    amount("werk", "expense", "actual", 9_00),
]  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "wide", "group", "rest"),
    [("expense_by_taakveld", 10, 8, 9), ("income_by_taakveld", 1, 1, None)],
)
def test_taakvelden_are_added_by_what_holds_over_the_years(measure, wide, group, rest):
    found = {
        (r.taakveld_wide, r.taakveld_group, r.taakveld): r.value
        for r in results(shipped()[measure], amounts=TAAKVELDEN)
    }
    assert found["w", None, None] == wide
    assert found["w", "6.71", None] == group
    assert sum(value for (_, _, code), value in found.items() if code) == wide
    assert found.get((None, None, None)) == rest
