"""Keys of rows as 64-bit hashes, made for whole columns at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# An odd multiplier: its powers can be undone in arithmetic on 64 bits.
_FACTOR = 0x9E3779B97F4A7C15
_UNDO = pow(_FACTOR, -1, 1 << 64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_ABSENT = np.uint64(0x2545F4914F6CDD1D)


def hashes(columns: Sequence[pa.ChunkedArray]) -> np.ndarray[Any, Any]:
    """One number per row for the values of these columns together; equal rows give equal numbers.

    Two different rows get the same number with a chance of about n squared / 2**65: for two million rows
    less than one in five million.
    """
    made = np.zeros(len(columns[0]) if columns else 0, np.uint64)
    with np.errstate(over="ignore"):
        for column in columns:
            made = _mixed(made * np.uint64(_FACTOR) + _one(column))
    return made


def _one(column: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_string(flat.type):
        values = _texts(flat)
    else:
        numbers = flat if pa.types.is_int64(flat.type) else pc.cast(flat, pa.int32())
        values = pc.fill_null(pc.cast(numbers, pa.int64()), 0).to_numpy().view(np.uint64)
    absent = pc.is_null(flat).to_numpy(zero_copy_only=False)
    return _mixed(np.where(absent, _ABSENT, values + np.uint64(1)))


def _texts(flat: pa.Array) -> np.ndarray[Any, Any]:
    """A polynomial over the bytes of each text, by sums over the whole buffer."""
    offsets = np.frombuffer(flat.buffers()[1], np.int32)[flat.offset : flat.offset + len(flat) + 1]
    if not len(flat) or flat.buffers()[2] is None:
        return np.zeros(len(flat), np.uint64)
    first, last = int(offsets[0]), int(offsets[-1])
    data = np.frombuffer(flat.buffers()[2], np.uint8)[first:last].astype(np.uint64)
    starts, ends = offsets[:-1] - first, offsets[1:] - first
    powers = _powers(_FACTOR, last - first + 1)
    sums = np.zeros(last - first + 1, np.uint64)
    np.cumsum((data + np.uint64(1)) * powers[:-1], out=sums[1:])
    undo = _powers(_UNDO, last - first + 1)
    lengths = (ends - starts).astype(np.uint64)
    made: np.ndarray[Any, Any] = (sums[ends] - sums[starts]) * undo[starts] + lengths
    return made


def _powers(factor: int, count: int) -> np.ndarray[Any, Any]:
    steps = np.full(count, np.uint64(factor), np.uint64)
    steps[0] = 1
    made: np.ndarray[Any, Any] = np.multiply.accumulate(steps)
    return made


def _mixed(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    turned = (values ^ (values >> np.uint64(33))) * _MIX
    made: np.ndarray[Any, Any] = turned ^ (turned >> np.uint64(29))
    return made
