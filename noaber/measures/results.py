"""Results: a value or a gap with its reason, unit, period and definition version. No person column.

Stored as one Parquet file per snapshot with the queries beside it, so that pages read results and
never facts.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

_VALUE = pa.decimal128(24, 6)

# By what a result may be split, in the order in which it is shown; the first four name a document.
DIMENSIONS = (
    "node", "indicator", "theme", "stage", "recurrence", "taakveld_wide", "taakveld_group",
    "taakveld", "cause", "area", "age_group", "law", "care_provision", "product_category", "product",
    "provider", "effort", "referrer", "layer", "kind", "outcome", "reason", "end_reason",
    "instrument", "volume_unit",
)  # fmt: skip

SCHEMA = pa.schema(
    [
        pa.field("measure", pa.string(), nullable=False),
        pa.field("version", pa.int16(), nullable=False),
        pa.field("snapshot", pa.string(), nullable=False),
        pa.field("municipality", pa.string(), nullable=False),
        pa.field("document", pa.string()),
        *(pa.field(name, pa.string()) for name in DIMENSIONS),
        pa.field("period_start", pa.date32(), nullable=False),
        pa.field("period_end", pa.date32(), nullable=False),
        pa.field("value", _VALUE),
        pa.field("word", pa.string()),
        pa.field("gap", pa.string()),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("scale", pa.int16(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        pa.field("numerator", _VALUE),
        pa.field("denominator", _VALUE),
        pa.field("low", _VALUE),
        pa.field("high", _VALUE),
        pa.field("spread", _VALUE),
        pa.field("persons", pa.int64()),
        pa.field("part_persons", pa.int64()),
        pa.field("broken", pa.string(), nullable=False),
        pa.field("break_reason", pa.string()),
        pa.field("provisional", pa.list_(pa.string()), nullable=False),
        pa.field("completeness", _VALUE),
        pa.field("disclosed", pa.bool_(), nullable=False),
        pa.field("evidence", pa.list_(pa.string()), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Result:
    """One row of SCHEMA as a plain value.

    `n` is the number of facts behind it, `persons` that of different people where it was asked for (and
    `part_persons` those of them in the part of a share).
    What a quotient is made of stands in `numerator` and `denominator` (of a mean: the sum and n), its
    interval of 95 % in `low` and `high`, the standard deviation in `spread`.

    `broken` says whether the series may be compared with the period before: 'no' (it may), 'yes' (a
    break lies between), 'unknown' (a break somewhere); `break_reason` why not. `provisional` tells why
    a value may still change (period_not_over, late_claims, missing_delivery), `completeness` what part
    of a period's claims has as a rule come in by now. `disclosed` is true once it has passed
    disclosure control; what a municipality printed itself is public already.
    """

    measure: str
    version: int
    snapshot: str
    municipality: str
    document: str | None
    node: str | None
    indicator: str | None
    theme: str | None
    stage: str | None
    recurrence: str | None
    taakveld_wide: str | None
    taakveld_group: str | None
    taakveld: str | None
    cause: str | None
    period_start: date
    period_end: date
    value: Decimal | None
    word: str | None
    gap: str | None
    unit: str
    scale: int
    n: int
    broken: str
    disclosed: bool
    evidence: tuple[str, ...]
    area: str | None = None
    age_group: str | None = None
    law: str | None = None
    care_provision: str | None = None
    product_category: str | None = None
    product: str | None = None
    provider: str | None = None
    effort: str | None = None
    referrer: str | None = None
    layer: str | None = None
    kind: str | None = None
    outcome: str | None = None
    reason: str | None = None
    end_reason: str | None = None
    instrument: str | None = None
    volume_unit: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    spread: Decimal | None = None
    persons: int | None = None
    part_persons: int | None = None
    break_reason: str | None = None
    provisional: tuple[str, ...] = ()
    completeness: Decimal | None = None


def store(
    root: Path, snapshot: str, rows: pa.Table, queries: Mapping[str, str], stamp: str = ""
) -> Path:
    """Keep the results of a snapshot and the queries that made them; the last run stands.

    `stamp` says what they were counted with (see stamp.py).
    """
    root.mkdir(parents=True, exist_ok=True)
    path = root / f"{snapshot}.parquet"
    beside = root / f".{snapshot}.{uuid4().hex[:8]}"
    told = {b"queries": json.dumps(dict(queries)).encode(), b"stamp": stamp.encode()}
    kept = rows.replace_schema_metadata(told)
    pq.write_table(kept, beside)
    os.replace(beside, path)
    return path


def stamp_of(root: Path, snapshot: str) -> str:
    """What the stored results of a snapshot were counted with; empty where there are none, or none whole."""
    try:
        told = pq.read_schema(root / f"{snapshot}.parquet").metadata or {}
    except (OSError, pa.ArrowInvalid):
        return ""
    return bytes(told.get(b"stamp", b"")).decode()


def load(root: Path, snapshot: str, document: str) -> tuple[list[Result], Mapping[str, str]]:
    """The stored results of one document, and the query text by measure."""
    table = pq.read_table(root / f"{snapshot}.parquet", filters=[("document", "=", document)])
    queries = json.loads((table.schema.metadata or {}).get(b"queries", b"{}"))
    return list(as_results(table.to_pylist())), queries


def whole(root: Path, snapshot: str) -> tuple[pa.Table, Mapping[str, str]]:
    """All stored results of a snapshot as one table of the schema, and the query text by measure."""
    table = pq.read_table(root / f"{snapshot}.parquet")
    return table, json.loads((table.schema.metadata or {}).get(b"queries", b"{}"))


def as_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows as a table of the schema; of most columns nothing is known, and that costs nothing."""
    told = zip(*map(itemgetter(*SCHEMA.names), rows), strict=True) if rows else [()] * len(SCHEMA)
    columns = []
    for one, values in zip(SCHEMA, told, strict=True):
        empty = values.count(None) == len(values)
        columns.append(pa.nulls(len(values), one.type) if empty else pa.array(values, one.type))
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def as_results(rows: Iterable[Mapping[str, Any]]) -> Iterable[Result]:
    """Rows of the schema as plain values."""
    for row in rows:
        yield Result(
            **{
                **row,
                "evidence": tuple(row["evidence"]),
                "provisional": tuple(row["provisional"] or ()),
            }
        )
