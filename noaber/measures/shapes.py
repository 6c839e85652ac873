"""What each key of a definition looks like: text, a whole number, a day, a list or a table of these."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from noaber.facts.tables import TABLES

TEXT = frozenset(
    {
        "id", "label", "fact", "origin", "statistic", "source", "period", "unit", "over", "select", "on",
        "count", "value", "of", "against", "kind", "wanted", "supplier", "beside",
    }
)  # fmt: skip
# From the least to the most that it may be: a result holds a version in two bytes, a value six decimals.
WHOLE = {"version": (1, 32_767), "decimals": (0, 6), "factor": (1, 10**9), "at_least": (0, 1_000)}
LISTS = {"dimensions": str, "optional": str, "footnotes": str, "ages": int}
WEIGHTS = frozenset({"weights", "stages", "parts", "under"})
CONDITIONS = frozenset({"only", "part"})


def misshapen(raw: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first key that holds something of another kind than it may, and what it should hold, in Dutch."""
    for key, value in raw.items():
        if why := _wrong(key, value):
            return key, f"'{key}' {why}"
    return None


def _wrong(key: str, value: Any) -> str:
    if key in TEXT:
        return "" if isinstance(value, str) else "is tekst tussen aanhalingstekens"
    if key in WHOLE:
        low, high = WHOLE[key]
        fits = _is_whole(value) and low <= value <= high
        return "" if fits else f"is een heel getal van {low} tot en met {high}"
    if key == "valid_from":
        return "" if _is_day(value) else "is een dag zonder aanhalingstekens, als 2018-01-01"
    if key in LISTS:
        kind = LISTS[key]
        fits = isinstance(value, list) and all(type(one) is kind for one in value)
        return "" if fits else f"is een lijst van {'teksten' if kind is str else 'hele getallen'}"
    if key in WEIGHTS:
        fits = isinstance(value, dict) and all(map(_is_whole, value.values()))
        return "" if fits else "is een tabel van hele getallen, als { expense = 1 }"
    if key in CONDITIONS:
        return "" if isinstance(value, dict) else 'is een tabel, als { kind = "decision" }'
    if key == "per":
        return "" if _is_per(value) else "is een tabel, als { ages = [0, 17], factor = 1000 }"
    return ""


def _is_whole(value: Any) -> bool:
    return type(value) is int


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_per(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    ages = value.get("ages", [0, 0])
    fits = isinstance(ages, list) and len(ages) == 2 and all(map(_is_whole, ages))
    return fits and _is_whole(value.get("factor", 1))


def incomparable(fact: str, name: str, condition: Any) -> str:
    """What in a condition can not be held against its column, as a number against text; else nothing."""
    kinds = {column.name: column.type for column in TABLES[fact].columns}
    kind = kinds.get(name, pa.int64())
    for word, value in _told(condition):
        if word == "known":
            fits = isinstance(value, bool)
        elif word == "named":
            fits = isinstance(value, str) and pa.types.is_string(kind)
        elif word in ("min", "max", "above") and isinstance(value, str):
            fits = _sort(kinds.get(value, pa.int64())) == _sort(kind)
        else:
            fits = _sort(kind) == _sort_of(value)
        if not fits:
            return str(value)
    return ""


def _told(condition: Any) -> Iterable[tuple[str, Any]]:
    """Each word of a condition with each of its values; a bare value has no word."""
    told = condition if isinstance(condition, dict) else {"": condition}
    for word, value in told.items():
        for one in value if isinstance(value, list) else [value]:
            yield word, one


def _sort(kind: pa.DataType) -> str:
    if pa.types.is_string(kind):
        return "text"
    return "day" if pa.types.is_date(kind) else "number"


def _sort_of(value: Any) -> str:
    if isinstance(value, str):
        return "text"
    if _is_day(value):
        return "day"
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else "other"
