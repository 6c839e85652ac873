"""Noaberstad: each of the six documents closes on itself, and together they use the whole format."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from noaber.intake.documents.audit import audit
from noaber.intake.documents.sections import SECTIONS, Section
from noaber.intake.documents.signs import infer_signs
from noaber.vocabulary.iv3.lists import grey
from noaber.vocabulary.places import EXAMPLES
from noaber.vocabulary.taakvelden import category_sides, taakveld
from tests.contract.programmes.noaberstad import (
    ACCOUNTS,
    ALL,
    IN_TIME,
    KIND_OF_LINE,
    SIGNS,
    THEMES,
    YEARS,
    Table,
    amount,
    better,
    data,
    reading,
    records,
    sums,
)

# Everything that the format has.


def _used(section: Section, tables: list[Table]) -> Iterator[tuple[str, str]]:
    for table in tables:
        for field in section.fields:
            if field.name in table:
                yield section.name, field.name
        for inner in section.entries:
            for name, field in _used(inner, table.get(inner.name, [])):
                yield f"{section.name}.{name}", field


def _declared(section: Section) -> Iterator[tuple[str, str]]:
    for field in section.fields:
        yield section.name, field.name
    for inner in section.entries:
        for name, field in _declared(inner):
            yield f"{section.name}.{name}", field


def test_every_section_and_every_field_is_used() -> None:
    used = {
        pair
        for document in IN_TIME
        for section in SECTIONS.values()
        for pair in _used(section, records(*document, section.name))
    }
    declared = {pair for section in SECTIONS.values() for pair in _declared(section)}
    assert declared - used == set()


def test_every_word_of_a_choice_is_used() -> None:
    used: dict[str, set[str]] = defaultdict(set)
    wanted: dict[str, set[str]] = defaultdict(set)
    for document in IN_TIME:
        for section in SECTIONS.values():
            for one in (section, *section.entries):
                tables = records(*document, section.name)
                if one is not section:
                    tables = [inner for table in tables for inner in table.get(one.name, [])]
                for field in one.fields:
                    if field.choices is not None:
                        kind = field.choices.__name__
                        wanted[kind] |= {word.value for word in field.choices}
                        used[kind] |= {table[field.name] for table in tables if field.name in table}
    left = {kind: wanted[kind] - used[kind] for kind in wanted if wanted[kind] - used[kind]}
    # Reserves are not committed, and a change of the budget is one or the other.
    assert left == {"Stage": {"commitment"}, "Recurrence": {"undivided"}}


def test_indicators_have_every_unit_kind_direction_and_sort_of_target() -> None:
    rows = [row for document in IN_TIME for row in records(*document, "indicator")]
    assert {row["unit"] for row in rows} == {"number", "percent", "eur", "yesno", "text"}
    assert {row["kind"] for row in rows} == {"outcome", "output", "context"}
    assert {row.get("direction") for row in rows} == {
        None, "up", "down", "hold", "hold_or_up", "hold_or_down",
    }  # fmt: skip
    targets = [value for row in rows for value in row.get("targets", {}).values()]
    bounds = {bound for value in targets if isinstance(value, dict) for bound in value}
    assert bounds == {"at_least", "at_most"}
    assert any(isinstance(value, int) and not isinstance(value, bool) for value in targets)
    assert any("targets" not in row and "direction" not in row for row in rows)
    assert all("source" in row and "owner" in row for row in rows)
    assert any("baseline" in row for row in rows)


def test_there_are_breaks_with_and_without_their_periods() -> None:
    notes = [note for document in IN_TIME for note in records(*document, "note")]
    breaks = [note["break"] for note in notes if "break" in note]
    assert {} in breaks
    assert {"before": "2023", "after": "2024"} in breaks


def test_one_indicator_lapses_after_three_empty_years() -> None:
    assert [_lapsed(year) for year in YEARS] == [["vrijwilligers"], []]


def _lapsed(year: int) -> list[str]:
    last = [str(one) for one in range(year - 2, year + 1)]
    return [
        row["id"]
        for row in records(year, "account", "indicator")
        if all(row["values"].get(period) == "-" for period in last)
    ]


# What each document says of itself.


@ALL
def test_the_documents_have_the_life_that_the_cycle_gives_them(year: int, kind: str) -> None:
    head = data(year, kind)["document"]
    assert (head["municipality"], head["year"], head["kind"]) == (EXAMPLES[0].name, year, kind)
    status = {(2025, "interim"): "offered", (2025, "account"): "concept"}
    assert head["status"] == status.get((year, kind), "adopted")
    decided = head["status"] == "adopted"
    assert ("decision" in head, "decided_on" in head) == (decided, decided)


@ALL
def test_every_printed_sum_is_the_sum_of_its_rows(year: int, kind: str) -> None:
    found = sums(year, kind)
    printed = 0
    for row in data(year, kind)["money"]["row"]:
        if "taakveld" in row or "stage" in row:
            continue
        theme = row.get("heading")
        for at, eur in row["amounts"].items():
            expense, income, moved = (
                found[theme, one, at] for one in ("expense", "income", "reserve")
            )
            wanted = {
                "expense": expense,
                "income": income,
                "reserve": moved,
                "balance": income - expense,
                "result": income - expense - moved,
            }
            assert SIGNS[year][row["kind"]] * eur == wanted[row["kind"]], (theme, row["line"], at)
            printed += 1
    assert printed > 60


@ACCOUNTS
def test_printed_differences_are_those_of_the_totals(year: int) -> None:
    rows = [row for row in data(year, "account")["money"]["row"] if row.get("stage")]
    assert [row["kind"] for row in rows] == ["expense", "balance"]
    spent, total = (next(iter(row["amounts"].values())) for row in rows)
    allowed = amount(year, "account", "revised", None, "expense")
    assert spent == amount(year, "account", "actual", None, "expense") - allowed
    assert -total == better(year, None)[0]
    assert [row["favourable"] for row in rows] == [spent <= 0, total <= 0]


def test_the_two_years_print_their_signs_differently() -> None:
    for year, kind in IN_TIME:
        signs = infer_signs(reading(year, kind).finance)
        assert signs is not None
        assert {one: signs.factor(one) for one in SIGNS[year]} == SIGNS[year]  # type: ignore[arg-type]
    for row in data(2025, "budget")["money"]["row"]:
        # A result below zero: recurring costs that a reserve pays for once.
        if row["kind"] != "result":
            assert all(eur >= 0 for eur in row["amounts"].values()), row["line"]


@ALL
def test_codes_are_official_in_their_year_and_their_cells_are_not_grey(
    year: int, kind: str
) -> None:
    sides = {"expense": "lasten", "income": "baten"}
    for row in data(year, kind)["money"]["row"]:
        if "taakveld" not in row:
            continue
        assert taakveld(row["taakveld"], year) is not None, row["line"]
        for side in [sides[row["kind"]]] if row["kind"] in sides else category_sides("7.1", year):
            assert side in category_sides(row["category"], year), row["line"]
            greyed = grey("lasten" if side == "lasten" else "baten", year)
            assert row["category"] not in greyed[row["taakveld"]], row["line"]


# Budget, amendments, accounts.


@pytest.mark.parametrize("kind", ["interim", "account"])
@ACCOUNTS
def test_original_and_amendments_give_the_revised_budget(year: int, kind: str) -> None:
    changes: dict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    for amendment in records(year, kind, "budget_amendment"):
        for line in amendment["line"]:
            at = (line["theme"], KIND_OF_LINE[line["kind"]], line.get("year", year))
            changes[at] += line["eur"]
    plan_years = (year, year + 1) if kind == "interim" else (year,)
    assert {plan_year for _, _, plan_year in changes} == set(plan_years)
    for plan_year in plan_years:
        for theme in THEMES:
            for what in ("expense", "income", "reserve"):
                before = amount(year, kind, "original", theme, what, plan_year)
                after = amount(year, kind, "revised", theme, what, plan_year)
                assert before + changes[theme, what, plan_year] == after, (theme, what, plan_year)


@ACCOUNTS
def test_amendments_of_the_interim_report_are_those_of_the_accounts(year: int) -> None:
    """The accounts leave out what an amendment does in the next year, and add what came later."""
    early, late = (
        {one["number"]: one for one in records(year, kind, "budget_amendment")}
        for kind in ("interim", "account")
    )
    assert list(late)[: len(early)] == list(early)
    assert len(late) > len(early)
    for number, one in early.items():
        other = late[number]
        assert {**one, "line": None} == {**other, "line": None}
        assert [line for line in one["line"] if "year" not in line] == other["line"]
    days = [one["on"] for one in late.values()]
    assert days == sorted(days)


@ACCOUNTS
def test_the_budget_comes_back_in_the_interim_report_and_the_accounts(year: int) -> None:
    for theme in THEMES:
        for what in ("expense", "income", "reserve"):
            adopted = amount(year, "budget", "original", theme, what)
            for kind in ("interim", "account"):
                assert amount(year, kind, "original", theme, what) == adopted
            ahead = amount(year, "budget", "original", theme, what, year + 1)
            assert amount(year, "interim", "original", theme, what, year + 1) == ahead


def test_budgets_look_three_years_ahead() -> None:
    for year in YEARS:
        columns = data(year, "budget")["money"]["columns"]
        assert {one.get("year", year) for one in columns} == set(range(year, year + 4))


def test_expenses_were_above_what_was_allowed_while_the_balance_was_better() -> None:
    over = {
        year: amount(year, "account", "actual", None, "expense")
        - amount(year, "account", "revised", None, "expense")
        for year in YEARS
    }
    assert over == {2024: Decimal("146355.05"), 2025: Decimal("156801.57")}
    assert better(2024, None) == (Decimal("739946.77"), Decimal("143796.77"))
    assert better(2025, None) == (Decimal("-127924.47"), Decimal("-151924.47"))


def test_only_youth_in_2024_is_better_before_and_worse_after_reserves() -> None:
    turned = [
        (year, theme)
        for year in YEARS
        for theme in (None, *THEMES)
        if better(year, theme)[0] * better(year, theme)[1] < 0
    ]
    assert turned == [(2024, "jeugd")]


# What the code finds in them.


@ALL
def test_no_sum_of_the_printed_tables_is_off(year: int, kind: str) -> None:
    checks = reading(year, kind).checks
    assert len(checks) >= 70
    assert [one.message for one in checks if one.status != "ok"] == []


@ALL
def test_the_audit_finds_what_was_put_in_and_no_error_of_arithmetic(year: int, kind: str) -> None:
    others = [reading(*document) for document in IN_TIME if document != (year, kind)]
    day = {"budget": date(year - 1, 11, 10), "interim": date(year, 9, 30)}
    found = audit(reading(year, kind), day.get(kind, date(year + 1, 4, 15)), others)
    rules = {one.rule for one in found if one.status == "off"}
    wanted = {"authorisation", "residual"} if kind == "account" else set()
    # One goal is measured by context alone; money kept for 2025 was not all needed.
    assert wanted <= rules <= wanted | {"orphan", "promise"}
