"""Comparing and joining whole columns with true, false and unknown, on Arrow arrays or on short plain lists.

A claim has thousands of rows, and Arrow compares them at once; an allocation has three, and for these a list
is ten times as fast. Both give the same (a generative test). Unknown is null, or None in a list.
"""

import operator
import re
from calendar import isleap
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from noaber.intake.messages.elfproef import passes_elfproef
from noaber.vocabulary.bsn import is_bsn

Column = Any  # an Arrow array, or a list
Mask = Any  # the same, of true, false and unknown

_ARROW = {
    "=": pc.equal,
    "!=": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}
_PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
SIGNS = frozenset(_PLAIN)


def present(column: Column) -> Mask:
    """Whether there is a value."""
    if isinstance(column, list):
        return [value is not None for value in column]
    return pc.is_valid(column)


def negate(mask: Mask) -> Mask:
    """Not; unknown stays unknown."""
    if isinstance(mask, list):
        return [None if value is None else not value for value in mask]
    return pc.invert(mask)


def both(left: Mask, right: Mask) -> Mask:
    """And: false where one is false, else unknown where one is unknown."""
    if isinstance(left, list):
        return [_and(a, b) for a, b in zip(left, right, strict=True)]
    return pc.and_kleene(left, right)


def either(left: Mask, right: Mask) -> Mask:
    """Or: true where one is true, else unknown where one is unknown."""
    if isinstance(left, list):
        return [_or(a, b) for a, b in zip(left, right, strict=True)]
    return pc.or_kleene(left, right)


def _and(a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def _or(a: bool | None, b: bool | None) -> bool | None:
    if a is True or b is True:
        return True
    return None if a is None or b is None else False


def known_true(mask: Mask) -> Mask:
    """True where it is true, false where it is false or unknown."""
    if isinstance(mask, list):
        return [value is True for value in mask]
    return pc.fill_null(mask, False)


def compare(sign: str, column: Column, other: Column) -> Mask:
    """A comparison row by row; unknown where either is absent."""
    if isinstance(column, list):
        says = _PLAIN[sign]
        return [
            None if a is None or b is None else says(a, b)
            for a, b in zip(column, other, strict=True)
        ]
    return _ARROW[sign](column, other)


def compare_years_before(sign: str, column: Column, other: Column, years: int) -> Mask:
    """Days compared with other days, so many years earlier."""
    if isinstance(column, list):
        return compare(sign, _numbers(column, 0), _numbers(other, years))
    return _ARROW[sign](_day_number(column), _years_before(_day_number(other), years))


def _years_before(numbers: Any, years: int) -> Any:
    """Days as numbers so many years earlier; 29 February is the 28th in a year without one."""
    earlier = pc.subtract(numbers, pa.scalar(10000 * years, pa.int64()))
    year = pc.divide(earlier, 10000)
    leap = pc.or_(pc.and_(_divides(year, 4), pc.invert(_divides(year, 100))), _divides(year, 400))
    day = pc.subtract(earlier, pc.multiply(year, 10000))
    clipped = pc.and_(pc.equal(day, 229), pc.invert(leap))
    return pc.if_else(clipped, pc.subtract(earlier, pa.scalar(1, pa.int64())), earlier)


def _divides(numbers: Any, by: int) -> Any:
    return pc.equal(pc.subtract(numbers, pc.multiply(pc.divide(numbers, by), by)), 0)


def among(column: Column, values: Sequence[Any]) -> Mask:
    """Whether the value is one of these; unknown where it is absent."""
    if isinstance(column, list):
        return [None if value is None else value in values for value in column]
    found = pc.is_in(column, value_set=pa.array(values, column.type))
    return pc.if_else(pc.is_valid(column), found, None)


def matches(column: Column, pattern: str) -> Mask:
    """Whether the whole text fits the pattern; unknown where it is absent."""
    if isinstance(column, list):
        fits = _pattern(pattern).fullmatch
        return [None if text is None else fits(text) is not None for text in column]
    return pc.match_substring_regex(column, f"^(?:{pattern})$")


def elfproef(column: Column) -> Mask:
    """Whether the number passes the eleven test of a BSN; unknown where it is absent."""
    if isinstance(column, list):
        return [None if text is None else is_bsn(text) for text in column]
    return passes_elfproef(column)


def constant(value: Any, like: Column, kind: pa.DataType) -> Column:
    """One value beside every row of a column."""
    return [value] * len(like) if isinstance(like, list) else pa.scalar(value, kind)


def true_rows(mask: Mask) -> list[int]:
    """The numbers of the rows for which a mask is true."""
    if isinstance(mask, list):
        return [row for row, value in enumerate(mask) if value is True]
    flat = mask.combine_chunks() if isinstance(mask, pa.ChunkedArray) else mask
    found: list[int] = pc.indices_nonzero(pc.fill_null(flat, False)).to_pylist()
    return found


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _numbers(days: list[date | None], years: int) -> list[int | None]:
    return [None if day is None else _number(day, years) for day in days]


def _number(day: date, years: int) -> int:
    clipped = (day.month, day.day) == (2, 29) and not isleap(day.year - years)
    return (day.year - years) * 10000 + day.month * 100 + day.day - clipped


def _day_number(days: Any) -> Any:
    """A day as the number yyyymmdd, so that years can be taken off."""
    parts = (pc.year(days), pc.month(days), pc.day(days))
    year, month, day = (pc.cast(part, pa.int64()) for part in parts)
    return pc.add(pc.add(pc.multiply(year, 10000), pc.multiply(month, 100)), day)
