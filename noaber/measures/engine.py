"""Runs definitions on a snapshot: one query per definition and grouping, through ibis.

The only room that counts. Results carry how many facts are behind them, which ones, and whether a
break in the series stands between a period and the one before.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa

from noaber.facts.snapshot import Snapshot
from noaber.facts.store import Store
from noaber.measures.definition import DERIVED, Definition, held, shipped
from noaber.measures.derived import derive
from noaber.measures.results import SCHEMA
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.periods import parse_period


def run(store: Store, definitions: Iterable[Definition]) -> tuple[pa.Table, dict[str, str]]:
    """Results of all definitions on the store's snapshot, and the query text by measure.

    What a derived measure is made of is run too, and left out where it was not asked for.
    """
    asked = {definition.id: definition for definition in definitions}
    found: dict[str, list[dict[str, Any]]] = {}
    queries: dict[str, str] = {}
    for definition in held(_with_parts(asked)).values():
        if definition.statistic in DERIVED:
            found[definition.id] = derive(definition, found)
            queries[definition.id] = ";\n\n".join(queries[part] for part in definition.parts)
            continue
        expressions = [expression(store, definition, by) for by in groupings(definition)]
        found[definition.id] = [
            row for one in expressions for row in _results(store, definition, store.run(one))
        ]
        queries[definition.id] = ";\n\n".join(store.sql(one) for one in expressions)
    rows = [row for name in asked for row in found[name]]
    return pa.Table.from_pylist(rows, schema=SCHEMA), {name: queries[name] for name in asked}


def _with_parts(asked: Mapping[str, Definition]) -> Mapping[str, Definition]:
    """The definitions with what they are made of, from those that ship where it was not given."""
    known = {**shipped(), **asked}
    needed = dict(asked)
    waiting = list(asked.values())
    while waiting:
        for part in waiting.pop().parts:
            if part in known and part not in needed:
                needed[part] = known[part]
                waiting.append(known[part])
    return needed


def groupings(definition: Definition) -> list[tuple[str, ...]]:
    """The groupings in which a measure is given: its dimensions, and these with each optional one."""
    return [
        definition.dimensions,
        *((*definition.dimensions, name) for name in definition.optional),
    ]


def expression(store: Store, definition: Definition, by: tuple[str, ...]) -> Any:
    """The query of one definition and grouping, as an ibis expression."""
    facts = store.tables[definition.fact]
    facts = facts.filter(facts.origin == definition.origin)
    for name, value in definition.only.items():
        facts = facts.filter(facts[name] == value)
    # What a fact does not say, it is not split by; it is in the result without the split.
    for name in by[len(definition.dimensions) :]:
        facts = facts.filter(facts[name].notnull())
    build = _sum if definition.statistic == "sum" else _only
    return build(definition, facts, by)


def _sum(definition: Definition, facts: Any, by: tuple[str, ...]) -> Any:
    weights = definition.weights
    facts = facts.filter(facts.amount_kind.isin(list(weights)))
    weight = ibis.cases(*((facts.amount_kind == kind, sign) for kind, sign in weights.items()))
    if stages := definition.stages:
        facts = facts.filter(facts.stage.isin(list(stages)))
        weight *= ibis.cases(*((facts.stage == stage, sign) for stage, sign in stages.items()))
    keys = [*by, definition.period]
    summed = (
        facts.mutate(weighed=facts.cents * weight)
        .group_by(keys)
        .aggregate(
            cents=lambda rows: rows.weighed.sum().cast("int64"),
            n=lambda rows: rows.count(),
            stages=lambda rows: rows.stage.nunique(),
            evidence=lambda rows: rows.evidence.collect(),
        )
        .order_by(keys)
    )
    return summed.filter(summed.stages == len(stages)) if stages else summed


def _only(definition: Definition, facts: Any, by: tuple[str, ...]) -> Any:
    keys = [*by, "period_start", "period_end"]
    return (
        facts.group_by(keys)
        .aggregate(
            value=lambda rows: rows.value.max(),
            word=lambda rows: rows.word.max(),
            gap=lambda rows: rows.gap.max(),
            scale=lambda rows: rows.scale.max(),
            n=lambda rows: rows.count(),
            evidence=lambda rows: rows.evidence.collect(),
        )
        .order_by(keys)
    )


def _results(store: Store, definition: Definition, found: pa.Table) -> list[dict[str, Any]]:
    rows = [_row(store.snapshot, definition, row) for row in found.to_pylist()]
    _mark_breaks(rows, store.snapshot.in_force["breaks"])
    return rows


def _row(snapshot: Snapshot, definition: Definition, row: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {name: row.get(name) for name in SCHEMA.names}
    made |= {
        "measure": definition.id,
        "version": definition.version,
        "snapshot": snapshot.id,
        "unit": definition.unit or row["unit"],
        "broken": "no",
        # What a municipality has printed itself is public; anything else waits for disclosure
        # control at the exit.
        "disclosed": definition.origin == "printed",
        "evidence": sorted(row["evidence"], key=int),
    }
    if definition.statistic == "sum":
        period = parse_period(str(row["plan_year"]))
        made |= {"value": Decimal(row["cents"]) / 100, "scale": 2 if row["cents"] % 100 else 0}
        made |= {"period_start": period.start, "period_end": period.end}
    elif row["n"] > 1:
        made |= {"value": None, "word": None, "gap": Gap.NOT_UNIQUE.value}
    return made


def _mark_breaks(rows: list[dict[str, Any]], breaks: Iterable[Mapping[str, str]]) -> None:
    """Say of each result whether a break stands between it and the period before.

    A break between 2021 and 2022 makes 2022 incomparable with what came before. Where only the last
    period before is known, the next one carries it; where neither is, every period is in doubt.
    """
    series: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["indicator"] is not None:
            series.setdefault((row["document"], row["indicator"]), []).append(row)
    for found in breaks:
        points = series.get((found["document"], found["indicator"]), [])
        points.sort(key=lambda row: row["period_start"])
        if not found["before"] and not found["after"]:
            for row in points[1:]:
                row["broken"] = "unknown" if row["broken"] == "no" else row["broken"]
            continue
        later = [row for row in points if _after(row, found)]
        if later and later[0] is not points[0]:
            later[0]["broken"] = "yes"


def _after(row: Mapping[str, Any], found: Mapping[str, str]) -> bool:
    if found["after"]:
        return bool(row["period_start"] >= parse_period(found["after"]).start)
    return bool(row["period_start"] > parse_period(found["before"]).end)
