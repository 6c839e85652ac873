"""Measures that are made of the results of other measures: combined, and gross.

Works on result rows, which are few: the facts were summed before. A derived result rests on every
fact that its parts rest on.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from noaber.measures.definition import Definition

Row = dict[str, Any]
Key = tuple[Any, ...]


def derive(definition: Definition, results: Mapping[str, Sequence[Row]]) -> list[Row]:
    """The rows of a derived measure; `results` holds the rows of its parts by measure."""
    made = _gross if definition.statistic == "gross" else _combined
    return made(definition, results)


def _combined(definition: Definition, results: Mapping[str, Sequence[Row]]) -> list[Row]:
    first, *others = definition.parts
    names = (*definition.dimensions, *definition.optional)
    found = {part: {_key(row, names): row for row in results[part]} for part in definition.parts}
    whole = {part: {_whole(row) for row in results[part]} for part in definition.parts}
    rows = []
    for key, row in found[first].items():
        if all(_whole(row) in whole[part] for part in others):
            parts = {part: found[part][key] for part in definition.parts if key in found[part]}
            value = sum(
                (one["value"] * definition.parts[part] for part, one in parts.items()), Decimal(0)
            )
            rows.append(_made(definition, row, value, parts.values()))
    return rows


def _gross(definition: Definition, results: Mapping[str, Sequence[Row]]) -> list[Row]:
    (part,) = definition.parts
    groups: dict[Key, list[Row]] = {}
    for row in results[part]:
        if row[definition.over] is not None:
            groups.setdefault(_key(row, definition.dimensions), []).append(row)
    return [
        _made(
            definition,
            {**rows[0], definition.over: None},
            sum((abs(row["value"]) for row in rows), Decimal(0)),
            rows,
        )
        for rows in groups.values()
    ]


def _made(definition: Definition, like: Row, value: Decimal, rest_on: Iterable[Row]) -> Row:
    rows = list(rest_on)
    return {
        **like,
        "measure": definition.id,
        "version": definition.version,
        "unit": definition.unit,
        "value": value,
        "scale": 0 if value == value.to_integral_value() else 2,
        "n": sum(row["n"] for row in rows),
        "disclosed": all(row["disclosed"] for row in rows),
        "evidence": sorted({number for row in rows for number in row["evidence"]}, key=int),
    }


def _key(row: Row, names: Sequence[str]) -> Key:
    return (*(row[name] for name in names), row["period_start"])


def _whole(row: Row) -> Key:
    return (row["document"], row["period_start"])
