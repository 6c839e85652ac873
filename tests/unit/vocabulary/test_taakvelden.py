"""Taakvelden by year: spellings in the wild, generations, and what keeps a trend."""

import pytest

from noaber.vocabulary.iv3.lists import FIRST_YEAR, LAST_YEAR, codes, controls, grey
from noaber.vocabulary.taakvelden import (
    category,
    category_sides,
    generation_of,
    main_taakveld,
    normalise_code,
    not_official,
    taakveld,
    taakvelden,
    trend_parent,
)

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("6.71", "6.71"),
        (" 06.71 ", "6.71"),
        ("6,71", "6.71"),
        ("6.71A", "6.71a"),
        ("6.71 Maatwerkdienstverlening 18+", "6.71"),
        ("Taakveld 6.71: maatwerk", "6.71"),
        ("TV 6.2", "6.2"),
        ("671", "6.71"),
        ("0.10", "0.10"),
        ("0.1", "0.1"),
        ("010", "0.10"),
        ("6.60", "6.60"),
        ("6.6", "6.6"),
    ],
)
def test_a_code_is_known_however_it_is_printed(printed: str, code: str) -> None:
    assert normalise_code(printed) == code


@pytest.mark.parametrize("printed", ["", "Jeugd", "6.7.1", "6.71abc", "9.1", "zes"])
def test_what_begins_with_no_code_has_none(printed: str) -> None:
    assert normalise_code(printed) is None


def test_a_subdivision_of_the_ledger_is_read_by_the_lists_of_the_year() -> None:
    assert normalise_code("671-3 - Dagbesteding", 2025) == "6.713"
    assert normalise_code("671-3 - Dagbesteding", 2022) == "6.71"


def test_a_code_of_another_generation_is_none_and_says_whose_it_is() -> None:
    assert taakveld("6.71a", 2022) is None
    assert generation_of("6.71a") == (2023, 2024)
    assert generation_of("6.751") == (2025, 2026)
    assert generation_of("6.83") == ()
    assert not_official("6.71a", 2022) == "'6.71a' is een taakveld van 2023 en 2024, niet van 2022"
    assert "in geen enkel jaar" in not_official("6.83", 2022)
    assert "2031" in not_official("6.1", 2031)


def test_the_name_is_that_of_the_year() -> None:
    names = {year: taakveld("6.2", year) for year in (2022, 2023)}
    assert names[2022] is not None
    assert names[2022].name == "Wijkteams"
    assert names[2023] is not None
    assert names[2023].name == "Toegang en eerstelijnsvoorzieningen"
    assert taakveld("6.2", 2025) is None


def test_the_numbers_of_taakvelden_are_the_official_ones() -> None:
    counts = [len(taakvelden(year)) for year in YEARS]
    assert counts == [53] * 6 + [71] * 2 + [69] * 2
    assert taakvelden(2016) == ()


def test_taakvelden_stand_in_the_order_of_their_numbers() -> None:
    order = [row.code for row in taakvelden(2024)]
    assert order[:3] == ["0.1", "0.2", "0.3"]
    assert order.index("0.9") + 1 == order.index("0.10")
    assert order.index("6.71") + 1 == order.index("6.71a")


def test_every_taakveld_has_its_main_taakveld() -> None:
    for year in YEARS:
        for row in taakvelden(year):
            main = main_taakveld(row.code, year)
            assert main is not None
            assert row.code.startswith(main.code)


def test_categories_know_their_side_and_their_years() -> None:
    assert category_sides("3.4.1", 2022) == ("lasten",)
    assert category_sides("3.4.2", 2022) == ("baten",)
    assert category_sides("3.8", 2022) == ("lasten", "baten")
    assert category_sides("4.4.8", 2025) == ()
    found = category("4.5.8", 2025)
    assert found is not None
    assert found.group == "LR"


def test_generations_of_the_same_care_have_a_common_parent() -> None:
    cases = {
        "6.72": 2022,
        "6.72a": 2023,
        "6.73b": 2024,
        "6.751": 2025,
        "6.762": 2026,
        "6.792": 2025,
    }
    assert {trend_parent(code, year).code for code, year in cases.items()} == {"6.72"}


def test_where_no_parent_is_established_the_reason_is_said_and_the_wide_one_holds() -> None:
    for code in ("6.21", "6.22", "6.23", "6.91", "6.92"):
        found = trend_parent(code, 2025)
        assert found.code is None
        assert "niet vastgesteld" in found.note
        assert found.wide == trend_parent("6.71", 2020).wide == trend_parent("6.2", 2020).wide


def test_an_unchanged_code_is_its_own_parent_and_an_unknown_one_has_none() -> None:
    assert trend_parent("2.1", 2020).code == "2.1"
    assert trend_parent("6.71a", 2022).code is None
    assert "2023" in trend_parent("6.71a", 2022).note


def test_every_code_that_is_not_in_all_years_says_where_its_trend_goes() -> None:
    """A new generation is noticed: a code that comes or goes must have a line in the table."""
    for year in YEARS:
        for row in taakvelden(year):
            if len(generation_of(row.code)) < len(YEARS):
                assert trend_parent(row.code, year).wide != row.code


def test_a_parent_is_a_code_of_all_years_of_its_generation_or_has_one_in_every_year() -> None:
    for wide in {trend_parent(row.code, year).wide for year in YEARS for row in taakvelden(year)}:
        years = [
            year
            for year in YEARS
            if any(trend_parent(row.code, year).wide == wide for row in taakvelden(year))
        ]
        assert years == list(YEARS), wide


def test_grey_cells_and_controls_stand_on_codes_of_the_year() -> None:
    for year in YEARS:
        for row, columns in grey("lasten", year).items():
            assert row in codes("taakveld", year)
            assert columns <= set(codes("expense_category", year))
        for control in controls(year, 5):
            assert control.balance_codes <= set(codes("balance_code", year))
            assert control.left_out <= set(codes("taakveld", year))


def test_reserve_movements_take_only_category_7_1() -> None:
    for table, categories in (("lasten", "expense_category"), ("baten", "income_category")):
        free = set(codes(categories, 2022)) - grey(table, 2022)["0.10"]
        assert free == {"7.1"}


def test_the_controls_of_a_year_are_the_official_ones() -> None:
    assert [control.code for control in controls(2018, 5)] == ["PF001"]
    assert [control.code for control in controls(2022, 0)] == ["PF006"]
    assert [control.code for control in controls(2022, 5)] == [f"PF00{n}" for n in range(1, 10)]
