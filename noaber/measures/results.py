"""Results: a value or a gap with its reason, unit, period and definition version. No person column.

Stored as one Parquet file per snapshot with the queries beside it, so that pages read results and
never facts.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

SCHEMA = pa.schema(
    [
        pa.field("measure", pa.string(), nullable=False),
        pa.field("version", pa.int16(), nullable=False),
        pa.field("snapshot", pa.string(), nullable=False),
        pa.field("municipality", pa.string(), nullable=False),
        pa.field("document", pa.string(), nullable=False),
        pa.field("node", pa.string()),
        pa.field("indicator", pa.string()),
        pa.field("theme", pa.string()),
        pa.field("stage", pa.string()),
        pa.field("recurrence", pa.string()),
        pa.field("taakveld_wide", pa.string()),
        pa.field("taakveld_group", pa.string()),
        pa.field("taakveld", pa.string()),
        pa.field("cause", pa.string()),
        pa.field("period_start", pa.date32(), nullable=False),
        pa.field("period_end", pa.date32(), nullable=False),
        pa.field("value", pa.decimal128(24, 6)),
        pa.field("word", pa.string()),
        pa.field("gap", pa.string()),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("scale", pa.int16(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        pa.field("broken", pa.string(), nullable=False),
        pa.field("disclosed", pa.bool_(), nullable=False),
        pa.field("evidence", pa.list_(pa.string()), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Result:
    """One row of SCHEMA as a plain value.

    `n` is the number of facts behind it. `broken` says whether the series may be compared with the
    period before: 'no' (it may), 'yes' (a break lies between), 'unknown' (a break somewhere).
    `disclosed` is true once it has passed disclosure control; what a municipality printed itself is
    public already.
    """

    measure: str
    version: int
    snapshot: str
    municipality: str
    document: str
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


def store(root: Path, snapshot: str, rows: pa.Table, queries: Mapping[str, str]) -> Path:
    """Keep the results of a snapshot and the queries that made them; the last run stands."""
    root.mkdir(parents=True, exist_ok=True)
    path = root / f"{snapshot}.parquet"
    beside = root / f".{snapshot}.{uuid4().hex[:8]}"
    kept = rows.replace_schema_metadata({b"queries": json.dumps(dict(queries)).encode()})
    pq.write_table(kept, beside)
    os.replace(beside, path)
    return path


def load(root: Path, snapshot: str, document: str) -> tuple[list[Result], Mapping[str, str]]:
    """The stored results of one document, and the query text by measure."""
    table = pq.read_table(root / f"{snapshot}.parquet", filters=[("document", "=", document)])
    queries = json.loads((table.schema.metadata or {}).get(b"queries", b"{}"))
    return list(_rows(table.to_pylist())), queries


def _rows(rows: Iterable[dict[str, Any]]) -> Iterable[Result]:
    for row in rows:
        yield Result(**{**row, "evidence": tuple(row["evidence"])})
