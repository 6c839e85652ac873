"""The Iv3 lists of a year: which codes there are, which cells are grey, which controls are held.

Source: CBS, official Iv3 definitions of municipalities, one file a year (2017-2026); the CSV files
beside this module are made from them by `scripts/iv3_lists.py`.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

FIRST_YEAR, LAST_YEAR = 2017, 2026
ListName = Literal[
    "taakveld",
    "main_taakveld",
    "expense_category",
    "income_category",
    "balance_code",
    "balance_moment",
    "key_figure",
    "policy_indicator",
    "reported_period",
]
# The words of the standard for the five tables of a delivery.
Table = Literal["lasten", "baten", "balans_lasten", "balans_baten", "balans_standen"]
# What the rows and the columns of each table are coded by.
AXES: dict[Table, tuple[ListName, ListName]] = {
    "lasten": ("taakveld", "expense_category"),
    "baten": ("taakveld", "income_category"),
    "balans_lasten": ("balance_code", "expense_category"),
    "balans_baten": ("balance_code", "income_category"),
    "balans_standen": ("balance_code", "balance_moment"),
}


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one list with its official name, and the first and last year in which it has it.

    `group` is the official group: of a taakveld its main taakveld ('6.'), of a category LR (current),
    FR (financial) or IV (internal), of a balance code its heading ('A1' assets, 'P2' liabilities), of a
    moment 'opening' or 'closing'. A last year of 2026 is the last of which there is a definition.
    """

    list: ListName
    code: str
    name: str
    group: str
    valid_from: int
    valid_until: int

    def holds_in(self, year: int) -> bool:
        """Whether the code is official in that year, under this name."""
        return self.valid_from <= year <= self.valid_until


@dataclass(frozen=True, slots=True)
class Control:
    """One official control of one year, for the periods named; empty sets mean: all there are."""

    code: str
    periods: frozenset[int]
    balance_codes: frozenset[str]
    left_out: frozenset[str]
    valid_from: int
    valid_until: int


def known_year(year: int) -> bool:
    """Whether there is an official definition of that year."""
    return FIRST_YEAR <= year <= LAST_YEAR


@cache
def codes(name: ListName, year: int) -> dict[str, Code]:
    """The codes of a list in a year, in their natural order; empty where the list is not known."""
    there = [row for row in _codes() if row.list == name and row.holds_in(year)]
    return {row.code: row for row in sorted(there, key=lambda row: natural(row.code))}


@cache
def years_of(name: ListName, code: str) -> tuple[int, ...]:
    """The years in which a code is official, under whatever name."""
    rows = [row for row in _codes() if row.list == name and row.code == code]
    return tuple(
        year for year in range(FIRST_YEAR, LAST_YEAR + 1) if any(row.holds_in(year) for row in rows)
    )


@cache
def grey(table: Table, year: int) -> dict[str, frozenset[str]]:
    """Per row code of a table the columns that may hold no amount in that year."""
    return {
        row["row"]: frozenset(row["categories"].split())
        for row in _table("grey_cells.csv")
        if row["table"] == table and int(row["valid_from"]) <= year <= int(row["valid_until"])
    }


@cache
def controls(year: int, period: int) -> tuple[Control, ...]:
    """The official controls on a delivery of that year and period, by number."""
    made = (
        Control(
            row["control"],
            frozenset(int(part) for part in row["periods"].split()),
            frozenset(row["balance_codes"].split()),
            frozenset(row["left_out"].split()),
            int(row["valid_from"]),
            int(row["valid_until"]),
        )
        for row in _table("controls.csv")
    )
    held = (c for c in made if c.valid_from <= year <= c.valid_until and period in c.periods)
    return tuple(sorted(held, key=lambda control: control.code))


def natural(code: str) -> tuple[tuple[int, str], ...]:
    """A key that puts 0.2 before 0.10, and 6.71 before 6.71a."""
    parts = re.findall(r"[0-9]+|[^0-9]+", code)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


@cache
def _codes() -> tuple[Code, ...]:
    return tuple(
        Code(
            row["list"],  # type: ignore[arg-type]
            row["code"],
            row["name"],
            row["group"],
            int(row["valid_from"]),
            int(row["valid_until"]),
        )
        for row in _table("codes.csv")
    )


def _table(name: str) -> Iterator[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return csv.DictReader(text.splitlines())
