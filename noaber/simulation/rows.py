"""From numpy columns to the tables of facts: words by number, days, decimals and the names of records."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from noaber.facts.tables import TABLES
from noaber.simulation.calendar import FAR
from noaber.simulation.chance import Floats, Ints

MISSING = -(2**62)
"""A whole number that is not known."""


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words, each by its number in a list; nothing where the number is negative."""

    words: tuple[str, ...] | pa.Array
    numbers: Ints

    def column(self) -> pa.Array:
        """The words themselves."""
        words = (
            self.words if isinstance(self.words, pa.Array) else pa.array(self.words, pa.string())
        )
        numbers = pa.array(self.numbers.astype(np.int32), mask=self.numbers < 0)
        return pa.DictionaryArray.from_arrays(numbers, words).dictionary_decode()


@dataclass(frozen=True, slots=True)
class Record:
    """Names of records: what they are, and a number; nothing where the number is negative."""

    kind: str
    numbers: Ints

    def column(self) -> pa.Array:
        """The names: simulation.kind:0000012."""
        digits = pc.utf8_lpad(pc.cast(pa.array(self.numbers), pa.string()), 8, "0")
        made = pc.binary_join_element_wise(f"simulation.{self.kind}", digits, ":")
        if (self.numbers < 0).any():
            made = pc.if_else(pa.array(self.numbers >= 0), made, pa.scalar(None, pa.string()))
        return made


Cell = Words | Record | np.ndarray | str | int | None


@dataclass(frozen=True, slots=True)
class Told:
    """Rows of one fact table, by column; a column that is not named is empty, a single value stands for all."""

    table: str
    count: int
    columns: Mapping[str, Cell]

    def arrow(self, common: Mapping[str, Cell]) -> pa.Table:
        """As a table of facts, with what all rows of this municipality have in common."""
        schema, cells = TABLES[self.table].schema, {**common, **self.columns}
        unknown = set(self.columns) - set(schema.names)
        if unknown:
            raise KeyError(f"{self.table}: {sorted(unknown)}")
        return pa.table(
            [_column(cells.get(field.name), field.type, self.count) for field in schema],
            schema=schema,
        )


def _column(cell: Cell, kind: pa.DataType, count: int) -> pa.Array:
    if cell is None:
        return pa.nulls(count, kind)
    if isinstance(cell, Words | Record):
        return cell.column()
    if not isinstance(cell, np.ndarray):
        if pa.types.is_date32(kind):
            cell = np.full(count, cell)
        else:
            return pa.repeat(pa.scalar(cell, kind), count)
    if pa.types.is_decimal(kind):
        return decimals(cell, kind)
    if pa.types.is_date32(kind):
        return pa.array(cell.astype(np.int32), pa.int32(), mask=abs(cell) >= FAR).view(pa.date32())
    return pa.array(cell, kind, mask=cell == MISSING)


def decimals(values: Ints | Floats, kind: pa.DataType) -> pa.Array:
    """Numbers as decimals, rounded to their scale; NaN and MISSING are nothing."""
    empty = np.isnan(values) if values.dtype.kind == "f" else values == MISSING
    filled = np.where(empty, 0, values)
    low = np.rint(filled * 10**kind.scale).astype(np.int64)
    # A decimal of 128 bits is two numbers of 64, the second of which only repeats the sign.
    bits = np.stack([low, low >> 63], axis=1)
    made = pa.Array.from_buffers(kind, len(low), [None, pa.py_buffer(np.ascontiguousarray(bits))])
    return pc.if_else(pa.array(~empty), made, pa.scalar(None, kind)) if empty.any() else made
