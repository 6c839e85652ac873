"""Facts of a part written as slices of a snapshot that is in the making."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from noaber.facts.making import Making, slice_path
from noaber.facts.tables import TABLES, hold
from noaber.simulation.plan import Order, Place
from noaber.simulation.rows import Record, Told

WHOLE = "whole"
"""The source of what is about a municipality as a whole."""


def write(
    making: Making, order: Order, place: Place, source: str, told: Iterable[Told]
) -> dict[str, int]:
    """Write rows by table and year; how many of each table and kind. Rows must lie in order of their record."""
    common = {
        "origin": "registered",
        "municipality": place.code,
        "evidence": f"simulation, seed {order.seed}",
    }
    by_table: dict[str, list[Told]] = {}
    for one in told:
        by_table.setdefault(one.table, []).append(one)
    counts: dict[str, int] = {}
    for name, all_of in by_table.items():
        for one in all_of:
            kind = one.columns.get("kind")
            key = f"{name}.{kind}" if isinstance(kind, str) else name
            counts[key] = counts.get(key, 0) + one.count
        _table(making, place.code, name, source, [one.arrow(common) for one in _ordered(all_of)])
    return counts


def _ordered(told: list[Told]) -> list[Told]:
    """By the name of the record: then rows that lie in order of their number lie in order of their record."""
    return sorted(told, key=lambda one: _kind(one))


def _kind(one: Told) -> str:
    record = one.columns.get("record")
    return f"{record.kind}:" if isinstance(record, Record) else ""


def _table(making: Making, code: str, name: str, source: str, pieces: list[pa.Table]) -> None:
    table = TABLES[name]
    rows = hold(table, pa.concat_tables(pieces))
    if not rows.num_rows:
        return
    if table.order != ("record",):
        rows = rows.sort_by([(column, "ascending") for column in table.order])
    values = rows[table.year_of]
    year = (pc.year(values) if pa.types.is_date32(values.type) else values).to_numpy().astype(int)
    order = np.argsort(year, kind="stable")
    rows, year = rows.take(pa.array(order)).combine_chunks(), year[order]
    bounds = np.flatnonzero(np.diff(year)) + 1
    for start, end in zip([0, *bounds], [*bounds, len(year)], strict=True):
        part = rows.slice(int(start), int(end - start))
        making.write(slice_path(name, code, int(year[start]), source), part)


def resume(root: Path, folder: str) -> Making:
    """The same snapshot in the making, for another process that adds slices to it."""
    making = Making(root)
    making.folder = root / folder
    return making
