"""The six files of Noaberstad as plain TOML with decimals, and sums over their cost tables.

Nothing here leans on the code that reads, checks or audits programmes: tests hold that code, and the
files, against these sums.
"""

import tomllib
from collections import defaultdict
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import pytest

from noaber.intake.documents.files import read_file
from noaber.intake.documents.reading import Reading

FOLDER = resources.files("noaber.app") / "demo"
YEARS = (2024, 2025)
# In the order in which they were offered: the budget of 2025 comes before the accounts of 2024.
IN_TIME = (
    (2024, "budget"),
    (2024, "interim"),
    (2025, "budget"),
    (2024, "account"),
    (2025, "interim"),
    (2025, "account"),
)
THEMES = ("wmo", "jeugd", "werk", "schulden", "preventie")
# What a printed amount is multiplied by to give its magnitude: a balance is income less expense.
SIGNS = {
    2024: {"expense": 1, "income": -1, "balance": -1, "reserve": 1, "result": -1},
    2025: {"expense": 1, "income": 1, "balance": -1, "reserve": -1, "result": -1},
}
KIND_OF_LINE = {"expense": "expense", "income": "income", "reserve_movement": "reserve"}
ALL = pytest.mark.parametrize(("year", "kind"), IN_TIME)
ACCOUNTS = pytest.mark.parametrize("year", YEARS)

Table = dict[str, Any]
Axes = tuple[str | None, str, str]


def name_of(year: int, kind: str) -> str:
    return f"noaberstad-{year}-{kind}.toml"


@cache
def data(year: int, kind: str) -> Table:
    text = (FOLDER / name_of(year, kind)).read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal)


@cache
def reading(year: int, kind: str) -> Reading:
    name = name_of(year, kind)
    return read_file((FOLDER / name).read_bytes(), name)[1]


def records(year: int, kind: str, section: str) -> list[Table]:
    return data(year, kind).get(section, [])


def by_id(year: int, kind: str, section: str) -> dict[str, Table]:
    return {one["id"]: one for one in records(year, kind, section)}


@cache
def sums(year: int, kind: str) -> dict[Axes, Decimal]:
    """(theme, kind, column) -> the magnitude, added up from the lowest rows."""
    found: dict[Axes, Decimal] = defaultdict(Decimal)
    for row in data(year, kind)["money"]["row"]:
        if row["kind"] in ("expense", "income", "reserve") and "taakveld" in row:
            for column, eur in row["amounts"].items():
                found[row["heading"], row["kind"], column] += SIGNS[year][row["kind"]] * eur
                found[None, row["kind"], column] += SIGNS[year][row["kind"]] * eur
    return found


def column(year: int, kind: str, stage: str, plan_year: int | None = None) -> str:
    """The id of the one column of a stage and plan year; one-off parts have a column of their own."""
    (found,) = (
        one["id"]
        for one in data(year, kind)["money"]["columns"]
        if one.get("stage") == stage
        and one.get("year", year) == (plan_year or year)
        and "recurrence" not in one
    )
    return found


def amount(
    year: int, kind: str, stage: str, theme: str | None, what: str, plan_year: int | None = None
) -> Decimal:
    return sums(year, kind)[theme, what, column(year, kind, stage, plan_year)]


def balance(year: int, kind: str, stage: str, theme: str | None) -> Decimal:
    income = amount(year, kind, stage, theme, "income")
    return income - amount(year, kind, stage, theme, "expense")


def better(year: int, theme: str | None) -> tuple[Decimal, Decimal]:
    """How much better than the revised budget the accounts are, before and after reserves."""
    before = balance(year, "account", "actual", theme) - balance(year, "account", "revised", theme)
    moved = amount(year, "account", "actual", theme, "reserve")
    return before, before - (moved - amount(year, "account", "revised", theme, "reserve"))
