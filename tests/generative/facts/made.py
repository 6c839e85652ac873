"""Rows of any table of facts, made from what its columns say of themselves."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
from hypothesis import strategies as st

from noaber.facts.columns import OWN_WORD, Column, Table

DAYS = st.dates(date(2015, 1, 1), date(2024, 12, 31))
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


def values(column: Column) -> st.SearchStrategy[object]:
    """Anything that may stand in a column, but for nothing."""
    if column.name == "municipality":
        return st.sampled_from(["1700", "0141", "0034"])
    if column.name in ("plan_year", "birth_year"):
        return st.integers(1930, 2024)
    if column.allowed is not None:
        words = st.sampled_from(sorted(column.words))
        return words | st.from_regex(OWN_WORD, fullmatch=True) if column.is_open else words
    if pa.types.is_date32(column.type):
        return DAYS
    if pa.types.is_integer(column.type):
        return st.integers(0, 2**15 - 1)
    if pa.types.is_decimal(column.type):
        return st.decimals(0, 10**6, places=4).map(Decimal)
    return TEXTS


def row(table: Table) -> st.SearchStrategy[dict[str, object]]:
    """One row of a table: each column as it may be, empty where it may be empty."""
    return st.fixed_dictionaries({
        column.name: st.none() | values(column)
        if column.nullable and not column.needed_by
        else values(column)
        for column in table.columns
    })  # fmt: skip


def rows(table: Table, most: int = 20) -> st.SearchStrategy[list[dict[str, object]]]:
    """Some rows; each with a record of its own where the table has one."""
    unique = "record" if "record" in table.schema.names else "evidence"
    return st.lists(row(table), max_size=most, unique_by=lambda one: one[unique])
