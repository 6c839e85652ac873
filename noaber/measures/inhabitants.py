"""Inhabitants to divide by: of a municipality or area, of certain ages, at the start of a period's year."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

import ibis

from noaber.facts.tables import TABLES
from noaber.measures.asking import Asks, as_text
from noaber.measures.definition import Definition
from noaber.measures.placing import AGE_GROUPS, declared
from noaber.measures.rows import quotient
from noaber.vocabulary.gaps import Gap

# (municipality, area or nothing, year) -> inhabitants
Counts = Mapping[tuple[str, str | None, int], int]
# A snapshot never changes: its inhabitants are counted once for each range of ages.
_KNOWN: WeakKeyDictionary[Asks, dict[tuple[int, ...], Counts]] = WeakKeyDictionary()


def counted(store: Asks, ages: tuple[int, ...]) -> Counts:
    """How many inhabitants of these ages there are, by municipality, area and year.

    The first count of a year is taken, as a rule 1 January. Where a municipality is given both as a
    whole and by area, the whole is the whole; where it is given by area alone, the areas add up to it.
    The same goes for the sexes.
    """
    table = declared("population", [column.name for column in TABLES["population"].columns])
    if ages:
        table = table.filter(table.age.between(*ages))
    keys = ["municipality", "area", "counted_on"]
    summed = table.group_by(keys).aggregate(
        undivided=table.inhabitants.sum(where=table.sex.isnull()).cast("int64"),
        divided=table.inhabitants.sum(where=table.sex.notnull()).cast("int64"),
    )
    summed = summed.mutate(people=ibis.coalesce(summed.undivided, summed.divided))
    firsts: dict[tuple[str, int], Any] = {}
    found = store.query(as_text(summed, store.dialect)).to_pylist()
    for row in found:
        at = (row["municipality"], row["counted_on"].year)
        firsts[at] = min(firsts.get(at, row["counted_on"]), row["counted_on"])
    counts: dict[tuple[str, str | None, int], int] = {}
    sums: dict[tuple[str, int], int] = {}
    for row in found:
        at = (row["municipality"], row["counted_on"].year)
        if row["counted_on"] == firsts[at]:
            counts[at[0], row["area"], at[1]] = row["people"]
            sums[at] = sums.get(at, 0) + (row["people"] if row["area"] is not None else 0)
    for (municipality, year), people in sums.items():
        counts.setdefault((municipality, None, year), people)
    return counts


def per_inhabitant(store: Asks, definition: Definition, rows: Iterable[dict[str, Any]]) -> None:
    """Divide each value by its inhabitants, in place. Without a count of them there is a gap."""
    ages = tuple(definition.per.get("ages", ()))
    factor = definition.per.get("factor", 1)
    known = _KNOWN.setdefault(store, {})
    for row in rows:
        own = _group(row["age_group"]) if row["age_group"] else ages
        if own not in known:
            known[own] = counted(store, own)
        if row["value"] is None:
            continue
        people = known[own].get((row["municipality"], row["area"], row["period_start"].year))
        if people is None:
            row |= {"numerator": row["value"], "value": None, "gap": Gap.NO_POPULATION.value}
        else:
            row |= quotient(definition, row["value"], Decimal(people), factor)


def _group(name: str) -> tuple[int, int]:
    lows = [low for low, _ in AGE_GROUPS]
    low = next(low for low, group in AGE_GROUPS if group == name)
    after = [one for one in lows if one > low]
    return low, (after[0] - 1 if after else 200)
