"""Measures that are made of the results of other measures: combined, gross, divided, compared.

Works on result rows, which are few: the facts were summed before. A derived result rests on every
fact that its parts rest on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from noaber.measures.comparing import compared, effect
from noaber.measures.definition import Definition
from noaber.measures.results import DIMENSIONS
from noaber.measures.rows import quotient
from noaber.vocabulary.gaps import Gap

Row = dict[str, Any]
Key = tuple[Any, ...]
# A measure of an indicator has one: by which name it was supplied is no slice.
SLICES = tuple(name for name in DIMENSIONS if name not in ("node", "indicator"))
_CENT = Decimal("0.01")


def derive(definition: Definition, results: Mapping[str, Sequence[Row]]) -> list[Row]:
    """The rows of a derived measure; `results` holds the rows of its parts by measure."""
    return MAKERS[definition.statistic](definition, results)


def _combined(definition: Definition, results: Mapping[str, Sequence[Row]]) -> list[Row]:
    first, *others = definition.parts
    found = {part: {_key(row): row for row in results[part]} for part in definition.parts}
    whole = {part: {_whole(row) for row in results[part]} for part in definition.parts}
    rows = []
    for key, row in found[first].items():
        if not all(_whole(row) in whole[part] for part in others):
            continue
        parts = {part: found[part][key] for part in definition.parts if key in found[part]}
        if missing := next((one for one in parts.values() if one["value"] is None), None):
            rows.append(derived(definition, row, None, parts.values(), gap=missing["gap"]))
            continue
        value = sum(
            (one["value"] * definition.parts[part] for part, one in parts.items()), Decimal(0)
        )
        rows.append(derived(definition, row, value, parts.values()))
    return rows


def _gross(definition: Definition, results: Mapping[str, Sequence[Row]]) -> list[Row]:
    (part,) = definition.parts
    groups: dict[Key, list[Row]] = {}
    for row in results[part]:
        if row[definition.over] is not None:
            key = (*(row[name] for name in definition.dimensions), row["period_start"])
            groups.setdefault(key, []).append(row)
    return [
        derived(
            definition,
            {**rows[0], definition.over: None},
            sum((abs(row["value"]) for row in rows), Decimal(0)),
            rows,
        )
        for rows in groups.values()
    ]


def _ratio(definition: Definition, results: Mapping[str, Sequence[Row]]) -> list[Row]:
    """What `parts` add up to, divided by what `under` adds up to, slice by slice."""
    above = _added(definition.parts, results)
    below = _added(definition.under, results)
    rows = []
    for key, (row, top, rest) in above.items():
        _, bottom, more = below.get(key, (row, Decimal(0), []))
        gap = next((one["gap"] for one in (*rest, *more) if one["value"] is None), None)
        made = derived(definition, row, None, [*rest, *more], gap=gap)
        made |= {} if gap else quotient(definition, top, bottom, definition.factor)
        rows.append(made | {"scale": definition.decimals, "low": None, "high": None})
    return rows


def _added(
    parts: Mapping[str, int], results: Mapping[str, Sequence[Row]]
) -> dict[Key, tuple[Row, Decimal, list[Row]]]:
    added: dict[Key, tuple[Row, Decimal, list[Row]]] = {}
    for part, weight in parts.items():
        for row in results[part]:
            first, value, rows = added.get(_key(row), (row, Decimal(0), []))
            value += weight * (row["value"] or Decimal(0))
            added[_key(row)] = (first, value, [*rows, row])
    return added


def _compared(definition: Definition, results: Mapping[str, Sequence[Row]]) -> list[Row]:
    (part,) = definition.parts
    rows = []
    for row, other in compared(results[part], definition.against):
        apart = row["broken"] == "yes" and definition.against == "previous"
        if row["value"] is None or other is None or apart:
            gap = row["gap"] or Gap.NOT_COMPARABLE.value
            rows.append(derived(definition, row, None, [row], gap=gap))
            continue
        difference = row["value"] - other
        made = derived(definition, row, difference, [row])
        if definition.unit == "percent" and row["unit"] != "percent":
            made |= quotient(definition, difference, other, 100)
        rows.append(made | {"numerator": row["value"], "denominator": other})
    return rows


def _effect(definition: Definition, results: Mapping[str, Sequence[Row]]) -> list[Row]:
    (part,) = definition.parts
    return [
        derived(definition, like, value.quantize(_CENT, ROUND_HALF_UP), rest)
        for like, value, rest in effect(results[part], definition.of)
    ]


def derived(
    definition: Definition,
    like: Row,
    value: Decimal | None,
    rest_on: Iterable[Row],
    gap: str | None = None,
) -> Row:
    """A row of a derived measure: what it says of itself is what its parts say."""
    rows = list(rest_on)
    whole = value is None or value == value.to_integral_value()
    persons = [row["persons"] for row in rows]
    return {
        **like,
        "measure": definition.id,
        "version": definition.version,
        "unit": definition.unit,
        "value": value,
        "gap": gap,
        "word": None,
        "scale": 0 if whole else max(definition.decimals, 2),
        "n": sum(row["n"] for row in rows),
        "numerator": None,
        "denominator": None,
        "low": None,
        "high": None,
        "spread": None,
        "part_persons": None,
        "persons": None if None in persons or not persons else min(persons),
        "disclosed": all(row["disclosed"] for row in rows),
        "provisional": list(dict.fromkeys(one for row in rows for one in row["provisional"])),
        "evidence": sorted(
            {number for row in rows for number in row["evidence"]},
            key=lambda one: (int(one), "") if one.isdigit() else (1 << 62, one),
        ),
    }


def _key(row: Row) -> Key:
    slices = tuple(row[name] for name in SLICES)
    return (row["municipality"], row["document"], *slices, row["period_start"], row["period_end"])


def _whole(row: Row) -> Key:
    return (row["municipality"], row["document"], row["period_start"], row["period_end"])


MAKERS: dict[str, Callable[[Definition, Mapping[str, Sequence[Row]]], list[Row]]] = {
    "combine": _combined,
    "gross": _gross,
    "ratio": _ratio,
    "compare": _compared,
    "effect": _effect,
}
